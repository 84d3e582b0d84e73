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

interface Definitions {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hashes of the names that it defines, each with its weight. */
  readonly names: ReadonlyMap<number, number>;
}

/** Finds out what a repository is about. */
export async function weighFiles(
  paths: readonly string[],
  visitFiles: VisitFiles,
): Promise<Importance> {
  const counts = new NameCounts();
  const definers = new Map<number, number>();
  const found: Definitions[] = [];
  await visitFiles(paths, (number, bytes) => {
    if (excludeContent(bytes) !== undefined) return;
    const path = paths[number];
    const names = new Map<number, number>();
    scanNames(bytes, C_LANGUAGES.has(detectLanguage(path)), {
      onName: (hash) => counts.add(hash, number + 1),
      onDefinition: (hash, weight) => names.set(hash, weight),
    });
    const isProgram = toFileKind(path) !== "document"; // prose defines nothing
    found.push({ path, sizeBytes: bytes.length, names: isProgram ? names : new Map() });
    if (!isProgram) return;
    for (const hash of names.keys()) definers.set(hash, (definers.get(hash) ?? 0) + 1);
  });
  const weigh = (hash: number, weight: number): ImportantName => {
    const definedIn = Math.max(1, definers.get(hash) ?? 0);
    const users = Math.max(0, counts.count(hash) - definedIn);
    return { users, score: toThousandths(weight * Math.sqrt(users) / definedIn ** 2) };
  };
  return {
    files: found.map(({ path, sizeBytes, names }) => {
      let sum = 0;
      let usedNames = 0;
      for (const [hash, weight] of names) {
        const { users, score } = weigh(hash, weight);
        sum += score;
        if (users > 0) usedNames++;
      }
      const factor = toFileKind(path) === "source" && !isDeclared(path) ? 1 : SIDE_FACTOR;
      const score = factor * sum / Math.sqrt(Math.max(1, names.size));
      return { path, sizeBytes, score: toThousandths(score), usedNames };
    }),
    weigh: (name) => weigh(hashName(name), weighName(name)),
  };
}

function toThousandths(score: number): number {
  return Math.round(score * 1000) / 1000;
}
