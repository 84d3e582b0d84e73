import { assertEquals, assertRejects } from "@std/assert";
import { createRandom, randomText } from "./_testing.ts";
import {
  createModel,
  ggufNumbers,
  ggufText,
  ggufTexts,
  type GgufValue,
  MERGES,
  printGguf,
  printTokenizerJson,
} from "./_testing_models.ts";
import { MergeEncoder } from "./bpe_merge.ts";
import { readVocabulary } from "./read_vocabulary.ts";
import { Tokenizer } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

const MODEL = createModel();

function read(file: Uint8Array | string): Promise<Vocabulary> {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const readRange = (start: number, end: number) => Promise.resolve(bytes.slice(start, end));
  return readVocabulary({ name: "small", sizeBytes: bytes.length, readRange });
}

/** The ids of tokens by their spelling. */
function toIds(spellings: string): number[] {
  return spellings.split(" ").map((spelling) => MODEL.tokens.indexOf(spelling));
}

for (
  const [form, file] of [
    ["tokenizer.json", printTokenizerJson(MODEL)],
    [
      "tokenizer.json with merges as strings",
      printTokenizerJson(MODEL, {}, { merges: MERGES.map((pair) => pair.join(" ")) }),
    ],
    ["GGUF", printGguf(MODEL)],
  ] as const
) {
  Deno.test(`readVocabulary() reads a ${form}`, { permissions: "none" }, async () => {
    const vocabulary = await read(file);
    assertEquals([vocabulary.splitter, vocabulary.results], ["qwen2", undefined]);
    const tokenizer = new Tokenizer(vocabulary);
    const text = "hello world é";
    assertEquals([...tokenizer.encodeOrdinary(text)], toIds("hello Ġworld Ġ Ã©"));
    assertEquals(tokenizer.decode(tokenizer.encodeOrdinary(text)), text);
    const ids = tokenizer.encode("hello<|end|>", { allowedSpecials: ["<|end|>"] });
    assertEquals([...ids], [...toIds("hello"), MODEL.tokens.length]);
  });
}

Deno.test("readVocabulary() reads merges that stand before the vocabulary", async () => {
  const json = printTokenizerJson(MODEL).replace(/("vocab":\{.*?\}),("merges":\[.*\])\}/, "$2,$1}");
  assertEquals(json.indexOf('"merges"') < json.indexOf('"vocab"'), true);
  const tokenizer = new Tokenizer(await read(json));
  assertEquals([...tokenizer.encodeOrdinary("hello")], toIds("hello"));
});

/** Merges that make a vocabulary improper, and why. */
const IMPROPER: readonly [string, readonly (readonly [string, string])[]][] = [
  ["a token that two merges make", [["a", "b"], ["b", "c"], ["ab", "c"], ["a", "bc"]]],
  ["a token that is merged away before it is made", [["a", "b"], ["b", "c"], ["a", "bc"]]],
  ["a part that comes later", [["ab", "c"], ["a", "b"]]],
  ["merges in a circle", [["a", "b"], ["ab", "a"], ["a", "ba"], ["b", "a"]]],
];

for (const [why, merges] of IMPROPER) {
  Deno.test(`an improper vocabulary is encoded by merging: ${why}`, async () => {
    const model = createModel(merges);
    for (const ignoresMerges of [false, true]) {
      const vocabulary = await read(
        printTokenizerJson(model, {}, { ignore_merges: ignoresMerges }),
      );
      assertEquals(vocabulary.results !== undefined, true);
      const tokenizer = new Tokenizer(vocabulary);
      const plain = new Tokenizer(vocabulary, new MergeEncoder(vocabulary));
      const random = createRandom(41);
      for (let i = 0; i < 200; i++) {
        const text = Array.from({ length: random(30) }, () => "abchelo "[random(8)]).join("");
        const ids = tokenizer.encodeOrdinary(text);
        assertEquals(ids, plain.encodeOrdinary(text));
        assertEquals(tokenizer.decode(ids), text);
      }
    }
  });
}

Deno.test("ignore_merges makes a piece that is a token one, and nothing else", async () => {
  const model = createModel([["a", "b"], ["b", "c"], ["a", "bc"]]);
  const id = model.tokens.indexOf("abc");
  const ignoring = new Tokenizer(
    await read(printTokenizerJson(model, {}, { ignore_merges: true })),
  );
  const merging = new Tokenizer(await read(printTokenizerJson(model)));
  assertEquals([...ignoring.encodeOrdinary("abc")], [id]);
  assertEquals(ignoring.encodeOrdinary("abca").length, 3);
  assertEquals(merging.encodeOrdinary("abc").length, 2);
});

Deno.test("both engines agree on random text in a vocabulary from a file", async () => {
  const vocabulary = await read(printTokenizerJson(MODEL));
  const tokenizer = new Tokenizer(vocabulary);
  const merging = new Tokenizer(vocabulary, new MergeEncoder(vocabulary));
  const random = createRandom(42);
  for (let i = 0; i < 1000; i++) {
    const text = randomText(random) + "hello world".slice(random(6), 6 + random(6));
    assertEquals(tokenizer.encodeOrdinary(text), merging.encodeOrdinary(text));
  }
});

/** An array of one string: the first byte of `Ġ`, a blank that would make it whole, `w`. */
const CUT_CHARACTER: GgufValue = [
  9,
  [8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0xc4, 0x20, 0x77],
];

/** Files that are refused, and with which words. */
const REFUSED: readonly [string | Uint8Array, string][] = [
  ["", "it is neither a tokenizer.json nor a GGUF model"],
  ["[]", "it is neither a tokenizer.json nor a GGUF model"],
  ["{}", "the model undefined is not known"],
  [printTokenizerJson(MODEL, {}, { type: "Unigram" }), 'the model "Unigram" is not known'],
  [printTokenizerJson(MODEL, {}, { byte_fallback: true }), "byte_fallback"],
  [printTokenizerJson(MODEL, {}, { end_of_word_suffix: "</w>" }), "end_of_word_suffix"],
  [
    printTokenizerJson(MODEL, { normalizer: { type: "NFKC" } }),
    'the normalizer "NFKC" is not known',
  ],
  [
    printTokenizerJson(MODEL, { pre_tokenizer: { type: "Metaspace" } }),
    "its pre-tokenizer is not known: it does not end with ByteLevel",
  ],
  [
    printTokenizerJson(MODEL, {
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          { type: "Split", pattern: { Regex: "\\w+" }, behavior: "Isolated" },
          { type: "ByteLevel", use_regex: false },
        ],
      },
    }),
    'its pre-tokenizer is not known: the pattern "\\\\w+"',
  ],
  [printTokenizerJson(MODEL, {}, { merges: [["he", "xx"]] }), "not in the vocabulary"],
  [printTokenizerJson(MODEL, {}, { merges: [["漢", "a"]] }), "a merge is not byte-level"],
  [printTokenizerJson(MODEL, {}, { vocab: { a: 0 }, merges: [] }), "there is no token for byte 0"],
  [
    printTokenizerJson(MODEL, {}, { vocab: { a: 4294967295 } }),
    "the id 4294967295 is out of range",
  ],
  [printTokenizerJson(MODEL, {}, { vocab: { a: -1 } }), "expected a whole number"],
  [
    printTokenizerJson(MODEL, {}, { vocab: { 漢: 1 }, merges: [] }),
    "the entry with id 1 is not byte-level",
  ],
  [
    printTokenizerJson(MODEL, { added_tokens: [{ id: "x" }] }),
    "an added token has no content or id",
  ],
  [printGguf(MODEL, { "tokenizer.ggml.pre": ggufText("what") }), 'the pre-tokenizer "what"'],
  [printGguf(MODEL, { "tokenizer.ggml.model": ggufText("llama") }), 'the tokenizer "llama"'],
  [printGguf(MODEL, { "tokenizer.ggml.model": undefined }), "it has no tokenizer"],
  [printGguf(MODEL, { "tokenizer.ggml.merges": undefined }), "tokens or merges are missing"],
  [printGguf(MODEL, { "tokenizer.ggml.merges": ggufTexts(["he"]) }), "not two byte-level tokens"],
  [printGguf(MODEL, { "tokenizer.ggml.merges": ggufTexts([" h"]) }), "not two byte-level tokens"],
  [printGguf(MODEL, { "tokenizer.ggml.merges": CUT_CHARACTER }), "not two byte-level tokens"],
  [printGguf(MODEL, { "tokenizer.ggml.merges": ggufNumbers([1]) }), "expected an array of string"],
  [printGguf(MODEL, { "tokenizer.ggml.tokens": ggufTexts(["a"], 2 ** 31) }), "is too large"],
  [printGguf(MODEL, { "tokenizer.ggml.tokens": ggufTexts(["a"], 2 ** 52) }), "is too large"],
  [printGguf(MODEL, { "general.other": ggufTexts(["a"], 2 ** 31) }), "is too large"],
  [printGguf(MODEL, { "general.other": [99, []] }), "there is no type 99"],
];

for (const [i, [file, why]] of REFUSED.entries()) {
  Deno.test(`readVocabulary() refuses: ${why}, case ${i}`, { permissions: "none" }, async () => {
    const error = await assertRejects(() => read(file), VocabularyError);
    assertEquals([error.message, error.message.includes(why)], [error.message, true]);
  });
}

for (
  const [form, file] of [["JSON", printTokenizerJson(MODEL)], ["GGUF", printGguf(MODEL)]] as const
) {
  Deno.test(`readVocabulary() refuses ${form} that is cut anywhere`, async () => {
    const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
    for (let end = 0; end < bytes.length; end += 1 + (end >> 6)) {
      await assertRejects(() => read(bytes.slice(0, end)), VocabularyError);
    }
  });

  Deno.test(`readVocabulary() survives any changed byte in ${form}`, async () => {
    const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
    const random = createRandom(43);
    for (let i = 0; i < 600; i++) {
      const changed = bytes.slice();
      changed[random(random(2) === 0 ? 400 : bytes.length)] = random(256);
      try {
        new Tokenizer(await read(changed)).encodeOrdinary("hello world");
      } catch (error) {
        if (!(error instanceof VocabularyError)) throw error;
      }
    }
  });
}
