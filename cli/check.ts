import { resolve } from "@std/path/posix/resolve";
import { createCheck, toCheckFailure, trimOutput } from "../lib/check/mod.ts";
import { Failure, fromErrorRecord, InputError } from "../lib/errors.ts";
import { type CageLimits, createCage } from "../lib/host/cage.ts";
import { findRoot, openRepository } from "../lib/host/repository.ts";
import { concat, parseRecord, printRecords } from "../lib/ndjson.ts";
import type { CheckRecord, ErrorRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { type Io, writeError } from "./io.ts";
import type { Options } from "./options.ts";
import { openOutput } from "./output.ts";

/** Longest patch, in bytes. */
const PATCH_LIMIT_BYTES = 64 * 1024 * 1024;
/** What is shown of the output of a failed check, in bytes. */
const SHOWN_BYTES = 8 * 1024;
/** Left to the deadline of the whole call, so that it is the one that ends it, in milliseconds. */
const GRACE_MS = 60_000;
const MIB = 1024 * 1024;

/** `zerostack check`: passes the patch of stdin on if a command succeeds on it. */
export async function run({ options, operands, rest, io }: Invocation): Promise<number> {
  if (rest.length === 0 || operands.length > 0) {
    throw new Failure(
      "E_USAGE",
      "Cannot check: expected the command after --, as in: -- make test",
    );
  }
  const checkPatch = createCheck({ command: rest, runOnPatch: openCage(options, io) });
  const diff = await readPatch(io);
  const check = await checkPatch(diff, io.signal);
  await writeReport(options, io, check);
  if (!check.ok) {
    showOutput(options, check);
    throw toCheckFailure(check);
  }
  io.detail(`"${rest.join(" ")}" succeeded in ${check.durationMs} ms`);
  await io.write(diff);
  return OK;
}

/** The cage that the options describe, around the repository of the working folder. */
function openCage(options: Options, io: Io): ReturnType<typeof createCage> {
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
    net: options.has("net"),
    bare: options.has("no-cage"),
    limits: readLimits(options),
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

function readLimits(options: Options): Partial<CageLimits> {
  const timeoutMs = options.durationMs("timeout");
  const entries: [keyof CageLimits, number | undefined][] = [
    ["timeoutMs", timeoutMs && timeoutMs + GRACE_MS],
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

/**
 * Reads the patch.
 *
 * @throws {Failure} With `E_INPUT` when there is none: what came before has failed, or had nothing to
 * say, and neither may end well; with what came before when it says so in a record.
 */
async function readPatch(io: Io): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of io.stdin()) {
    chunks.push(chunk);
    if ((sizeBytes += chunk.length) > PATCH_LIMIT_BYTES) {
      throw new Failure(
        "E_LIMIT",
        `Cannot read the patch: it is longer than ${PATCH_LIMIT_BYTES} bytes`,
      );
    }
  }
  const diff = concat(chunks);
  const text = new TextDecoder().decode(diff);
  if (text.trim() === "") {
    throw new Failure("E_INPUT", "Cannot check the patch: stdin is empty, expected a diff");
  }
  const failure = findFailure(text);
  if (failure !== undefined) throw failure;
  return diff;
}

/** What an earlier stage failed with, when that is what came instead of a patch. */
function findFailure(text: string): Failure | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const records = text.trim().split("\n").map((line, index) => parseRecord(line, index + 1));
    const last = records.at(-1);
    return last?.type === "error" ? fromErrorRecord(last as unknown as ErrorRecord) : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined; // no records, so perhaps a patch
    throw error;
  }
}

async function writeReport(options: Options, io: Io, check: CheckRecord): Promise<void> {
  const path = options.text("report");
  if (path === undefined) return;
  const output = openOutput(resolve(io.directory, path));
  await output.write(new TextEncoder().encode(printRecords([check])));
  await output.commit();
}

/** Shows a person what the command had to say. */
function showOutput(options: Options, check: CheckRecord): void {
  if (options.has("quiet") || options.has("report")) return;
  if (options.has("json-errors")) return writeError(JSON.stringify(check));
  const text = trimOutput(check.output, { limitBytes: SHOWN_BYTES }).trimEnd();
  if (text !== "") text.split("\n").forEach(writeError);
}
