import { assertEquals, assertThrows } from "@std/assert";
import { VOCABULARIES } from "./_testing.ts";
import { printIndex, readIndex, verifyIndex } from "./index_file.ts";
import { findSteps } from "./split.ts";
import { Tokenizer } from "./tokenizer.ts";
import { buildTransducer } from "./transducer_build.ts";
import { VocabularyError } from "./vocabulary_error.ts";

const FILE = printIndex(VOCABULARIES.cl100k_base);

Deno.test("printIndex() and readIndex() are inverses", { permissions: "none" }, () => {
  verifyIndex(FILE);
  assertEquals(printIndex(readIndex(FILE)), FILE);
});

Deno.test("printIndex() keeps special tokens that are not ASCII", { permissions: "none" }, () => {
  const specials = new Map([["<é\u{1f600}\ud800\x7f>", 5]]);
  const file = printIndex({ ...VOCABULARIES.cl100k_base, specials });
  assertEquals(readIndex(file).specials, specials);
});

Deno.test("the tables of the transducer in the data are those that are built", {
  permissions: "none",
}, () => {
  for (const { splitter, transducer } of Object.values(VOCABULARIES)) {
    assertEquals(transducer, buildTransducer(findSteps(splitter)));
  }
});

Deno.test("readIndex() reads a file that does not begin at a word", { permissions: "none" }, () => {
  const shifted = new Uint8Array(FILE.length + 1);
  shifted.set(FILE, 1);
  const tokenizer = new Tokenizer(readIndex(shifted.subarray(1)));
  assertEquals([...tokenizer.encodeOrdinary("Hello, world!")], [9906, 11, 1917, 0]);
});

Deno.test("readIndex() refuses what is cut or is no index", { permissions: "none" }, () => {
  const cases: readonly [Uint8Array, string][] = [
    [new Uint8Array(), "it does not begin as one"],
    [new TextEncoder().encode("{}".repeat(99)), "it does not begin as one"],
    [FILE.slice(0, 3), "it does not begin as one"],
    [FILE.slice(0, 1000), `it has 1000 bytes, expected ${FILE.length}`],
    [FILE.slice(0, -4), `it has ${FILE.length - 4} bytes, expected ${FILE.length}`],
  ];
  for (const [bytes, why] of cases) {
    assertThrows(() => readIndex(bytes), VocabularyError, `Cannot read index: ${why}`);
  }
});

Deno.test("readIndex() refuses lengths that lead outside", { permissions: "none" }, () => {
  for (let word = 4; word < 24; word++) {
    for (const value of [-1, 0x7fffffff, FILE.length, 2]) {
      const file = FILE.slice();
      new Int32Array(file.buffer)[word] = value;
      const error = assertThrows(() => readIndex(file));
      assertEquals([word, value, error instanceof VocabularyError], [word, value, true]);
    }
  }
});

Deno.test("verifyIndex() notices a changed byte", { permissions: "none" }, () => {
  for (const at of [100, 5000, FILE.length - 1]) {
    const file = FILE.slice();
    file[at] ^= 1;
    assertThrows(() => verifyIndex(file), VocabularyError, "its checksum is wrong");
  }
});
