/**
 * The spelling of bytes as visible characters, in which byte-level vocabularies are written down.
 *
 * Printable bytes of Latin-1 stand for themselves; the other 68 are the characters from U+0100 on,
 * in order. So a blank is written `Ġ`.
 *
 * @module
 */

/** No byte is spelt so. */
export const NO_BYTE: number = -1;

/** Characters that spell a byte are below this one. */
const CHARACTERS = 0x144;

function isPrintable(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad && byte <= 0xff);
}

function listBytes(): Int16Array {
  const bytes = new Int16Array(CHARACTERS).fill(NO_BYTE);
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) bytes[isPrintable(byte) ? byte : next++] = byte;
  return bytes;
}

const BYTES = listBytes();

/** The byte that a character spells, or {@linkcode NO_BYTE}. */
export function toByte(codePoint: number): number {
  return codePoint < CHARACTERS ? BYTES[codePoint] : NO_BYTE;
}
