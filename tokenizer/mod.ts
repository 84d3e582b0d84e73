/**
 * Byte-pair encoding: exact, without dependencies, in plain TypeScript. See README.md.
 *
 * ```ts
 * import { readIndex, Tokenizer } from "./mod.ts";
 *
 * const url = new URL("./data/o200k_base.bin", import.meta.url);
 * const tokenizer = new Tokenizer(readIndex(await Deno.readFile(url)));
 * tokenizer.encodeOrdinary("Hello, world!"); // 13225, 11, 2375, 0
 * ```
 *
 * @module
 */

export { isIndexFile, readIndex, verifyIndex } from "./index_file.ts";
export { harmonySpecials, SpecialTokenError } from "./special.ts";
export { isSplitterName, type SplitterName } from "./split.ts";
export {
  type EncodeOptions,
  type LocatedTokens,
  Tokenizer,
  type TruncatedText,
} from "./tokenizer.ts";
export type { Merges } from "./merges.ts";
export type { TokenBytes } from "./trie_build.ts";
export { readVocabulary, type VocabularyFile } from "./read_vocabulary.ts";
export type { ReadRange } from "./read_range.ts";
export { StreamEncoder, TokenCounter } from "./streams.ts";
export type { Vocabulary } from "./vocabulary.ts";
export { VocabularyError } from "./vocabulary_error.ts";
