/**
 * Small model files for tests.
 *
 * @module
 */

import { toByte } from "./byte_level.ts";

/** The spelling of each byte. */
const SPELLINGS: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  for (let codePoint = 0;; codePoint++) {
    if (toByte(codePoint) === byte) return String.fromCodePoint(codePoint);
  }
});

/** Merges of a small vocabulary, in order: each makes a token of its two parts. */
export const MERGES: readonly (readonly [string, string])[] = [
  ["h", "e"],
  ["l", "l"],
  ["he", "ll"],
  ["hell", "o"],
  ["Ġ", "w"],
  ["o", "r"],
  ["Ġw", "or"],
  ["Ġwor", "l"],
  ["Ġworl", "d"],
  ["Ã", "©"],
  ["Ġ", "Ġ"],
];

/** A small model. */
export interface SmallModel {
  /** Its tokens, by id. */
  readonly tokens: readonly string[];
  /** Its merges, in order. */
  readonly merges: readonly (readonly [string, string])[];
}

/** The model of some merges: all bytes, then what each merge makes. */
export function createModel(merges: readonly (readonly [string, string])[] = MERGES): SmallModel {
  return { tokens: [...new Set([...SPELLINGS, ...merges.map((pair) => pair.join(""))])], merges };
}

/** What a test changes in a `tokenizer.json`. */
export interface JsonChanges {
  /** Members of the file. */
  readonly [name: string]: unknown;
}

/** A `tokenizer.json`. */
export function printTokenizerJson(
  { tokens, merges }: SmallModel,
  changes: JsonChanges = {},
  modelChanges: JsonChanges = {},
): string {
  const pattern = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?" +
    "[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  return JSON.stringify({
    version: "1.0",
    added_tokens: [{ id: tokens.length, content: "<|end|>", special: true }],
    normalizer: { type: "NFC" },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false },
        { type: "ByteLevel", add_prefix_space: false, use_regex: false },
      ],
    },
    model: {
      type: "BPE",
      dropout: null,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
      ...modelChanges,
    },
    ...changes,
  });
}

/** A value of GGUF metadata: its type's number, and its bytes. */
export type GgufValue = readonly [number, readonly number[]];

function toLength(value: number): number[] {
  return [...new Uint8Array(new BigUint64Array([BigInt(value)]).buffer)];
}

function toWord(value: number): number[] {
  return [...new Uint8Array(Uint32Array.of(value).buffer)];
}

function toText(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...toLength(bytes.length), ...bytes];
}

/** A string as a value. */
export function ggufText(text: string): GgufValue {
  return [8, toText(text)];
}

/** An array of strings as a value; its length can be made to lie. */
export function ggufTexts(texts: readonly string[], length: number = texts.length): GgufValue {
  return [9, [...toWord(8), ...toLength(length), ...texts.flatMap(toText)]];
}

/** An array of numbers as a value. */
export function ggufNumbers(numbers: readonly number[]): GgufValue {
  return [9, [...toWord(5), ...toLength(numbers.length), ...numbers.flatMap(toWord)]];
}

/** A GGUF file without weights. */
export function printGguf(
  { tokens, merges }: SmallModel,
  changes: Readonly<Record<string, GgufValue | undefined>> = {},
): Uint8Array {
  const entries: Record<string, GgufValue | undefined> = {
    "general.architecture": ggufText("qwen3"),
    "general.file_type": [4, toWord(7)],
    "tokenizer.ggml.model": ggufText("gpt2"),
    "tokenizer.ggml.pre": ggufText("qwen2"),
    "tokenizer.ggml.scores": [9, [...toWord(6), ...toLength(2), ...toWord(0), ...toWord(0)]],
    "tokenizer.ggml.tokens": ggufTexts([...tokens, "<|end|>"]),
    "tokenizer.ggml.token_type": ggufNumbers([...tokens.map(() => 1), 3]),
    "tokenizer.ggml.merges": ggufTexts(merges.map((pair) => pair.join(" "))),
    ...changes,
  };
  const known = Object.entries(entries).flatMap(([key, value]) => value ? [{ key, value }] : []);
  return Uint8Array.from([
    ...new TextEncoder().encode("GGUF"),
    ...toWord(3),
    ...toLength(0),
    ...toLength(known.length),
    ...known.flatMap((
      { key, value: [type, bytes] },
    ) => [...toText(key), ...toWord(type), ...bytes]),
  ]);
}
