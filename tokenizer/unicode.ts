/**
 * Classes of characters, from a table of our own, so that ids do not change with the runtime.
 *
 * The table is that of Unicode 16, which the official tokenizers use. Code points come in blocks of
 * 128, most of which are equal to another; the different ones are kept once.
 *
 * @module
 */

import { TABLE } from "./unicode_table.ts";

/** Neither letter, mark, number, white space, punctuation nor symbol: controls, formats, unassigned. */
export const OTHER = 0;
/** Upper and title case letters: `\p{Lu}`, `\p{Lt}`. */
export const UPPER = 1;
/** Lower case letters: `\p{Ll}`. */
export const LOWER = 2;
/** Letters without case: `\p{Lm}`, `\p{Lo}`. The patterns take them for either case. */
export const CASELESS = 3;
/** Combining marks: `\p{M}`. */
export const MARK = 4;
/** Numbers: `\p{N}`. */
export const NUMBER = 5;
/** White space but for the two line ends: `\s` as Rust has it, with U+0085 and without U+FEFF. */
export const SPACE = 6;
/** Line feed and carriage return. */
export const NEWLINE = 7;
/** Punctuation: `\p{P}`. */
export const PUNCTUATION = 8;
/** Symbols: `\p{S}`. */
export const SYMBOL = 16;

/** How far a code point is shifted to the number of its block. */
const BLOCK_SHIFT = 7;
/** The place of a code point in its block. */
const PLACE_MASK = (1 << BLOCK_SHIFT) - 1;
/** Blocks of all code points, equal ones counted too. */
const BLOCK_COUNT = 0x110000 >> BLOCK_SHIFT;

/** For each block of code points, which of the blocks of classes is its own. */
const BLOCKS: Uint8Array = TABLE.subarray(0, BLOCK_COUNT);
/** The different blocks of classes, one after the other; ASCII is the first. */
const CLASSES: Uint8Array = TABLE.subarray(BLOCK_COUNT);

/** The class of a character of ASCII. */
export function classOfAscii(codePoint: number): number {
  return CLASSES[codePoint];
}

/** The class of a code point. */
export function classOf(codePoint: number): number {
  return CLASSES[(BLOCKS[codePoint >> BLOCK_SHIFT] << BLOCK_SHIFT) | (codePoint & PLACE_MASK)];
}

/** Whether a class is what the patterns call "neither space, letter nor number", marks apart. */
export function isOther(charClass: number): boolean {
  return (charClass & 7) === 0;
}
