/**
 * Finds the ends of pieces, a block of text at a time.
 *
 * @module
 */

import { CLASS_SHIFT, readCharacter, WIDTH_MASK } from "./character.ts";
import type { Splitter } from "./split.ts";
import {
  ASK,
  BEYOND_ASCII,
  CLASS_MASK,
  COUNT_MASK,
  EARLIER_SHIFT,
  GUESSED,
  START,
  STATE_MASK,
} from "./transducer.ts";
import { SPACE } from "./unicode.ts";

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

/** What is read at the end of the text: white space of several bytes, for which it asks as well. */
const END = (SPACE << CLASS_SHIFT) | 1;

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
  { transducer: { next, says, cells }, findPieceEnd }: Splitter,
  ends: Int32Array,
): number {
  const stop = Math.min(end, start + BLOCK_BYTES);
  let count = 0;
  let state = START;
  for (let at = start; at < stop;) {
    let before: number;
    do { // ASCII
      before = state;
      const cell = state + bytes[at];
      state = next[cell];
      const said = says[cell];
      ends[count] = at - (said >> EARLIER_SHIFT);
      ends[count + 1] = at;
      count += (said & COUNT_MASK) - 1;
      at++;
    } while (state !== ASK && at <= stop);
    if (state !== ASK) break;
    at--;
    do { // what is beyond
      const character = at < end ? readCharacter(bytes, at) : END;
      const charClass = (character >> CLASS_SHIFT) & CLASS_MASK;
      const cell: number = cells[before + BEYOND_ASCII + charClass];
      before = state = cell & STATE_MASK;
      ends[count] = at - ((cell >> EARLIER_SHIFT) & 1);
      ends[count + 1] = at;
      count += (cell & COUNT_MASK) - 1;
      at += character & WIDTH_MASK;
    } while (state !== ASK && bytes[at] >= 0x80 && at < stop);
    if (state === ASK) {
      at = ends[count] = findPieceEnd(bytes, count === 0 ? start : ends[count - 1], end);
      count++;
      state = START;
    }
  }
  if (state >= GUESSED) count--;
  if (count === 0 && start < end) ends[count++] = findPieceEnd(bytes, start, end);
  return count;
}
