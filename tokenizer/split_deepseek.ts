/**
 * The three patterns of DeepSeek V3, each applied to what the one before left:
 *
 *     \p{N}{1,3}
 *     [一-龥぀-ゟ゠-ヿ]+
 *     [!-/:-@\[-`{-~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*
 *         |\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * What none of them matches is a piece too. A number or a character of the second pattern is the end
 * of the text for the third: "a  1" is cut into "a", two blanks, and "1".
 *
 * @module
 */

import { CLASS_SHIFT, isSpace, readCharacter, WIDTH_MASK } from "./character.ts";
import { skipLineEnds, skipNumbers } from "./runs.ts";
import { MARK, NEWLINE, NUMBER, OTHER, PUNCTUATION, SYMBOL, UPPER } from "./unicode.ts";

const BLANK = 0x20;
/** What {@linkcode readHere} returns where the text of the third pattern ends. */
const NOTHING = -1;

/** `[一-龥぀-ゟ゠-ヿ]`: U+3040 to U+30FF and U+4E00 to U+9FA5, all of three bytes. */
function isHanOrKana(bytes: Uint8Array, i: number): boolean {
  const lead = bytes[i];
  if (lead < 0xe3 || lead > 0xe9) return false;
  const rest = ((bytes[i + 1] & 0x3f) << 6) | (bytes[i + 2] & 0x3f);
  if ((readCharacter(bytes, i) & WIDTH_MASK) !== 3) return false;
  const codePoint = ((lead & 0xf) << 12) | rest;
  return (codePoint >= 0x3040 && codePoint <= 0x30ff) ||
    (codePoint >= 0x4e00 && codePoint <= 0x9fa5);
}

/** Reads a character of the text of the third pattern. */
function readHere(bytes: Uint8Array, i: number, end: number): number {
  if (i >= end || isHanOrKana(bytes, i)) return NOTHING;
  const character = readCharacter(bytes, i);
  return character >> CLASS_SHIFT === NUMBER ? NOTHING : character;
}

function isLetterOrMark(character: number): boolean {
  const charClass = character >> CLASS_SHIFT;
  return charClass >= UPPER && charClass <= MARK;
}

function isPunctuation(character: number): boolean {
  const charClass = character >> CLASS_SHIFT;
  return charClass === PUNCTUATION || charClass === SYMBOL;
}

/** Follows characters of a kind. */
function skipWhile(
  bytes: Uint8Array,
  start: number,
  end: number,
  isKind: (character: number) => boolean,
): number {
  let i = start;
  for (let character; (character = readHere(bytes, i, end)) !== NOTHING && isKind(character);) {
    i += character & WIDTH_MASK;
  }
  return i;
}

/** Finds the end of a piece, see `FindPieceEnd` in `split.ts`. */
export function deepseekPieceEnd(bytes: Uint8Array, start: number, end: number): number {
  if (isHanOrKana(bytes, start)) {
    let i = start;
    while (i < end && isHanOrKana(bytes, i)) i += 3;
    return i;
  }
  const first = readCharacter(bytes, start);
  if (first >> CLASS_SHIFT === NUMBER) return skipNumbers(bytes, start, end, 3);
  if (isLetterOrMark(first)) return skipWhile(bytes, start, end, isLetterOrMark);
  const second = start + (first & WIDTH_MASK);
  if (isPunctuation(first)) return endOfPunctuation(bytes, start, end);
  if (first >> CLASS_SHIFT !== NEWLINE) {
    const wordEnd = skipWhile(bytes, second, end, isLetterOrMark);
    if (wordEnd > second) return wordEnd;
  }
  if (bytes[start] === BLANK) {
    const next = readHere(bytes, second, end);
    if (next !== NOTHING && isPunctuation(next)) return skipPunctuation(bytes, second, end);
  }
  return isSpace(first) ? endOfSpaces(bytes, start, end) : endOfGap(bytes, start, end);
}

/** `[!-/:-@\[-`{-~][A-Za-z]+| ?[\p{P}\p{S}]+[\r\n]*`, from punctuation on. */
function endOfPunctuation(bytes: Uint8Array, start: number, end: number): number {
  let i = start + 1;
  if (bytes[start] < 0x80) { while (i < end && isAsciiLetter(bytes[i])) i++; }
  return i > start + 1 ? i : skipPunctuation(bytes, start, end);
}

function isAsciiLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** `[\p{P}\p{S}]+[\r\n]*`. */
function skipPunctuation(bytes: Uint8Array, start: number, end: number): number {
  return skipLineEnds(bytes, skipWhile(bytes, start, end, isPunctuation), end, false);
}

/** `\s*[\r\n]+|\s+(?!\S)|\s+`, where a number, Han or kana is the end of the text. */
function endOfSpaces(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  let last = start;
  let afterLineEnd = -1;
  let character = readHere(bytes, i, end);
  while (character !== NOTHING && isSpace(character)) {
    last = i;
    i += character & WIDTH_MASK;
    if (character >> CLASS_SHIFT === NEWLINE) afterLineEnd = i;
    character = readHere(bytes, i, end);
  }
  if (afterLineEnd >= 0) return afterLineEnd;
  return character === NOTHING || last === start ? i : last;
}

/** What no pattern matches: up to the next match, which may begin with one such character. */
function endOfGap(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  let character = readHere(bytes, i, end);
  while (character !== NOTHING && character >> CLASS_SHIFT === OTHER) {
    const next = i + (character & WIDTH_MASK);
    const following = readHere(bytes, next, end);
    if (following !== NOTHING && isLetterOrMark(following)) return i > start ? i : next;
    i = next;
    character = following;
  }
  return i;
}
