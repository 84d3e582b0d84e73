/**
 * The runs that several patterns share.
 *
 * @module
 */

import { CLASS_SHIFT, isSpace, readCharacter, WIDTH_MASK } from "./character.ts";
import { isOther, MARK, NEWLINE, NUMBER } from "./unicode.ts";

/** Line feed, carriage return, slash, apostrophe. */
const LF = 0x0a, CR = 0x0d, SLASH = 0x2f, APOSTROPHE = 0x27;

/** `\p{N}{1,most}`, from a number on. */
export function skipNumbers(bytes: Uint8Array, start: number, end: number, most: number): number {
  let i = start;
  for (let count = 0; count < most && i < end; count++) {
    const character = readCharacter(bytes, i);
    if (character >> CLASS_SHIFT !== NUMBER) break;
    i += character & WIDTH_MASK;
  }
  return i;
}

/** `[^\s\p{L}\p{N}]*`: marks belong to it. */
export function skipOthers(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const character = readCharacter(bytes, i);
    const charClass = character >> CLASS_SHIFT;
    if (!isOther(charClass) && charClass !== MARK) break;
    i += character & WIDTH_MASK;
  }
  return i;
}

/** `[\r\n]*`, or `[\r\n/]*` with `slash`. */
export function skipLineEnds(
  bytes: Uint8Array,
  start: number,
  end: number,
  slash: boolean,
): number {
  let i = start;
  while (i < end && (bytes[i] === LF || bytes[i] === CR || (slash && bytes[i] === SLASH))) i++;
  return i;
}

/** How white space at the very end of the text is cut. */
export interface SpaceOptions {
  /** Whether it is one piece (`\s++$`), even where a line end is inside. */
  readonly finalSpaceWhole: boolean;
}

/**
 * `\s*[\r\n]+|\s+(?!\S)|\s+`, from white space on: up to the last line end of the run if there is
 * one, else all of it but the last character, which the next piece takes.
 */
export function skipSpaces(
  bytes: Uint8Array,
  start: number,
  end: number,
  { finalSpaceWhole }: SpaceOptions,
): number {
  let i = start;
  let last = start;
  let afterLineEnd = -1;
  while (i < end) {
    const character = readCharacter(bytes, i);
    if (!isSpace(character)) break;
    last = i;
    i += character & WIDTH_MASK;
    if (character >> CLASS_SHIFT === NEWLINE) afterLineEnd = i;
  }
  if (i >= end && finalSpaceWhole) return end;
  if (afterLineEnd >= 0) return afterLineEnd;
  return i >= end || last === start ? i : last;
}

/** Letters that make a contraction alone: `s`, `t`, `m`, `d`. */
function isShort(letter: number): boolean {
  return letter === 0x73 || letter === 0x74 || letter === 0x6d || letter === 0x64;
}

/** Pairs of letters that make a contraction: `re`, `ve`, `ll`. */
function isLong(first: number, second: number): boolean {
  return first === 0x6c ? second === 0x6c : second === 0x65 && (first === 0x72 || first === 0x76);
}

/**
 * `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`: the long s, U+017F, is an `s` too when case is ignored.
 *
 * @returns The end of the contraction, or `start` without one.
 */
export function skipContraction(bytes: Uint8Array, start: number, end: number): number {
  if (start + 1 >= end || bytes[start] !== APOSTROPHE) return start;
  const first = bytes[start + 1];
  if (first >= 0x80) return first === 0xc5 && bytes[start + 2] === 0xbf ? start + 3 : start;
  if (isShort(first | 0x20)) return start + 2;
  const second = bytes[start + 2]; // the sentinel at the end is no letter
  return second < 0x80 && isLong(first | 0x20, second | 0x20) ? start + 3 : start;
}
