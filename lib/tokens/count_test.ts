import { assertEquals, assertRejects } from "@std/assert";
import { Failure, InputError } from "../errors.ts";
import { readIndex, Tokenizer } from "../../tokenizer/mod.ts";
import { createCountTokens } from "../token_count.ts";
import type { UnknownRecord } from "../types.ts";
import { countChunks } from "./count.ts";
import { countRecords } from "./count_records.ts";
import { truncateChunks } from "./truncate.ts";

import o200k from "../../tokenizer/data/o200k_base.bin" with { type: "bytes" };

async function* toChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.slice(at, at + size));
  }
}

async function* toBatches(records: readonly UnknownRecord[]): AsyncGenerator<UnknownRecord[]> {
  for (const record of records) yield await Promise.resolve([record]);
}

const TEXT = "Zwölf Boxkämpfer jagen Viktor 漢字 👩‍💻\r\n\tquer über den Sylter Deich.  \n".repeat(
  40,
);
const BYTES = new TextEncoder().encode(TEXT);
const TOKENIZER = new Tokenizer(readIndex(o200k));

Deno.test("countChunks() counts the same however the text is cut", async () => {
  const counter = TOKENIZER.createCounter();
  const expected = { tokens: TOKENIZER.countTokens(TEXT), sizeBytes: BYTES.length };
  for (const size of [1, 7, 64, 1000, 1 << 20]) {
    assertEquals(await countChunks(toChunks(BYTES, size), counter), expected);
  }
});

Deno.test("truncateChunks() reads no more than could be kept", async () => {
  let readBytes = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;; readBytes += BYTES.length) yield await Promise.resolve(BYTES);
  }
  const text = await truncateChunks(endless(), 9, TOKENIZER);
  assertEquals(text, TOKENIZER.truncateToTokens(TEXT, 9).text);
  assertEquals(readBytes < 3 * BYTES.length, true);
});

Deno.test("truncateChunks() refuses what is not UTF-8", async () => {
  const bytes = Uint8Array.of(0x61, 0xff, 0x62);
  await assertRejects(() => truncateChunks(toChunks(bytes, 1), 9, TOKENIZER), InputError);
});

Deno.test("countRecords() counts requests and answers, and passes over the rest", async () => {
  const records: UnknownRecord[] = [
    { type: "file", path: "a.ts" },
    { type: "request", messages: [{ role: "user", content: "Hello, world!" }] },
    { type: "start" },
    { type: "text", text: "Hel" },
    { type: "text", text: "lo" },
    { type: "done", stop: "stop" },
  ];
  const counts = await Array.fromAsync(
    countRecords(toBatches(records), createCountTokens(TOKENIZER)),
  );
  const known = { type: "tokens", vocabulary: "o200k_base", exact: true } as const;
  assertEquals(counts, [
    { ...known, path: "request", tokens: 4, sizeBytes: 13 },
    { ...known, path: "answer", tokens: 1, sizeBytes: 5 },
  ]);
});

Deno.test("countRecords() ends as the command before it did", async () => {
  const record = { type: "error", stage: "model", status: 69, reason: "E_CONNECT", message: "No" };
  const error = await assertRejects(
    () => Array.fromAsync(countRecords(toBatches([record]), createCountTokens(TOKENIZER))),
    Failure,
  );
  assertEquals([error.reason, error.message], ["E_CONNECT", "No"]);
});
