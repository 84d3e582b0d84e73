import { assertEquals } from "@std/assert";
import { createRandom, randomText, VOCABULARIES } from "./_testing.ts";
import { Tokenizer } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";

const DOCUMENTS = 400;

for (const vocabulary of Object.values(VOCABULARIES)) {
  const tokenizer = new Tokenizer(vocabulary);

  Deno.test(`add() may be given bytes cut anywhere: ${vocabulary.name}`, {
    permissions: "none",
  }, () => {
    const random = createRandom(11);
    const stream = tokenizer.createStreamEncoder();
    const counter = tokenizer.createCounter();
    for (let i = 0; i < DOCUMENTS; i++) {
      const text = randomText(random).repeat(1 + random(3));
      const bytes = new TextEncoder().encode(text);
      const ids: number[] = [];
      for (let start = 0; start < bytes.length;) {
        const chunk = bytes.subarray(start, start += 1 + random(9));
        ids.push(...stream.add(chunk));
        counter.add(chunk);
      }
      ids.push(...stream.finish());
      assertEquals([text, ...ids], [text, ...tokenizer.encodeOrdinary(text)]);
      assertEquals(counter.finish(), ids.length);
    }
  });
}

Deno.test("add() keeps the halves of a character together", { permissions: "none" }, () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  const stream = tokenizer.createStreamEncoder();
  const ids = [..."a\ud83d", "\ude00", "\ud83d"].flatMap((half) => [...stream.add(half)]);
  assertEquals(tokenizer.decode([...ids, ...stream.finish()]), "a😀\ufffd");
});

Deno.test("a long text is encoded as its parts between blanks are", { permissions: "none" }, () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  const line = "export function add(one: number, two: number): number { return one + two; } // ok";
  const ids = [...tokenizer.encodeOrdinary(" " + line)];
  const repeated = tokenizer.encodeOrdinary((" " + line).repeat(3000));
  assertEquals(repeated.length, ids.length * 3000);
  assertEquals([...repeated.subarray(-ids.length)], ids);
});

Deno.test("a piece that is longer than the buffer stays one piece", { permissions: "none" }, () => {
  const tokenizer = new Tokenizer(VOCABULARIES.o200k_base);
  for (const piece of ["a", "A", "漢", " ", "-", "\n", "字A"]) {
    const text = piece.repeat(70_000);
    const counter = tokenizer.createCounter();
    const bytes = new TextEncoder().encode(text);
    for (let start = 0; start < bytes.length; start += 999) {
      counter.add(bytes.subarray(start, start + 999));
    }
    const direct = new Tokenizer(VOCABULARIES.o200k_base).encodeOrdinary(text);
    assertEquals([piece, counter.finish()], [piece, direct.length]);
    assertEquals(tokenizer.decode(direct), text);
  }
});

Deno.test("a vocabulary that normalizes does so across chunks", { permissions: "none" }, () => {
  const vocabulary: Vocabulary = { ...VOCABULARIES.cl100k_base, normalizer: "nfc" };
  const tokenizer = new Tokenizer(vocabulary);
  const random = createRandom(12);
  for (let i = 0; i < DOCUMENTS; i++) {
    const text = randomText(random).normalize("NFD").toWellFormed();
    const bytes = new TextEncoder().encode(text);
    const counter = tokenizer.createCounter();
    for (let start = 0; start < bytes.length;) {
      counter.add(bytes.subarray(start, start += 1 + random(5)));
    }
    const ids = tokenizer.encodeOrdinary(text);
    assertEquals([text, counter.finish()], [text, ids.length]);
    assertEquals(tokenizer.decode(ids), text.normalize("NFC"));
  }
});
