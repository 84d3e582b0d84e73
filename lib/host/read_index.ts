import { Failure, InputError, toFailure } from "../errors.ts";
import { type IndexEntry, parseIndex } from "./git_index.ts";
import type { Repository } from "./repository.ts";
import { amendEntries } from "./split_index.ts";

/**
 * Reads the index of a repository, and the one that it amends when it is split.
 *
 * @returns Its entries; none where nothing was ever added, or there is no repository.
 * @throws {Failure} With `E_REPOSITORY` when it cannot be read.
 */
export function readIndex(repository: Repository): readonly IndexEntry[] {
  const bytes = readIn(repository, "index");
  if (bytes === undefined) return [];
  try {
    const { entries, shared } = parseIndex(bytes, repository.hashBytes);
    if (shared === undefined) return entries;
    return amendEntries(entries, shared, readShared(repository, shared.name));
  } catch (cause) {
    throw new Failure("E_REPOSITORY", toFailure(cause).message, { cause });
  }
}

function readShared(repository: Repository, name: string): readonly IndexEntry[] {
  const bytes = readIn(repository, `sharedindex.${name}`);
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

function readIn({ gitFolder }: Repository, name: string): Uint8Array | undefined {
  if (gitFolder === undefined) return undefined;
  try {
    return Deno.readFileSync(`${gitFolder}/${name}`);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw new Failure("E_REPOSITORY", "Cannot read the index: permission denied", { cause });
  }
}
