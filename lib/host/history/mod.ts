/**
 * Reads the last commits of a repository without starting a process: objects in packs (index
 * version 2) and in files of their own, zlib, deltas, trees, shallow clones, linked worktrees and
 * borrowed objects.
 *
 * @module
 */

import { toFailure } from "../../errors.ts";
import type { PastCommit, ReadHistory } from "../../ports.ts";
import { openRepository, readCommit, readOrUndefined } from "../repository.ts";
import { Allowance } from "./allowance.ts";
import { ObjectStore } from "./object_store.ts";
import { walkHistory } from "./walk.ts";

/** How far back commits still say something: with 100 or 500 of them less was found. */
const COMMITS_LIMIT = 200;
/** How much is read for them, about 3,000 objects; a repository that needs more tells of fewer. */
const READ_LIMIT_BYTES = 128 * 1024 * 1024;

/**
 * Makes the port that reads the history, once.
 *
 * @param root The top folder of the work tree.
 * @param tell Takes the line that says why there is none, when it cannot be read.
 */
export function createReadHistory(root: string, tell: (line: string) => void): ReadHistory {
  let known: readonly PastCommit[] | undefined;
  return () => {
    try {
      return known ??= readHistory(root);
    } catch (error) {
      tell(`the history is not used: ${toFailure(error).message}`);
      return known = [];
    }
  };
}

function readHistory(root: string): PastCommit[] {
  const repository = openRepository(root);
  const { commonFolder, hashBytes } = repository;
  const head = readCommit(repository);
  if (commonFolder === undefined || hashBytes !== 20 || head?.length !== 40) return [];
  const shallow = new Set(readOrUndefined(`${commonFolder}/shallow`)?.split("\n"));
  const objects = new ObjectStore(`${commonFolder}/objects`, new Allowance(READ_LIMIT_BYTES));
  try {
    return walkHistory(head, {
      find: (name) => objects.find(name),
      shallow,
      limit: COMMITS_LIMIT,
    });
  } finally {
    objects.close();
  }
}
