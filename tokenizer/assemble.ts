/**
 * Puts a vocabulary together from its tokens and merges.
 *
 * @module
 */

import { packMerges } from "./merges.ts";
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
  /** The left part of each token; a single byte is its own. */
  readonly left: Int32Array;
  /** The right part of each token; a single byte is its own. */
  readonly right: Int32Array;
}

/** Puts a proper vocabulary together; `ids` are those of its tokens, if they differ from the numbers. */
export function assembleProper(
  head: VocabularyHead,
  { tokenBytes, left, right }: ProperTokens,
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
    merges: packMerges({
      left,
      right,
      lengthBytes: findLengths(tokenBytes),
      isMerge: (merge) => left[merge] !== merge,
    }),
    tokenBytes,
    ids,
  };
}

/** The token of each byte; -1 where there is none. */
export function findByteTokens({ bytes, starts }: TokenBytes): Int32Array {
  const byteTokens = new Int32Array(256).fill(-1);
  for (let token = 0; token + 1 < starts.length; token++) {
    if (starts[token + 1] - starts[token] === 1) byteTokens[bytes[starts[token]]] = token;
  }
  return byteTokens;
}

function findLengths({ starts }: TokenBytes): Uint8Array {
  const lengths = new Uint8Array(starts.length - 1);
  for (let token = 0; token < lengths.length; token++) {
    lengths[token] = starts[token + 1] - starts[token];
  }
  return lengths;
}
