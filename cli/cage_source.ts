/**
 * From options to a cage.
 *
 * @module
 */

import { resolve } from "@std/path/posix/resolve";
import { Failure } from "../lib/errors.ts";
import { type CageLimits, createCage } from "../lib/host/cage.ts";
import { findRoot, openRepository } from "../lib/host/repository.ts";
import type { RunOnPatch } from "../lib/ports.ts";
import type { Io } from "./io.ts";
import type { Options } from "./options.ts";

const MIB = 1024 * 1024;

/** What commands say about their cage in options of their own. */
export interface CageSettings {
  /** Whether the command may use the network. */
  readonly net: boolean;
  /** Longest run, in milliseconds; the default of the cage when absent. */
  readonly timeoutMs?: number;
}

/** The cage that `CAGE_FLAGS` describe, around the repository of the working folder. */
export function openCage(options: Options, io: Io, settings: CageSettings): RunOnPatch {
  const root = findRoot(io.directory);
  const { commonFolder } = openRepository(root);
  const isElsewhere = commonFolder !== undefined && !commonFolder.startsWith(`${root}/`);
  return createCage({
    root,
    directory: io.directory,
    home: io.env("HOME"),
    path: io.env("PATH"),
    temporary: io.env("TMPDIR"),
    env: Object.fromEntries(options.list("env").map(parseVariable)),
    see: [
      ...options.list("see").map((path) => toSeen(io.directory, path)),
      ...isElsewhere ? [commonFolder] : [],
    ],
    net: settings.net,
    bare: options.has("no-cage"),
    limits: readLimits(options, settings.timeoutMs),
  });
}

function parseVariable(text: string): readonly [string, string] {
  const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text) ?? [];
  if (name !== undefined) return [name, value];
  throw new Failure("E_USAGE", `Cannot take option "--env": "${text}" is not NAME=VALUE`);
}

function toSeen(directory: string, path: string): string {
  if (!path.includes("\n")) return resolve(directory, path);
  throw new Failure("E_USAGE", 'Cannot take option "--see": a path with a newline cannot be shown');
}

function readLimits(options: Options, timeoutMs: number | undefined): Partial<CageLimits> {
  const entries: [keyof CageLimits, number | undefined][] = [
    ["timeoutMs", timeoutMs],
    ["memoryBytes", toBytes(options.count("max-memory"))],
    ["diskBytes", toBytes(options.count("max-disk"))],
    ["processes", options.count("max-processes")],
    ["cpuSeconds", options.count("max-cpu")],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function toBytes(mebibytes: number | undefined): number | undefined {
  return mebibytes && mebibytes * MIB;
}
