/**
 * The pattern of `o200k_base`, which cuts words where lower case turns to upper, and its kin:
 *
 *     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|...)?
 *     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|...)?
 *     \p{N}{1,3}
 *      ?[^\s\p{L}\p{N}]+[\r\n/]*
 *     \s*[\r\n]+
 *     \s+(?!\S)
 *     \s+
 *
 * @module
 */

import { CLASS_SHIFT, isSpace, readCharacter, WIDTH_MASK } from "./character.ts";
import { skipContraction, skipLineEnds, skipNumbers, skipOthers, skipSpaces } from "./runs.ts";
import { CASELESS, isOther, LOWER, MARK, NEWLINE, NUMBER, UPPER } from "./unicode.ts";

/** What differs in the patterns of this kind. */
export interface CasedOptions {
  /** Whether a word takes an English contraction with it. */
  readonly contractions: boolean;
  /** Most digits of a number. */
  readonly digits: 1 | 3;
}

const SPACES = { finalSpaceWhole: false };
const BLANK = 0x20;

/**
 * The word alternatives, without prefix and contraction, from `start` on.
 *
 * `U*W+` is tried first: all upper, caseless and marks, then at least one lower, caseless or mark.
 * If no lower case letter follows, it must give back down to the last caseless letter or mark, which
 * can be the `W+`. Only if there was none, `U+W*` takes them all.
 *
 * @returns The end; `start` if no word starts here.
 */
export function skipCasedWord(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  let afterCaseless = -1;
  while (i < end) {
    const character = readCharacter(bytes, i);
    const charClass = character >> CLASS_SHIFT;
    if (charClass === LOWER) return skipLower(bytes, i, end);
    if (charClass !== UPPER && charClass !== CASELESS && charClass !== MARK) break;
    i += character & WIDTH_MASK;
    if (charClass !== UPPER) afterCaseless = i;
  }
  return afterCaseless >= 0 ? afterCaseless : i;
}

/** `[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`. */
function skipLower(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const character = readCharacter(bytes, i);
    const charClass = character >> CLASS_SHIFT;
    if (charClass !== LOWER && charClass !== CASELESS && charClass !== MARK) break;
    i += character & WIDTH_MASK;
  }
  return i;
}

/** Makes the function that finds the end of a piece, see `FindPieceEnd` in `split.ts`. */
export function casedPieceEnd(
  { contractions, digits }: CasedOptions,
): (bytes: Uint8Array, start: number, end: number) => number {
  function finishWord(bytes: Uint8Array, end: number, wordEnd: number): number {
    return contractions ? skipContraction(bytes, wordEnd, end) : wordEnd;
  }
  return (bytes, start, end) => {
    const first = readCharacter(bytes, start);
    const firstClass = first >> CLASS_SHIFT;
    if (firstClass >= UPPER && firstClass <= MARK) { // as a prefix, a mark would give the same end
      return finishWord(bytes, end, skipCasedWord(bytes, start, end));
    }
    if (firstClass === NUMBER) return skipNumbers(bytes, start, end, digits);
    if (firstClass === NEWLINE) return skipSpaces(bytes, start, end, SPACES);
    const second = start + (first & WIDTH_MASK);
    const wordEnd = skipCasedWord(bytes, second, end);
    if (wordEnd > second) return finishWord(bytes, end, wordEnd);
    if (isOther(firstClass)) return skipPunctuation(bytes, start, end);
    return endOfSpace(bytes, start, second, end);
  };
}

/** `[^\s\p{L}\p{N}]+[\r\n/]*`. */
function skipPunctuation(bytes: Uint8Array, start: number, end: number): number {
  return skipLineEnds(bytes, skipOthers(bytes, start, end), end, true);
}

/** A piece that starts with white space and is no word. */
function endOfSpace(bytes: Uint8Array, start: number, second: number, end: number): number {
  if (second >= end) return end;
  const character = readCharacter(bytes, second);
  if (isSpace(character)) return skipSpaces(bytes, start, end, SPACES);
  const isPunctuation = bytes[start] === BLANK && isOther(character >> CLASS_SHIFT);
  return isPunctuation ? skipPunctuation(bytes, second, end) : second;
}
