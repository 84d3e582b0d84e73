/**
 * The pattern of `cl100k_base`, for which a word is any run of letters, and its kin:
 *
 *     (?i:'s|'t|'re|'ve|'m|'ll|'d)
 *     [^\r\n\p{L}\p{N}]?\p{L}+
 *     \p{N}{1,3}
 *      ?[^\s\p{L}\p{N}]+[\r\n]*
 *     \s++$
 *     \s*[\r\n]
 *     \s+(?!\S)
 *     \s
 *
 * @module
 */

import { CLASS_SHIFT, isSpace, readCharacter, WIDTH_MASK } from "./character.ts";
import { skipContraction, skipLineEnds, skipNumbers, skipOthers, skipSpaces } from "./runs.ts";
import { CASELESS, isOther, MARK, NEWLINE, NUMBER, SPACE, UPPER } from "./unicode.ts";

/** What differs in the patterns of this kind. */
export interface PlainOptions {
  /** Most digits of a number. */
  readonly digits: 1 | 3;
  /** Whether white space at the end of the text is one piece (`\s++$`). */
  readonly finalSpaceWhole: boolean;
}

const BLANK = 0x20;

/** `\p{L}*`. */
export function skipLetters(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const character = readCharacter(bytes, i);
    const charClass = character >> CLASS_SHIFT;
    if (charClass < UPPER || charClass > CASELESS) break;
    i += character & WIDTH_MASK;
  }
  return i;
}

/** Makes the function that finds the end of a piece, see `FindPieceEnd` in `split.ts`. */
export function plainPieceEnd(
  options: PlainOptions,
): (bytes: Uint8Array, start: number, end: number) => number {
  return (bytes, start, end) => {
    const contractionEnd = skipContraction(bytes, start, end);
    if (contractionEnd > start) return contractionEnd;
    const first = readCharacter(bytes, start);
    const firstClass = first >> CLASS_SHIFT;
    if (firstClass >= UPPER && firstClass <= CASELESS) return skipLetters(bytes, start, end);
    if (firstClass === NUMBER) return skipNumbers(bytes, start, end, options.digits);
    if (firstClass === NEWLINE) return skipSpaces(bytes, start, end, options);
    const second = start + (first & WIDTH_MASK);
    const wordEnd = skipLetters(bytes, second, end);
    if (wordEnd > second) return wordEnd;
    if (firstClass !== SPACE) return skipPunctuation(bytes, start, end);
    if (second >= end) return end;
    const character = readCharacter(bytes, second);
    if (isSpace(character)) return skipSpaces(bytes, start, end, options);
    const charClass = character >> CLASS_SHIFT;
    const isPunctuation = bytes[start] === BLANK && (isOther(charClass) || charClass === MARK);
    return isPunctuation ? skipPunctuation(bytes, second, end) : second;
  };
}

/** `[^\s\p{L}\p{N}]+[\r\n]*`. */
function skipPunctuation(bytes: Uint8Array, start: number, end: number): number {
  return skipLineEnds(bytes, skipOthers(bytes, start, end), end, false);
}
