/**
 * Images whose program is an executable of `deno task compile`, with its permissions inside it,
 * instead of the runtime and the bundle.
 *
 * @module
 */

import type { CommandRow } from "../../cli/command.ts";
import { executableName, type Target } from "../compile/targets.ts";
import type { Architecture } from "../packages/mod.ts";
import type { Layer } from "./root.ts";

const TARGETS: Readonly<Record<Architecture, Target>> = {
  amd64: "x86_64-unknown-linux-gnu",
  arm64: "aarch64-unknown-linux-gnu",
};

/** An executable for an image. */
export interface ImageExecutable {
  /** Its file. */
  readonly path: string;
  /** How it is started in the image. */
  readonly entryPoint: readonly string[];
}

/**
 * Finds the executable for commands: that of the one command, else that of the whole program.
 *
 * @param folder Where `deno task compile` put them; absent when none is wanted.
 * @returns Undefined where there is none, so that the runtime and the bundle are used.
 */
export async function findExecutable(
  folder: string | undefined,
  rows: readonly CommandRow[],
  architecture: Architecture,
): Promise<ImageExecutable | undefined> {
  if (folder === undefined) return undefined;
  const target = TARGETS[architecture];
  const [row] = rows;
  const own = `${folder}/${executableName(row.name, target)}`;
  if (rows.length === 1 && await isFile(own)) {
    return { path: own, entryPoint: [`/${PROGRAM_PATH}`] };
  }
  const whole = `${folder}/${executableName(undefined, target)}`;
  if (!await isFile(whole)) return undefined;
  const words = rows.length === 1 ? [row.name] : [];
  return { path: whole, entryPoint: [`/${PROGRAM_PATH}`, ...words] };
}

const PROGRAM_PATH = "usr/bin/zerostack";

/** The layer of an executable. */
export async function makeExecutableLayer(path: string): Promise<Layer> {
  return new Map([[PROGRAM_PATH, {
    kind: "file",
    bytes: await Deno.readFile(path),
    mode: 0o755,
  }]]);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
