/**
 * Where a repository is on disk, found without starting a process and without asking for a
 * permission that was not given.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { resolve } from "@std/path/posix/resolve";
import { Failure } from "../errors.ts";

/** A folder of files, with git's own folders where it has them. */
export interface Repository {
  /** The top folder of the work tree. */
  readonly root: string;
  /** Holds `HEAD` and `index`; absent when there is no repository, or it may not be read. */
  readonly gitFolder?: string;
  /** Holds what linked worktrees share; absent with `gitFolder`. */
  readonly commonFolder?: string;
  /** Whether a file `.git` names a folder that is none of git's, or may not be read. */
  readonly isCutOff: boolean;
  /** Bytes of an object name: 20 for SHA-1, 32 for SHA-256. */
  readonly hashBytes: 20 | 32;
}

const GITDIR_REGEXP = /^gitdir: (.+?)\r?\n?$/;
const SHA256_REGEXP = /^\s*objectformat\s*=\s*"?sha256"?\s*$/im;
const OBJECT_NAME_REGEXP = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const REF_NAME_REGEXP = /^refs\/(?!.*(?:\.\.|\/\/))[^\0-\x20\x7f~^:?*[\\]+$/;

/**
 * The top folder of the repository that a folder is in: the nearest one, upwards, that has a
 * `.git` folder, or a `.git` file as linked worktrees and submodules have.
 *
 * @param folder Where to begin.
 * @returns That folder, or the given one when no repository is found as far as may be read.
 * @throws {Failure} With `E_REPOSITORY` inside a bare repository or a `.git` folder.
 */
export function findRoot(folder: string): string {
  const start = resolve(folder);
  for (let at = start; mayRead(at); at = dirname(at)) {
    if (isGitFolder(at)) {
      throw new Failure(
        "E_REPOSITORY",
        `Cannot work in "${at}": it is a repository without a work tree`,
      );
    }
    if (statOrUndefined(`${at}/.git`) !== undefined) return at;
    if (at === dirname(at)) break;
  }
  return start;
}

/**
 * Finds git's own folders.
 *
 * @param root The top folder, as `findRoot` gives it.
 * @returns The repository; without git's folders where there are none, or none that may be read.
 */
export function openRepository(root: string): Repository {
  const gitFolder = findGitFolder(root);
  if (gitFolder === undefined) {
    const isCutOff = statOrUndefined(`${root}/.git`) !== undefined;
    return { root, isCutOff, hashBytes: 20 };
  }
  const common = readOrUndefined(`${gitFolder}/commondir`)?.trimEnd();
  const commonFolder = common === undefined ? gitFolder : resolve(gitFolder, common);
  const config = readOrUndefined(`${commonFolder}/config`) ?? "";
  const hashBytes = SHA256_REGEXP.test(config) ? 32 : 20;
  return { root, gitFolder, commonFolder, isCutOff: false, hashBytes };
}

/**
 * The commit that `HEAD` names.
 *
 * @returns Its name in hexadecimal; undefined without commits, without a repository, and where the
 * refs are in a table that is not text.
 */
export function readCommit(repository: Repository): string | undefined {
  if (repository.gitFolder === undefined) return undefined;
  let text = readOrUndefined(`${repository.gitFolder}/HEAD`)?.trimEnd();
  for (let depth = 0; depth < 5 && text !== undefined; depth++) {
    if (OBJECT_NAME_REGEXP.test(text)) return text;
    if (!text.startsWith("ref: ")) return undefined;
    text = readRef(repository, text.slice(5).trim());
  }
  return undefined;
}

function readRef({ gitFolder, commonFolder }: Repository, name: string): string | undefined {
  if (!REF_NAME_REGEXP.test(name)) return undefined;
  const loose = readOrUndefined(`${gitFolder}/${name}`) ??
    readOrUndefined(`${commonFolder}/${name}`);
  if (loose !== undefined) return loose.trimEnd();
  const packed = readOrUndefined(`${commonFolder}/packed-refs`) ?? "";
  return packed.split("\n").find((line) => line.endsWith(` ${name}`))?.split(" ")[0];
}

function findGitFolder(root: string): string | undefined {
  const path = `${root}/.git`;
  const stat = statOrUndefined(path);
  if (stat === undefined) return undefined;
  if (stat.isDirectory) return path;
  const named = GITDIR_REGEXP.exec(readOrUndefined(path) ?? "")?.[1];
  if (named === undefined) return undefined;
  const folder = resolve(root, named);
  return statOrUndefined(`${folder}/HEAD`)?.isFile ? folder : undefined;
}

/** Whether a folder is what git calls a git directory: bare, or the inside of `.git`. */
function isGitFolder(folder: string): boolean {
  return statOrUndefined(`${folder}/HEAD`)?.isFile === true &&
    statOrUndefined(`${folder}/objects`)?.isDirectory === true &&
    statOrUndefined(`${folder}/refs`)?.isDirectory === true;
}

/** Whether reading there is permitted already; asking would prompt. */
export function mayRead(path: string): boolean {
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}

function statOrUndefined(path: string): Deno.FileInfo | undefined {
  if (!mayRead(path)) return undefined;
  try {
    return Deno.statSync(path);
  } catch {
    return undefined; // absent or unreadable: either way nothing to build on
  }
}

/** Largest file of rules, refs or settings; people do not write larger ones. */
const SMALL_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * The text of a small file of git's own, or of ignore rules; undefined when it is absent, unreadable or
 * not text.
 *
 * @throws {Failure} With `E_LIMIT` when it is too large: rules that are not read would hide nothing.
 */
export function readOrUndefined(path: string): string | undefined {
  const stat = statOrUndefined(path);
  if (stat?.isFile !== true) return undefined;
  if (stat.size > SMALL_LIMIT_BYTES) {
    throw new Failure(
      "E_LIMIT",
      `Cannot read "${path}": it is larger than ${SMALL_LIMIT_BYTES} bytes`,
    );
  }
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined; // a race with a removal, or no right to read: as good as absent
  }
}
