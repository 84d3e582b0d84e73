import { toFailure } from "../errors.ts";
import type { ListedFile } from "../ports.ts";
import { type IndexEntry, readSeen } from "./git_index.ts";
import { readIndex } from "./read_index.ts";
import { openRepository, type Repository } from "./repository.ts";

/**
 * Finds the files that differ from what git's index has of them, and those that it does not have.
 * No process is started: a file whose time and size are not those of the index is hashed as git
 * would, without the filters that a repository may name.
 *
 * @param root The top folder, as `findRoot` gives it.
 * @param files The files to look at.
 * @returns Their paths, in the given order; undefined where there is no repository.
 */
export async function listChangedFiles(
  root: string,
  files: readonly ListedFile[],
): Promise<string[] | undefined> {
  const repository = openRepository(root);
  if (repository.gitFolder === undefined) return undefined;
  const entries = readEntries(repository);
  const written = modifiedMs(`${repository.gitFolder}/index`);
  const changed: string[] = [];
  for (const { path } of files) {
    const entry = entries.get(path);
    if (entry === undefined || await isChanged(`${root}/${path}`, { entry, written, repository })) {
      changed.push(path);
    }
  }
  return changed;
}

function readEntries(repository: Repository): Map<string, IndexEntry> {
  try {
    return new Map(
      readIndex(repository).flatMap((entry) =>
        entry.path === undefined ? [] : [[entry.path, entry]]
      ),
    );
  } catch (error) {
    throw toFailure(error);
  }
}

function modifiedMs(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0; // no index yet: then no entry is looked at
  }
}

interface Known {
  readonly entry: IndexEntry;
  /** When the index was written, in milliseconds. */
  readonly written: number;
  readonly repository: Repository;
}

async function isChanged(path: string, { entry, written, repository }: Known): Promise<boolean> {
  try {
    const { size, mtime } = Deno.lstatSync(path);
    const time = mtime?.getTime() ?? 0;
    const seen = readSeen(entry, repository.hashBytes);
    // A file that was written in the same moment as the index may have changed since.
    if (size === seen.sizeBytes && time === seen.modifiedMs && time < written) return false;
    return await hashBlob(Deno.readFileSync(path), repository.hashBytes) !== seen.name;
  } catch {
    return false; // it went away, or may not be read: no linter will read it either
  }
}

async function hashBlob(bytes: Uint8Array, hashBytes: 20 | 32): Promise<string> {
  const head = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  const hash = await crypto.subtle.digest(hashBytes === 20 ? "SHA-1" : "SHA-256", whole);
  return new Uint8Array(hash).toHex();
}
