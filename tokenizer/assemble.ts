/**
 * Puts a vocabulary together from its tokens and merges.
 *
 * @module
 */

import type { Merges } from "./merges.ts";
import { findSteps } from "./split.ts";
import { buildTransducer } from "./transducer_build.ts";
import { buildTrie, type TokenBytes } from "./trie_build.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a vocabulary says of itself. */
export type VocabularyHead = Pick<Vocabulary, "name" | "splitter" | "normalizer" | "specials">;

/** The tokens of a proper vocabulary, by the number of the merge that makes them. */
export interface ProperTokens {
  /** The bytes of each token. */
  readonly tokenBytes: TokenBytes;
  /** The merges. */
  readonly merges: Merges;
}

/** Puts a proper vocabulary together; `ids` are those of its tokens, if they differ from the numbers. */
export function assembleProper(
  head: VocabularyHead,
  { tokenBytes, merges }: ProperTokens,
  ids?: Int32Array,
): Vocabulary {
  let trie: Int32Array | undefined;
  return {
    ...head,
    transducer: buildTransducer(findSteps(head.splitter)),
    get trie() {
      return trie ??= buildTrie(tokenBytes);
    },
    hasTrie: () => trie !== undefined,
    byteTokens: findByteTokens(tokenBytes),
    merges,
    tokenBytes,
    ids,
  };
}

/** The token of each byte, the first of several; -1 where there is none. */
export function findByteTokens({ bytes, starts }: TokenBytes): Int32Array {
  const byteTokens = new Int32Array(256).fill(-1);
  for (let token = 0, found = 0; found < 256 && token + 1 < starts.length; token++) {
    const byte = bytes[starts[token]];
    if (starts[token + 1] - starts[token] !== 1 || byteTokens[byte] >= 0) continue;
    byteTokens[byte] = token;
    found++;
  }
  return byteTokens;
}
