import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { Failure } from "../errors.ts";
import { readEvents } from "./sse.ts";

const encoder = new TextEncoder();
const LIMITS = { eventChars: 1000, streamBytes: 100_000 };

async function readAll(bytes: Uint8Array, cuts: readonly number[], limits = LIMITS) {
  const chunks = async function* () {
    let start = 0;
    for (
      const cut of [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) =>
        a - b
      )
    ) {
      yield bytes.subarray(start, cut);
      start = cut;
    }
  };
  return (await Array.fromAsync(readEvents(chunks(), limits))).flat();
}

Deno.test({
  name: "readEvents() reads the same events wherever the bytes are cut and however lines end",
  permissions: "none",
  fn: async () => {
    const data = fc.array(
      fc.string({ unit: "binary" }).map((text) => text.replace(/[\r\n]/g, "")),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const event = fc.record({
      name: fc.constantFrom("message", "error"),
      data,
      comment: fc.boolean(),
    });
    const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 5 }),
        lineEnd,
        fc.array(fc.nat()),
        async (events, end, cuts) => {
          const text = events.map(({ name, data, comment }) =>
            (comment ? `: hello${end}` : "") + (name === "message" ? "" : `event: ${name}${end}`) +
            data.map((line) => `data: ${line}${end}`).join("") + end
          ).join("");
          const wanted = events.map(({ name, data }) => ({ name, data: data.join("\n") }));
          assertEquals(await readAll(encoder.encode(text), cuts), wanted);
        },
      ),
      { numRuns: 300 },
    );
  },
});

Deno.test({
  name: "readEvents() gives no event whose blank line has not come",
  permissions: "none",
  fn: async () => {
    const texts = [
      "data: a",
      "data: a\n",
      "data: a\r",
      "data: a\r\n",
      ": only\n\n",
      "\n\n",
      "id: 1\n\n",
    ];
    for (const text of texts) assertEquals(await readAll(encoder.encode(text), []), [], text);
  },
});

Deno.test({
  name: "readEvents() passes over a BOM at the start, and only there",
  permissions: "none",
  fn: async () => {
    const bytes = encoder.encode("\ufeffdata: \ufeffa\n\n");
    assertEquals(await readAll(bytes, [1, 2]), [{ name: "message", data: "\ufeffa" }]);
  },
});

Deno.test({
  name: "readEvents() refuses what is over a limit or not UTF-8",
  permissions: "none",
  fn: async () => {
    const small = { eventChars: 10, streamBytes: 30 };
    const cases: readonly [Uint8Array, string][] = [
      [encoder.encode("data: 123456"), "an event is longer than 10 characters"],
      [
        encoder.encode("data: 1\ndata: 2\ndata: 3\ndata: 4\ndata: 5\n"),
        "its stream is longer than 30 bytes",
      ],
      [encoder.encode("data: 1\ndata: 2345\ndata: 6789"), "an event is longer than 10 characters"],
      [Uint8Array.of(0x64, 0xff), "it is not UTF-8"],
    ];
    for (const [bytes, what] of cases) {
      const failure = await assertRejects(() => readAll(bytes, [], small), Failure);
      assertEquals([failure.reason, failure.message], [
        "E_ANSWER",
        `Cannot use the answer: ${what}`,
      ]);
    }
  },
});
