/**
 * Classes of characters, from a table of our own, so that ids do not change with the runtime.
 *
 * The table is that of Unicode 16, which the official tokenizers use. It is kept as a string of
 * runs (see `unicode_table.ts`) and unrolled once into one byte a code point: a look-up is one load.
 *
 * @module
 */

import { CLASS_RUNS } from "./unicode_table.ts";

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

/** Number of code points. */
const CODE_POINTS = 0x110000;

/** The class that each letter of the run string stands for. */
const LETTER_CLASSES = [
  OTHER,
  UPPER,
  LOWER,
  CASELESS,
  MARK,
  NUMBER,
  SPACE,
  NEWLINE,
  PUNCTUATION,
  SYMBOL,
];

/**
 * Unrolls a string of runs into one class a code point.
 *
 * @param runs For each run a letter, `A` for {@linkcode OTHER} and so on, and its length in base 36.
 * @returns The class of each code point.
 */
export function unrollClasses(runs: string): Uint8Array {
  const classes = new Uint8Array(CODE_POINTS);
  let end = 0;
  for (let i = 0; i < runs.length;) {
    const charClass = LETTER_CLASSES[runs.charCodeAt(i++) - 65];
    let length = 0;
    for (let code; i < runs.length && ((code = runs.charCodeAt(i)) < 65 || code > 90); i++) {
      length = length * 36 + (code < 65 ? code - 48 : code - 87);
    }
    const start = end;
    end += length || 1;
    if (charClass !== OTHER) classes.fill(charClass, start, end); // other pages stay unmapped
  }
  return classes;
}

/** The class of each code point. */
export const CLASSES: Uint8Array = unrollClasses(CLASS_RUNS);

/** Whether a class is what the patterns call "neither space, letter nor number", marks apart. */
export function isOther(charClass: number): boolean {
  return (charClass & 7) === 0;
}
