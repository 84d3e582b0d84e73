/**
 * Files that an answer may mean by the path of a file that is not there.
 *
 * @module
 */

import { encodeBinary } from "../binary.ts";
import type { ReadFile } from "../ports.ts";
import { parseFile } from "./file_lines.ts";

/** From this share of common lines on, two texts are versions of one file. */
export const ALIKE_SHARE = 0.5;
/** So few lines that say something are alike by chance. */
const LEAST_LINES = 4;
/** Files of the same name that are read. */
const READ_LIMIT = 8;

/**
 * Share of the lines of a new text that an old one has, too: 0 to 1, and 0 when it has too few lines
 * to tell. Lines without a word in them do not count.
 *
 * @param before Lines of the old text, as binary strings.
 * @param after Lines of the new one, as binary strings.
 */
export function shareLines(before: readonly string[], after: readonly string[]): number {
  const old = new Set(before.map((line) => line.trim()));
  const telling = after.map((line) => line.trim()).filter((line) => /\w{2}/.test(line));
  if (telling.length < LEAST_LINES) return 0;
  return telling.filter((line) => old.has(line)).length / telling.length;
}

/** Where to look for files. */
export interface TwinLookup {
  /** Reads a file. */
  readonly readFile: ReadFile;
  /** Paths of all files. */
  readonly paths: readonly string[];
}

/**
 * Finds the file of another folder that a whole file is a version of: who gives a whole file does not
 * say whether it is new, so that a wrong folder would leave the real file as it is.
 *
 * @param path Where it would go; nothing is there.
 * @param lines Its lines.
 */
export async function findTwin(
  path: string,
  lines: readonly string[],
  { readFile, paths }: TwinLookup,
): Promise<string | undefined> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const alike = paths.filter((known) => known === name || known.endsWith(`/${name}`));
  const wanted = lines.map(encodeBinary);
  for (const known of alike.slice(0, READ_LIMIT)) {
    const content = await readFile(known).catch(() => undefined); // what cannot be read is no rival
    if (content === undefined) continue;
    if (shareLines(parseFile(content.bytes).lines, wanted) >= ALIKE_SHARE) return known;
  }
  return undefined;
}
