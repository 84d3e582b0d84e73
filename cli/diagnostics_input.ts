/**
 * What `lint` and `fix` read on stdin: the output of tools, in whatever format.
 *
 * @module
 */

import { relative } from "@std/path/posix/relative";
import { Failure } from "../lib/errors.ts";
import { decodeOutput, readDiagnostics, type Reading, type Roots } from "../lib/lint/mod.ts";
import { concat } from "../lib/ndjson.ts";
import type { ReadFile } from "../lib/ports.ts";
import type { Io } from "./io.ts";

const INPUT_LIMIT_BYTES = 256 * 1024 * 1024;

/** Where the repository is and how to read it. */
export interface RepositoryAccess {
  /** Its top folder. */
  readonly root: string;
  /** Reads one of its files. */
  readonly readFile: ReadFile;
  /** Path of findings that name none, from the root. */
  readonly path?: string;
}

/** Reads all of stdin. */
export async function readInput(io: Io): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of io.stdin()) {
    parts.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > INPUT_LIMIT_BYTES) {
      throw new Failure("E_LIMIT", `Cannot read stdin: it has over ${INPUT_LIMIT_BYTES} bytes`);
    }
  }
  return concat(parts);
}

/** Reads the output of tools that ran in the folder of `io`, and tells what was left out. */
export async function readToolOutput(
  bytes: Uint8Array,
  access: RepositoryAccess,
  io: Io,
): Promise<Reading> {
  const { root, readFile, path } = access;
  const reading = await readDiagnostics(decodeOutput(bytes), {
    ...toRoots(root, io.directory),
    readFile,
    path,
  });
  for (const notice of reading.notices) io.report(`left out: ${notice}`);
  if (reading.formats.length > 0) io.detail(`formats: ${reading.formats.join(", ")}`);
  return reading;
}

/** The root may be known by the path of a link too, as a tool may print it. */
function toRoots(root: string, directory: string): Roots {
  return { roots: [root], folder: relative(root, directory) };
}
