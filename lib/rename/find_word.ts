/**
 * Which files are worth parsing.
 *
 * @module
 */

import type { VisitFiles } from "../ports.ts";

/**
 * Finds the files in which a word stands.
 *
 * @param word A name.
 * @param paths Where to look.
 * @param visitFiles Looks into files.
 * @returns Paths in the order of `paths`. A letter beyond ASCII beside the word leaves it open
 * whether the word ends there; such a file counts.
 */
export async function findFilesWith(
  word: string,
  paths: readonly string[],
  visitFiles: VisitFiles,
): Promise<readonly string[]> {
  const needle = new TextEncoder().encode(word);
  const found: string[] = [];
  await visitFiles(paths, (number, bytes) => {
    if (hasWord(bytes, needle)) found.push(paths[number]);
  });
  return found;
}

/** Whether bytes hold a word. */
export function hasWord(bytes: Uint8Array, word: Uint8Array): boolean {
  const [first] = word;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (
      isAt(bytes, word, at) && !isWordByte(bytes[at - 1]) && !isWordByte(bytes[at + word.length])
    ) {
      return true;
    }
  }
  return false;
}

function isAt(bytes: Uint8Array, word: Uint8Array, at: number): boolean {
  for (let index = 1; index < word.length; index++) {
    if (bytes[at + index] !== word[index]) return false;
  }
  return true;
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f ||
    (byte >= 0x61 && byte <= 0x7a);
}
