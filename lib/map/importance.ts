/**
 * How much a repository refers to what each file defines, from one look at every file.
 *
 * @module
 */

import { detectLanguage } from "../languages.ts";
import type { VisitFiles } from "../ports.ts";
import { excludeContent } from "./exclude.ts";
import { toFileKind } from "./file_kind.ts";
import { NameCounts } from "./name_counts.ts";
import { hashName, scanNames, weighName } from "./names.ts";

/** A file and how important it is. */
export interface ImportantFile {
  /** Path from the repository root. */
  readonly path: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** How much others refer to it, from 0. */
  readonly score: number;
  /** How many of the names that it defines others use. */
  readonly usedNames: number;
}

/** A name and how important it is. */
export interface ImportantName {
  /** In how many files it is used that do not define it. */
  readonly users: number;
  /** What it adds to the score of a file that defines it, from 0. */
  readonly score: number;
}

/** The files of a repository, and how much their names are used. */
export interface Importance {
  /** In the order in which they came; without those that no person wrote. */
  readonly files: readonly ImportantFile[];
  /** How important a name is that one of them defines. */
  readonly weigh: (name: string) => ImportantName;
}

/** What is not source counts less. */
const SIDE_FACTOR = 0.2;
const C_LANGUAGES: ReadonlySet<string | undefined> = new Set(["c", "cpp"]);

/** Whether a file only declares what others hold; it has many names and no code. */
function isDeclared(path: string): boolean {
  return /\.d\.[cm]?ts$|\.pyi$/.test(path);
}

/** A file, and where its definitions begin among those of all. */
interface Definitions {
  readonly path: string;
  readonly sizeBytes: number;
  readonly start: number;
  readonly end: number;
}

/** One array for all files, as one each would take more room; it moves without leaving a copy. */
function makeRoom(hashes: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  if (needed <= hashes.length) return hashes;
  return new Int32Array(hashes.buffer.transfer(2 * needed * hashes.BYTES_PER_ELEMENT));
}

/** What one look at every file shows. */
interface Names {
  readonly found: readonly Definitions[];
  /** The names that are defined, by their hashes, file by file. */
  readonly hashes: Int32Array;
  readonly counts: NameCounts;
}

/** Finds out what a repository is about. */
export async function weighFiles(
  paths: readonly string[],
  visitFiles: VisitFiles,
): Promise<Importance> {
  const names = await countNames(paths, visitFiles);
  const { counts } = names; // all that the function holds on to
  return { files: weighAll(names), weigh: (name) => weigh(hashName(name), counts) };
}

async function countNames(paths: readonly string[], visitFiles: VisitFiles): Promise<Names> {
  const counts = new NameCounts();
  const found: Definitions[] = [];
  let hashes = new Int32Array(0);
  let used = 0;
  await visitFiles(paths, (number, bytes) => {
    if (excludeContent(bytes) !== undefined) return;
    const path = paths[number];
    const isProgram = toFileKind(path) !== "document"; // prose defines nothing
    const names = new Set<number>();
    scanNames(bytes, C_LANGUAGES.has(detectLanguage(path)), {
      onName: (hash) => counts.add(hash, number + 1),
      onDefinition: (hash) => isProgram && names.add(hash),
    });
    const start = used;
    hashes = makeRoom(hashes, used + names.size);
    for (const hash of names) {
      counts.addDefiner(hash);
      hashes[used++] = hash;
    }
    found.push({ path, sizeBytes: bytes.length, start, end: used });
  });
  counts.finish();
  return { found, hashes, counts };
}

function weighAll({ found, hashes, counts }: Names): ImportantFile[] {
  return found.map(({ path, sizeBytes, start, end }) => ({
    path,
    sizeBytes,
    ...weighNames(path, hashes.subarray(start, end), counts),
  }));
}

function weighNames(
  path: string,
  names: Int32Array,
  counts: NameCounts,
): Pick<ImportantFile, "score" | "usedNames"> {
  let sum = 0;
  let usedNames = 0;
  for (const hash of names) {
    const { users, score } = weigh(hash, counts);
    sum += score;
    if (users > 0) usedNames++;
  }
  const factor = toFileKind(path) === "source" && !isDeclared(path) ? 1 : SIDE_FACTOR;
  const score = factor * sum / Math.sqrt(Math.max(1, names.length));
  return { score: toThousandths(score), usedNames };
}

function weigh(hash: number, counts: NameCounts): ImportantName {
  const definers = Math.max(1, counts.countDefiners(hash));
  const users = Math.max(0, counts.count(hash) - definers);
  return { users, score: toThousandths(weighName(hash) * Math.sqrt(users) / definers ** 2) };
}

function toThousandths(score: number): number {
  return Math.round(score * 1000) / 1000;
}
