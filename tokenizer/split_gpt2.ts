/**
 * The pattern of GPT-2, the default of byte-level tokenizers:
 *
 *     's|'t|'re|'ve|'m|'ll|'d
 *      ?\p{L}+
 *      ?\p{N}+
 *      ?[^\s\p{L}\p{N}]+
 *     \s+(?!\S)
 *     \s+
 *
 * @module
 */

import { CLASS_SHIFT, isSpace, readCharacter, WIDTH_MASK } from "./character.ts";
import { skipContraction, skipNumbers, skipOthers } from "./runs.ts";
import { skipLetters } from "./split_plain.ts";
import { CASELESS, NUMBER, UPPER } from "./unicode.ts";

const BLANK = 0x20;

/** Finds the end of a piece, see `FindPieceEnd` in `split.ts`. */
export function gpt2PieceEnd(bytes: Uint8Array, start: number, end: number): number {
  const contractionEnd = skipContraction(bytes, start, end);
  if (contractionEnd > start && isLowerCase(bytes, start + 1, contractionEnd)) {
    return contractionEnd;
  }
  const first = bytes[start] === BLANK ? start + 1 : start;
  const character = first < end ? readCharacter(bytes, first) : 0;
  if (first < end && !isSpace(character)) return skipRun(bytes, first, end, character);
  return skipBlanks(bytes, start, end);
}

/** The contractions of this pattern are those in lower case. */
function isLowerCase(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] < 0x61 || bytes[i] > 0x7a) return false;
  return true;
}

/** One run of letters, of numbers, or of what is neither nor space. */
function skipRun(bytes: Uint8Array, start: number, end: number, character: number): number {
  const charClass = character >> CLASS_SHIFT;
  if (charClass >= UPPER && charClass <= CASELESS) return skipLetters(bytes, start, end);
  if (charClass === NUMBER) return skipNumbers(bytes, start, end, Infinity);
  return skipOthers(bytes, start, end);
}

/** `\s+(?!\S)|\s+`. */
function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  let last = start;
  while (i < end) {
    const character = readCharacter(bytes, i);
    if (!isSpace(character)) break;
    last = i;
    i += character & WIDTH_MASK;
  }
  return i >= end || last === start ? i : last;
}
