/**
 * Byte-pair encoding of one byte many times over, for proper vocabularies.
 *
 * The search goes astray on such runs: it learns at their end only that it took too long a token at
 * their start. But they have few different pairs, so they are merged in rounds, each doing all the
 * merges of one pair. That is the order of the definition: a new token only makes pairs that come
 * later than the merge that made it.
 *
 * @module
 */

import { findMerge, type Merges, NO_MERGE } from "./merges.ts";
import type { TokenList } from "./token_list.ts";

/** Pieces from this length on are looked at, in bytes. */
export const RUN_BYTES = 256;

/** Whether a range is one byte over and over. */
export function isRun(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start + 1;
  while (i < end && bytes[i] === bytes[start]) i++;
  return i === end;
}

/** Encodes a run of so many bytes whose token is given. */
export function encodeRun(
  merges: Merges,
  byteToken: number,
  lengthBytes: number,
  output: TokenList,
): void {
  const tokens = new Int32Array(lengthBytes).fill(byteToken);
  let count = lengthBytes;
  for (;;) {
    const first = findFirstMerge(merges, tokens, count);
    if (first === undefined) break;
    count = mergeAll(tokens, count, first);
  }
  output.pushRange(tokens, 0, count);
}

/** A pair of tokens, and what becomes of it. */
interface Pair {
  readonly left: number;
  readonly right: number;
  readonly merge: number;
}

/** The pair that merges first. */
function findFirstMerge(merges: Merges, tokens: Int32Array, count: number): Pair | undefined {
  let first: Pair | undefined;
  let left = -1;
  let right = -1;
  for (let i = 0; i + 1 < count; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) continue;
    left = tokens[i];
    right = tokens[i + 1];
    const merge = findMerge(merges, left, right);
    if (merge < (first?.merge ?? NO_MERGE)) first = { left, right, merge };
  }
  return first;
}

/** Merges a pair wherever it stands, from left to right; returns how many tokens are left. */
function mergeAll(tokens: Int32Array, count: number, { left, right, merge }: Pair): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (tokens[i] === left && i + 1 < count && tokens[i + 1] === right) {
      tokens[kept++] = merge;
      i++;
    } else {
      tokens[kept++] = tokens[i];
    }
  }
  return kept;
}
