/**
 * The program that executables start from: `denort`, the runtime without its command line. It is
 * not in any package registry. Deno's own program is never taken in its place: what comes out of
 * that is a prompt with all permissions.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { Failure } from "../../lib/errors.ts";
import { sha256 } from "../digests.ts";
import { RUNTIME_VERSION } from "../packages/mod.ts";
import { isProgramFor, type Target } from "./targets.ts";

/** Where a base binary is looked for. */
export interface BaseBinaryPlaces {
  /** What `DENORT_BIN` names: a program that is used for every target; absent without it. */
  readonly denortPath?: string;
  /** The folder of the runtime's cache. */
  readonly cachePath: string;
  /** Fetches into the cache as the runtime does; throws when it cannot. */
  readonly download: (target: Target) => Promise<void>;
}

/** A base binary that was found. */
export interface BaseBinary {
  /** Its path: a program, or an archive with one in it. */
  readonly path: string;
  /** The SHA-256 of that file, in hexadecimal. */
  readonly digest: string;
}

/** The name of the archive that Deno's releases have for a target. */
export function archiveName(target: Target): string {
  return `denort-${target}.zip`;
}

/** Where in the cache the runtime keeps that archive. */
export function archivePath(cachePath: string, target: Target): string {
  return `${cachePath}/dl/release/v${RUNTIME_VERSION}/${archiveName(target)}`;
}

/**
 * Finds the base binary of a target: `DENORT_BIN`, then the cache, then a download.
 *
 * @throws {Failure} With `E_BASE_BINARY`: which file to bring to which place, or what is wrong with
 * the one that is there.
 */
export async function findBaseBinary(
  target: Target,
  places: BaseBinaryPlaces,
): Promise<BaseBinary> {
  const { denortPath, cachePath, download } = places;
  if (denortPath !== undefined) return await readGiven(target, denortPath);
  const path = archivePath(cachePath, target);
  const cached = await readOrUndefined(path);
  if (cached !== undefined) return { path, digest: await sha256(cached) };
  try {
    await download(target);
  } catch (cause) {
    throw missing(target, path, cause);
  }
  const fetched = await readOrUndefined(path);
  if (fetched === undefined) throw missing(target, path, "the download left no file");
  return { path, digest: await sha256(fetched) };
}

function missing(target: Target, path: string, cause: unknown): Failure {
  return new Failure(
    "E_BASE_BINARY",
    `Cannot compile for ${target}: the base binary is neither in DENORT_BIN nor in the cache, and ` +
      `it cannot be downloaded; bring ${archiveName(target)} of Deno ${RUNTIME_VERSION} to ` +
      `"${path}", or set DENORT_BIN to the program inside it`,
    { cause },
  );
}

async function readGiven(target: Target, path: string): Promise<BaseBinary> {
  const refuse = (state: string) =>
    new Failure("E_BASE_BINARY", `Cannot compile for ${target}: DENORT_BIN "${path}" ${state}`);
  const bytes = await readOrUndefined(path);
  if (bytes === undefined) throw refuse("is not there");
  if (!isProgramFor(target, bytes)) throw refuse("is no program for that machine");
  if (hasCommandLine(bytes)) throw refuse("is deno itself, expected denort");
  return { path, digest: await sha256(bytes) };
}

/** The first line of the help of `deno compile`, which only the program with the command line has. */
const COMMAND_LINE_WORDS = "Compile the script into a self contained executable";

function hasCommandLine(bytes: Uint8Array<ArrayBuffer>): boolean {
  return Buffer.from(bytes.buffer).includes(COMMAND_LINE_WORDS);
}

async function readOrUndefined(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
