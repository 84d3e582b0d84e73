import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { VisitFiles } from "../ports.ts";

/** Largest file that is looked into unless more is asked for, in bytes: a machine wrote those. */
export const VISIT_LIMIT_BYTES = 1024 * 1024;

/** How to look. */
export interface VisitFilesOptions {
  /** Largest file that is looked into, in bytes. Default `VISIT_LIMIT_BYTES`. */
  readonly limitBytes?: number;
}

/** Never follows a link, never waits for the other end of a pipe; one call says all that. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Makes the port that looks into many files, one open file at a time, in one buffer.
 *
 * @param root The top folder.
 * @param options How to look.
 */
export function createVisitFiles(root: string, options: VisitFilesOptions = {}): VisitFiles {
  const { limitBytes = VISIT_LIMIT_BYTES } = options;
  let buffer = new Uint8Array(0);
  const bufferFor = (sizeBytes: number) => {
    if (sizeBytes > buffer.length) {
      buffer = new Uint8Array(Math.max(sizeBytes, Math.min(limitBytes, VISIT_LIMIT_BYTES)));
    }
    return buffer;
  };
  return (paths, visit) => {
    for (let number = 0; number < paths.length; number++) {
      const length = readInto(`${root}/${paths[number]}`, limitBytes, bufferFor);
      if (length !== undefined) visit(number, buffer.subarray(0, length));
    }
    return Promise.resolve();
  };
}

/** Reads a regular file; its length, or undefined when it is too large or not readable. */
function readInto(
  path: string,
  limitBytes: number,
  bufferFor: (sizeBytes: number) => Uint8Array,
): number | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, OPEN_FLAGS);
  } catch {
    return undefined; // gone, a link, or no right to read: it cannot be offered either
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.size > limitBytes) return undefined;
    const buffer = bufferFor(stat.size);
    let used = 0;
    while (used < stat.size) {
      const read = readSync(descriptor, buffer, used, stat.size - used, null);
      if (read === 0) break;
      used += read;
    }
    return used;
  } catch {
    return undefined; // a read that fails here fails again, with words, when the file is wanted
  } finally {
    closeSync(descriptor);
  }
}
