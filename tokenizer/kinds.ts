/**
 * The kinds of characters that the patterns tell apart, a bit each.
 *
 * @module
 */

import { BEYOND_ASCII, CLASS_MASK } from "./transducer.ts";
import * as unicode from "./unicode.ts";

/** Letters, and what may stand with them. */
export const LOWER = 1, UPPER = 2, CASELESS = 4, MARK = 8;
/** Digits and other numbers. */
export const DIGIT = 16;
/** White space of one byte; any other. */
export const BLANK = 32, TAB = 64, NEWLINE = 128, WIDE_SPACE = 256;
/** What remains. */
export const SLASH = 512, QUOTE = 1024, CONTROL = 2048, OTHER = 4096;

/** Characters of ASCII, and classes. */
export const KIND_COUNT: number = BEYOND_ASCII + CLASS_MASK + 1;

/** The kinds of those that no range below has. */
const KIND_OF = new Map([
  [0x20, BLANK],
  [0x09, TAB],
  [0x0b, TAB],
  [0x0c, TAB],
  [0x0a, NEWLINE],
  [0x0d, NEWLINE],
  [0x2f, SLASH],
  [0x27, QUOTE],
  [0x7f, CONTROL],
  [BEYOND_ASCII + unicode.LOWER, LOWER],
  [BEYOND_ASCII + unicode.UPPER, UPPER],
  [BEYOND_ASCII + unicode.CASELESS, CASELESS],
  [BEYOND_ASCII + unicode.MARK, MARK],
  [BEYOND_ASCII + unicode.NUMBER, DIGIT],
  [BEYOND_ASCII + unicode.SPACE, WIDE_SPACE],
]);

/** The kinds of the characters of ASCII and, from {@linkcode BEYOND_ASCII} on, of the classes. */
export const KINDS: Uint16Array = Uint16Array.from({ length: KIND_COUNT }, (_, i) => {
  if (i >= 0x61 && i <= 0x7a) return LOWER;
  if (i >= 0x41 && i <= 0x5a) return UPPER;
  if (i >= 0x30 && i <= 0x39) return DIGIT;
  return KIND_OF.get(i) ?? (i < 0x20 ? CONTROL : OTHER);
});
