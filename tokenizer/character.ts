/**
 * Reads characters out of UTF-8 bytes, well formed or not.
 *
 * A byte that begins no whole character counts as a character of its own, of class
 * {@linkcode OTHER}: so every run of bytes has a tokenization, and no read leaves the range as long
 * as the byte after it is {@linkcode SENTINEL}.
 *
 * @module
 */

import { classOf, classOfAscii, isOther, NEWLINE, OTHER, SPACE } from "./unicode.ts";

/** Byte to put after the last one: it is part of no character, so that every run ends there. */
export const SENTINEL = 0xff;
/** How far the class is shifted in what {@linkcode readCharacter} returns. */
export const CLASS_SHIFT = 3;
/** Bits of the width in what {@linkcode readCharacter} returns. */
export const WIDTH_MASK = 7;

/** A byte that is no character. */
const BROKEN = (OTHER << CLASS_SHIFT) | 1;

/** Finds the class of the character at `i`, shifted by three bits, and its width in bytes below. */
export function readCharacter(bytes: Uint8Array, i: number): number {
  const lead = bytes[i];
  if (lead < 0x80) return (classOfAscii(lead) << CLASS_SHIFT) | 1;
  const second = bytes[i + 1] ^ 0x80;
  if (lead < 0xc2 || second > 0x3f) return BROKEN;
  if (lead < 0xe0) return (classOf(((lead & 0x1f) << 6) | second) << CLASS_SHIFT) | 2;
  const third = bytes[i + 2] ^ 0x80;
  if (third > 0x3f) return BROKEN;
  if (lead < 0xf0) {
    return (classOf(((lead & 0xf) << 12) | (second << 6) | third) << CLASS_SHIFT) | 3;
  }
  const fourth = bytes[i + 3] ^ 0x80;
  if (lead > 0xf4 || fourth > 0x3f) return BROKEN;
  const codePoint = ((lead & 7) << 18) | (second << 12) | (third << 6) | fourth;
  return codePoint > 0x10ffff ? BROKEN : (classOf(codePoint) << CLASS_SHIFT) | 4;
}

/** Whether a character is white space, line ends included. */
export function isSpace(character: number): boolean {
  const charClass = character >> CLASS_SHIFT;
  return charClass === SPACE || charClass === NEWLINE;
}

/** Whether a character is neither space, letter, number nor mark. */
export function isOtherCharacter(character: number): boolean {
  return isOther(character >> CLASS_SHIFT);
}
