/**
 * Finds the ends of pieces, a block of text at a time.
 *
 * @module
 */

import type { Splitter } from "./split.ts";
import { ASK, COUNT_MASK, EARLIER_SHIFT, GUESSED, START } from "./transducer.ts";

/** Bytes that are gone over in one call, unless a piece is longer. */
const BLOCK_BYTES = 1 << 12;
/** Room for the ends in a block, and for two that are written before they are counted. */
export const MOST_ENDS: number = BLOCK_BYTES + 4;

/** Text to cut. */
export interface Text {
  /** The bytes: `SENTINEL` at `end`, and 16 more of any kind. */
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  /** Where the text ends. */
  readonly end: number;
}

/**
 * Finds the ends of the pieces from `start` on.
 *
 * Both ends that a step may find are written each time, whatever their number: a branch there would
 * be guessed wrong too often.
 *
 * @param text The text.
 * @param start Where the first piece starts.
 * @param splitter Says where pieces end.
 * @param ends Where the ends go, with room for `MOST_ENDS`.
 * @returns How many were found: 0 at the end of the text only.
 */
export function findEnds(
  { bytes, end }: Text,
  start: number,
  { transducer: { next, says }, findPieceEnd }: Splitter,
  ends: Int32Array,
): number {
  const stop = Math.min(end, start + BLOCK_BYTES);
  let count = 0;
  for (let at = start; at < stop;) {
    let state = START;
    do {
      const cell = state + bytes[at];
      const said = says[cell];
      state = next[cell];
      ends[count] = at - (said >> EARLIER_SHIFT);
      ends[count + 1] = at;
      count += (said & COUNT_MASK) - 1;
      at++;
    } while (state !== ASK && at <= stop);
    if (state !== ASK) { // the block ends inside a piece, whose start is the last end
      if (state >= GUESSED) count--;
      if (count > 0) break;
    }
    const piece = count === 0 ? start : ends[count - 1];
    at = ends[count++] = findPieceEnd(bytes, piece, end);
  }
  return count;
}
