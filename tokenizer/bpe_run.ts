/**
 * Byte-pair encoding of one byte many times over, for proper vocabularies.
 *
 * The search goes astray on such runs: it learns at their end only that it took too long a token at
 * their start. But they have few different pairs, so they are merged in rounds, each doing all the
 * merges of one pair. That is the order of the definition: a new token only makes pairs that come
 * later than the merge that made it. Equal tokens in a row are kept as one and a number, so that a
 * round takes the same time whatever the length.
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

/** Some tokens of one kind in a row. */
interface Row {
  /** The token. */
  readonly token: number;
  /** How many there are, from 1. */
  readonly count: number;
}

/** A pair of tokens, and what becomes of it. */
interface Pair {
  readonly left: number;
  readonly right: number;
  readonly merge: number;
}

/** Encodes a run of so many bytes whose token is given. */
export function encodeRun(
  merges: Merges,
  byteToken: number,
  lengthBytes: number,
  output: TokenList,
): void {
  let rows: readonly Row[] = [{ token: byteToken, count: lengthBytes }];
  for (let pair; (pair = findFirstMerge(merges, rows)) !== undefined;) rows = mergeAll(rows, pair);
  for (const { token, count } of rows) output.pushRepeated(token, count);
}

/** The pair that merges first. */
function findFirstMerge(merges: Merges, rows: readonly Row[]): Pair | undefined {
  let first: Pair | undefined;
  function consider(left: number, right: number): void {
    const merge = findMerge(merges, left, right);
    if (merge < (first?.merge ?? NO_MERGE)) first = { left, right, merge };
  }
  for (const [i, { token, count }] of rows.entries()) {
    if (count > 1) consider(token, token);
    if (i + 1 < rows.length) consider(token, rows[i + 1].token);
  }
  return first;
}

/** Merges a pair wherever it stands, from left to right. */
function mergeAll(rows: readonly Row[], { left, right, merge }: Pair): Row[] {
  const merged: Row[] = [];
  function add(token: number, count: number): void {
    const last = merged[merged.length - 1];
    if (last?.token === token) merged[merged.length - 1] = { token, count: last.count + count };
    else if (count > 0) merged.push({ token, count });
  }
  let isTaken: boolean = false; // the first token of the row, by the pair before
  for (const [i, { token, count }] of rows.entries()) {
    const rest: number = isTaken ? count - 1 : count;
    isTaken = token === left && left !== right && rows[i + 1]?.token === right && rest > 0;
    if (token === left && left === right) {
      add(merge, rest >> 1);
      add(token, rest & 1);
    } else {
      add(token, isTaken ? rest - 1 : rest);
      if (isTaken) add(merge, 1);
    }
  }
  return merged;
}
