/**
 * How much of an unfinished text is cut into pieces for good.
 *
 * @module
 */

import { CLASS_SHIFT, readCharacter } from "./character.ts";
import { CASELESS, MARK, NEWLINE, SPACE, UPPER } from "./unicode.ts";

/** Bytes behind the end of a piece that may decide where it ends, white space and words apart. */
export const LOOK_AHEAD_BYTES = 8;
/** Bytes at the end in which a character could be cut off. */
export const CUT_OFF_BYTES = 4;

/**
 * Finds how far pieces of an unfinished text are final, whatever follows.
 *
 * A piece may depend on a few bytes behind it, on all the white space behind it, and, where case
 * matters, on all the upper case and caseless letters that go on from it. So look back for the last
 * whole character that ends any such run: a piece that ends well before it has seen all that it
 * depends on.
 *
 * @returns The limit; at or below `start` if nothing is final yet.
 */
export function findLimit(bytes: Uint8Array, start: number, end: number): number {
  let i = end - CUT_OFF_BYTES;
  while (i > start && !endsRuns(bytes, i)) i--;
  return i - LOOK_AHEAD_BYTES;
}

/** Whether a byte begins a character that ends a run of white space, and of upper case letters. */
export function endsRuns(bytes: Uint8Array, i: number): boolean {
  if (bytes[i] >= 0x80 && bytes[i] < 0xc0) return false;
  const charClass = readCharacter(bytes, i) >> CLASS_SHIFT;
  return charClass !== SPACE && charClass !== NEWLINE && charClass !== UPPER &&
    charClass !== CASELESS && charClass !== MARK;
}
