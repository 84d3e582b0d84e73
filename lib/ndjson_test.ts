import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { Failure, InputError } from "./errors.ts";
import { LINE_LIMIT_BYTES, parseRecords, printRecords } from "./ndjson.ts";

const encoder = new TextEncoder();

async function readAll(chunks: readonly Uint8Array[]): Promise<unknown[]> {
  const records: unknown[] = [];
  for await (const batch of parseRecords(from(chunks))) records.push(...batch);
  return records;
}

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

Deno.test({
  name: "parseRecords() reads what printRecords() wrote, wherever the bytes are cut",
  permissions: "none",
  fn: async () => {
    const record = fc.record({ type: fc.string(), text: fc.string({ unit: "binary" }) });
    await fc.assert(
      fc.asyncProperty(fc.array(record), fc.integer({ min: 1, max: 9 }), async (records, step) => {
        const bytes = encoder.encode(printRecords(records));
        const chunks = [];
        for (let at = 0; at < bytes.length; at += step) chunks.push(bytes.subarray(at, at + step));
        assertEquals(await readAll(chunks), JSON.parse(JSON.stringify(records)));
      }),
      { numRuns: 100 },
    );
  },
});

Deno.test({
  name: "parseRecords() accepts CRLF, empty lines and a last line without its end",
  permissions: "none",
  fn: async () => {
    const records = await readAll([encoder.encode('{"type":"a"}\r\n\n{"type":"b"}')]);
    assertEquals(records, [{ type: "a" }, { type: "b" }]);
  },
});

Deno.test({
  name: "parseRecords() names the line of what is not a record",
  permissions: "none",
  fn: async () => {
    const messages = new Map([
      ['{"type":"a"}\n\nnope\n', "Cannot parse record on line 3: it is not JSON"],
      ["[1]\n", 'Cannot parse record on line 1: expected an object with "type"'],
      ['{"type":1}\n', 'Cannot parse record on line 1: "type" must be a string'],
    ]);
    for (const [text, message] of messages) {
      const error = await assertRejects(() => readAll([encoder.encode(text)]), InputError);
      assertEquals(error.message, message);
    }
  },
});

Deno.test({
  name: "parseRecords() refuses bytes that are not UTF-8",
  permissions: "none",
  fn: async () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0x22, 0x0a);
    const error = await assertRejects(() => readAll([bytes]), InputError);
    assertEquals(error.message, "Cannot read line 1: it is not UTF-8");
  },
});

Deno.test({
  name: "parseRecords() refuses a line over the cap instead of holding it",
  permissions: "none",
  fn: async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    const endless = from(Array.from({ length: LINE_LIMIT_BYTES / chunk.length + 2 }, () => chunk));
    const error = await assertRejects(async () => {
      for await (const _ of parseRecords(endless)) { /* nothing may come */ }
    }, Failure);
    assertEquals(error.reason, "E_LIMIT");
  },
});
