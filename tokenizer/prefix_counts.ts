/**
 * The tokens of every prefix of a piece, in one pass, for proper vocabularies.
 *
 * A prefix is encoded as some shorter prefix and one more token, which is compatible with the last
 * one of the shorter prefix; and any such token gives the encoding, as there is only one (README.md).
 *
 * @module
 */

import { isCompatible } from "./compatible.ts";
import type { BacktrackVocabulary } from "./bpe_backtrack.ts";
import { BASE_SHIFT, LEAF, ROOT, STEP_MASK, toToken } from "./trie.ts";

const NO_TOKEN = -1;

/**
 * Counts the tokens of each prefix of a range, as if it were a piece.
 *
 * @returns The count of the prefix of each length in bytes.
 */
export function countPrefixes(
  { trie, byteTokens, merges }: BacktrackVocabulary,
  bytes: Uint8Array,
  start: number,
  end: number,
): Uint32Array {
  const length = end - start;
  const counts = new Uint32Array(length + 1);
  const lasts = new Int32Array(length + 1).fill(NO_TOKEN);
  function add(from: number, to: number, token: number): void {
    if (lasts[to] !== NO_TOKEN) return;
    if (from > 0 && !isCompatible(merges, lasts[from], token)) return;
    lasts[to] = token;
    counts[to] = counts[from] + 1;
  }
  for (let i = 0; i < length; i++) {
    add(i, i + 1, byteTokens[bytes[start + i]]);
    let node = trie[ROOT];
    for (let j = i; j < length; j++) {
      const byte = bytes[start + j];
      node = trie[(node >>> BASE_SHIFT) ^ byte];
      if ((node & STEP_MASK) !== byte) break;
      const token = toToken(trie, node);
      if (token >= 0) add(i, j + 1, token);
      if (node & LEAF) break;
    }
  }
  return counts;
}
