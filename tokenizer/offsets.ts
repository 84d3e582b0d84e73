/**
 * Where tokens begin in a text.
 *
 * @module
 */

/**
 * Finds the character in which each token begins.
 *
 * @param text The text.
 * @param lengthsBytes The length of each token, in bytes.
 * @returns The index of the character in UTF-16 units; of a token that begins inside a character,
 * the index of that character.
 */
export function findStarts(text: string, lengthsBytes: Iterable<number>): Uint32Array {
  const starts: number[] = [];
  let index = 0; // of the character at hand
  let characterEnd = 0; // in bytes
  let byte = 0;
  for (const lengthBytes of lengthsBytes) {
    while (index < text.length) {
      const end = characterEnd + widthAt(text, index);
      if (byte < end) break;
      characterEnd = end;
      index += text.codePointAt(index)! > 0xffff ? 2 : 1;
    }
    starts.push(index);
    byte += lengthBytes;
  }
  return Uint32Array.from(starts);
}

/** Bytes of the character at an index; a half of a character becomes U+FFFD. */
function widthAt(text: string, index: number): number {
  const codePoint = text.codePointAt(index)!;
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
