import { Failure, InputError, toFailure } from "../errors.ts";
import { countEntries, type IndexEntry, parseIndex } from "./git_index.ts";
import type { Repository } from "./repository.ts";
import { amendEntries } from "./split_index.ts";

/** Most files of a repository that are taken in. */
export const FILES_LIMIT = 500_000;

/**
 * Reads the index of a repository, and the one that it amends when it is split.
 *
 * @param limitFiles Most entries, as an index is taken into memory as a whole. Default `FILES_LIMIT`.
 * @returns Its entries; none where nothing was ever added, or there is no repository.
 * @throws {Failure} With `E_LIMIT` when it has more, `E_REPOSITORY` when it cannot be read.
 */
export function readIndex(
  repository: Repository,
  limitFiles = FILES_LIMIT,
): readonly IndexEntry[] {
  const bytes = readIn(repository, "index", limitFiles);
  if (bytes === undefined) return [];
  try {
    const { entries, shared } = parseIndex(bytes, repository.hashBytes);
    if (shared === undefined) return entries;
    return amendEntries(entries, shared, readShared(repository, shared.name, limitFiles));
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure("E_REPOSITORY", toFailure(cause).message, { cause });
  }
}

function readShared(
  repository: Repository,
  name: string,
  limitFiles: number,
): readonly IndexEntry[] {
  const bytes = readIn(repository, `sharedindex.${name}`, limitFiles);
  if (bytes === undefined) {
    throw new InputError(`Cannot read the index: it is split, and sharedindex.${name} is missing`);
  }
  if (bytes.subarray(-repository.hashBytes).toHex() !== name) {
    throw new InputError(`Cannot read the index: sharedindex.${name} is not what its name says`);
  }
  const { entries, shared } = parseIndex(bytes, repository.hashBytes);
  if (shared !== undefined) {
    throw new InputError("Cannot read the index: the shared index is split as well");
  }
  return entries;
}

function readIn(
  { root, gitFolder }: Repository,
  name: string,
  limitFiles: number,
): Uint8Array | undefined {
  if (gitFolder === undefined) return undefined;
  const bytes = readBytes(`${gitFolder}/${name}`);
  if (bytes === undefined || countEntries(bytes) <= limitFiles) return bytes;
  throw tooManyFiles(root, limitFiles);
}

/** What is said of a repository that is too large to be listed. */
export function tooManyFiles(root: string, limitFiles: number): Failure {
  return new Failure(
    "E_LIMIT",
    `Cannot list "${root}": it has more than ${limitFiles} files: name fewer on stdin`,
  );
}

/** The bytes of a file; a pipe would never end, and a device neither. */
function readBytes(path: string): Uint8Array | undefined {
  try {
    if (Deno.statSync(path).isFile) return Deno.readFileSync(path);
    throw new Failure("E_REPOSITORY", "Cannot read the index: it is not a regular file");
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw new Failure("E_REPOSITORY", "Cannot read the index: permission denied", { cause });
  }
}
