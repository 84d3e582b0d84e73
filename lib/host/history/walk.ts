import type { PastCommit } from "../../ports.ts";
import { InputError } from "../../errors.ts";
import { AllowanceSpent } from "./allowance.ts";
import { type Commit, parseCommit } from "./commit.ts";
import type { GitObject } from "./object.ts";
import { compareTrees } from "./tree.ts";

/** Where commits and trees come from. */
export interface WalkOptions {
  /** Finds an object by its name in hexadecimal; undefined when it is not there. */
  readonly find: (name: string) => GitObject | undefined;
  /** Commits whose parents were never fetched. */
  readonly shallow: ReadonlySet<string>;
  /** Most commits that are told. */
  readonly limit: number;
}

/** Commits that change more files are about none of them; they are told without. */
const FILES_LIMIT = 40;
/** Most merges and others that are looked at for each commit that is told. */
const MERGES_FACTOR = 5;
/** Folders in folders. */
const DEPTH_LIMIT = 100;
const NO_TREE = new Uint8Array(0);

/**
 * Walks from a commit into the past, the newest first, and tells what each commit changed that is
 * no merge. When enough was read, it tells what it has.
 *
 * @param head Name of the first commit.
 * @throws {InputError} When an object is damaged or missing.
 */
export function walkHistory(head: string, options: WalkOptions): PastCommit[] {
  const told: PastCommit[] = [];
  try {
    for (const { commit, parent } of walkCommits(head, options)) {
      if (told.length >= options.limit) break;
      const paths = parent === undefined
        ? [] // where a history begins, all files are new
        : findChanges(parent.tree, commit.tree, options);
      told.push({ message: commit.message, paths });
    }
  } catch (error) {
    if (!(error instanceof AllowanceSpent)) throw error;
  }
  return told;
}

/** Commits that are no merges, with the ones they were made from. */
function* walkCommits(head: string, options: WalkOptions) {
  const { shallow, limit } = options;
  const waiting = [{ name: head, commit: readCommit(head, options) }];
  const seen = new Map([[head, waiting[0].commit]]);
  for (let left = MERGES_FACTOR * limit; left > 0; left--) {
    const next = waiting.shift();
    if (next === undefined) return;
    const { name, commit } = next;
    const parents = shallow.has(name) ? [] : commit.parents;
    for (const parent of parents) {
      if (seen.has(parent)) continue;
      const read = readCommit(parent, options);
      seen.set(parent, read);
      const at = waiting.findIndex(({ commit }) => commit.seconds < read.seconds);
      waiting.splice(at < 0 ? waiting.length : at, 0, { name: parent, commit: read });
    }
    if (commit.parents.length <= 1) yield { commit, parent: seen.get(parents[0]) };
  }
}

function readCommit(name: string, { find }: WalkOptions): Commit {
  return parseCommit(require(find(name), "commit"));
}

/** The paths of the files that differ between two trees. */
function findChanges(before: string, after: string, { find }: WalkOptions): string[] {
  const paths: string[] = [];
  const read = (name?: string) => name === undefined ? NO_TREE : require(find(name), "tree");
  const compare = (folder: string, trees: readonly [string?, string?], depth: number) => {
    if (depth > DEPTH_LIMIT) throw new InputError("Cannot read the tree: it is too deep");
    for (const { name, before, after, isFile } of compareTrees(read(trees[0]), read(trees[1]))) {
      if (isFile) paths.push(folder + name);
      else compare(`${folder}${name}/`, [before, after], depth + 1);
      if (paths.length > FILES_LIMIT) return;
    }
  };
  compare("", [before, after], 0);
  return paths.length > FILES_LIMIT ? [] : paths;
}

function require(object: GitObject | undefined, kind: GitObject["kind"]): Uint8Array {
  if (object?.kind === kind) return object.bytes;
  throw new InputError(`Cannot read the history: a ${kind} is missing`);
}
