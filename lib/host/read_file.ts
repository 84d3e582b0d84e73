import { Failure } from "../errors.ts";
import type { FileContent, ReadFile } from "../ports.ts";

/** Largest file that is read, in bytes. */
export const FILE_LIMIT_BYTES = 16 * 1024 * 1024;

/** How to read. */
export interface ReadFileOptions {
  /** Largest file, in bytes. Default `FILE_LIMIT_BYTES`. */
  readonly limitBytes?: number;
}

/**
 * Makes the port that reads files of a repository, and nothing else.
 *
 * Links are never followed: every folder on the way is looked at (once) and must be a folder, the
 * file must be a regular file, and what was opened must be what was looked at. So a file that is
 * swapped for a link in between is refused; a folder that is swapped is not noticed.
 *
 * @param root The top folder.
 * @param options How to read.
 */
export function createReadFile(root: string, options: ReadFileOptions = {}): ReadFile {
  const { limitBytes = FILE_LIMIT_BYTES } = options;
  const folders = new Set<string>();
  return (path) => {
    try {
      return Promise.resolve(readInside(root, path, { limitBytes, folders }));
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

interface Reading {
  readonly limitBytes: number;
  /** Folders that were looked at and are folders. */
  readonly folders: Set<string>;
}

function readInside(root: string, path: string, reading: Reading): FileContent | undefined {
  checkPath(path);
  try {
    if (!isInFolders(root, path, reading.folders)) return undefined;
    const seen = Deno.lstatSync(`${root}/${path}`);
    if (!seen.isFile) throw refuse(path, seen.isSymlink ? "a link" : "not a regular file");
    return readSame(`${root}/${path}`, path, seen, reading.limitBytes);
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw new Failure("E_IO", `Cannot read "${path}": ${toCause(error)}`, { cause: error });
  }
}

const PATH_REGEXP = /^(?:(?!\.{1,2}(?:\/|$))[^/\0]+(?:\/(?!$)|$))+$/;
const GIT_FOLDER_REGEXP = /(?:^|\/)\.git(?:\/|$)/i;

function checkPath(path: string): void {
  if (!PATH_REGEXP.test(path)) throw refuse(path, "not a path inside the repository");
  if (GIT_FOLDER_REGEXP.test(path)) throw refuse(path, "in git's own folder");
}

/** Whether the folders on the way are there; throws when one of them is a link. */
function isInFolders(root: string, path: string, known: Set<string>): boolean {
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
    const folder = path.slice(0, at);
    if (known.has(folder)) continue;
    const stat = Deno.lstatSync(`${root}/${folder}`);
    if (stat.isSymlink) throw refuse(path, `below the link "${folder}"`);
    if (!stat.isDirectory) return false;
    known.add(folder);
  }
  return true;
}

function readSame(
  fullPath: string,
  path: string,
  seen: Deno.FileInfo,
  limitBytes: number,
): FileContent {
  using file = Deno.openSync(fullPath, { read: true });
  const opened = file.statSync();
  if (!opened.isFile || opened.dev !== seen.dev || opened.ino !== seen.ino) {
    throw refuse(path, "changing while it is read");
  }
  const bytes = readAll(file, opened.size, limitBytes);
  if (bytes === undefined) {
    throw new Failure("E_LIMIT", `Cannot read "${path}": it is larger than ${limitBytes} bytes`);
  }
  const isExecutable = ((opened.mode ?? 0) & 0o100) !== 0;
  return { bytes, mode: isExecutable ? "100755" : "100644" };
}

/** All bytes of an open file, however its size changes; undefined when there are too many. */
function readAll(file: Deno.FsFile, sizeBytes: number, limitBytes: number): Uint8Array | undefined {
  if (sizeBytes > limitBytes) return undefined;
  let buffer = new Uint8Array(sizeBytes + 1); // one more, so that the end is seen
  let used = 0;
  for (
    let read = file.readSync(buffer);
    read !== null;
    read = file.readSync(buffer.subarray(used))
  ) {
    used += read;
    if (used > limitBytes) return undefined;
    if (used === buffer.length) {
      const larger = new Uint8Array(2 * used);
      larger.set(buffer);
      buffer = larger;
    }
  }
  return buffer.subarray(0, used);
}

function refuse(path: string, why: string): Failure {
  return new Failure("E_PATH", `Cannot read ${JSON.stringify(path)}: it is ${why}`);
}

function toCause(error: unknown): string {
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  return error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error);
}
