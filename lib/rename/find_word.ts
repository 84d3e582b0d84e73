/**
 * Which files are worth parsing.
 *
 * @module
 */

import { createByteSearch } from "../byte_search.ts";
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
  const find = createByteSearch(word);
  const length = new TextEncoder().encode(word).length;
  const found: string[] = [];
  await visitFiles(paths, (number, bytes) => {
    for (let at = find(bytes, 0); at >= 0; at = find(bytes, at + 1)) {
      if (isWordByte(bytes[at - 1]) || isWordByte(bytes[at + length])) continue;
      found.push(paths[number]);
      return;
    }
  });
  return found;
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f ||
    (byte >= 0x61 && byte <= 0x7a);
}
