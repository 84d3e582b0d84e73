import type { VisitFiles } from "../ports.ts";

/** Largest file that is looked into, in bytes: what is larger was written by a machine. */
export const VISIT_LIMIT_BYTES = 1024 * 1024;

/**
 * Makes the port that looks into many files.
 *
 * @param root The top folder. The paths must come from a listing of it, which names regular files
 * only.
 */
export function createVisitFiles(root: string): VisitFiles {
  let buffer: Uint8Array | undefined;
  return (paths, visit) => {
    buffer ??= new Uint8Array(VISIT_LIMIT_BYTES + 1);
    for (let number = 0; number < paths.length; number++) {
      const length = readInto(buffer, `${root}/${paths[number]}`);
      if (length !== undefined) visit(number, buffer.subarray(0, length));
    }
    return Promise.resolve();
  };
}

/** Reads a regular file; its length, or undefined when it is too large or not readable. */
function readInto(buffer: Uint8Array, path: string): number | undefined {
  try {
    using file = Deno.openSync(path, { read: true });
    let used = 0;
    for (let read: number | null = 0; read !== null; read = file.readSync(buffer.subarray(used))) {
      used += read;
      if (used > VISIT_LIMIT_BYTES) return undefined;
    }
    return used;
  } catch {
    return undefined; // gone or unreadable since the listing: it cannot be offered either
  }
}
