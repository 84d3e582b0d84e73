/**
 * Runs linters for `lint`: one that the user names, those that the repository is set up for, and
 * fixers on a throwaway copy.
 *
 * @module
 */

import { relative } from "@std/path/posix/relative";
import { Failure, fromErrorRecord } from "../lib/errors.ts";
import { HIDING_FILES } from "../lib/host/hiding_files.ts";
import { listChangedFiles } from "../lib/host/changed_files.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createRunTool } from "../lib/host/run_tool.ts";
import { makeScratchCopy } from "../lib/host/scratch_copy.ts";
import {
  type Discovered,
  discoverLinters,
  isTrusted,
  toFixerRecords,
  toOkStatuses,
  type Trust,
} from "../lib/lint/mod.ts";
import type { ListedFile, Listing, ToolRun } from "../lib/ports.ts";
import type { DiagnosticRecord } from "../lib/types.ts";
import { readToolOutput, type RepositoryAccess } from "./diagnostics_input.ts";
import type { Io } from "./io.ts";
import { toRepositoryPath } from "./repository_path.ts";

/** What was found, and what kept more from being found. */
export interface Findings {
  /** What the tools say. */
  readonly records: readonly DiagnosticRecord[];
  /** The failure of an earlier stage, or of a tool. */
  readonly error?: Failure;
  /** Names of linters that were not run for lack of trust. */
  readonly untrusted?: readonly string[];
}

/** What a run of tools works with. */
export interface ToolContext {
  /** The repository. */
  readonly access: RepositoryAccess;
  /** The world outside. */
  readonly io: Io;
}

/** A command, and the statuses with which it says that it went well. */
interface ToolCall {
  readonly command: readonly string[];
  /** Absent when they are not known: then a status counts as a failure if nothing was found. */
  readonly okStatuses?: readonly number[];
}

/** Longest list of arguments that one command is given, in bytes; all systems allow it. */
const ARGUMENTS_LIMIT_BYTES = 96 * 1024;

/** Runs exactly the command that the user names, and reads what it writes. */
export async function runCommand(
  command: readonly string[],
  context: ToolContext,
): Promise<Findings> {
  return await runAndRead({ command, okStatuses: toOkStatuses(command) }, context);
}

/** Runs a fixer on a copy of the repository, and makes fixes of what it changes. */
export async function runFixer(
  command: readonly string[],
  context: ToolContext,
): Promise<Findings> {
  const { io } = context;
  const files = (await listFiles(context)).files;
  return await runFixerOn(files, { command, okStatuses: toOkStatuses(command) }, io, context);
}

/** Runs a tool and reads what it writes: its findings may be on stdout or on stderr. */
async function runAndRead(call: ToolCall, { access, io }: ToolContext): Promise<Findings> {
  const run = await start(call.command, io.directory, io.signal);
  const onStdout = await readToolOutput(run.stdout, access, io);
  const onStderr = await readToolOutput(run.stderr, access, io);
  const records = [...onStdout.records, ...onStderr.records];
  const failure = toToolFailure(call, run, records.length > 0);
  const passed = onStdout.error ?? onStderr.error;
  if (failure !== undefined) return { records, error: failure };
  return passed === undefined ? { records } : { records, error: fromErrorRecord(passed) };
}

function start(
  command: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<ToolRun> {
  return createRunTool({ folder, env: toolEnv(), signal })(command);
}

/** The environment without what is ours: a tool may be code of the repository. */
function toolEnv(): Record<string, string> {
  const own = /^(?:ZEROSTACK_|OPENAI_API_KEY$|DENO_NO_UPDATE_CHECK$)/;
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => !own.test(name)),
  );
}

function toToolFailure(
  { command, okStatuses }: ToolCall,
  { status, stdout, stderr }: ToolRun,
  didSomething: boolean,
): Failure | undefined {
  if (okStatuses?.includes(status) ?? (status === 0 || didSomething)) return undefined;
  const said = lastLine(stderr) ?? lastLine(stdout) ?? "it said nothing";
  return new Failure("E_INPUT", `Cannot lint: "${command[0]}" ended with ${status}: ${said}`);
}

function lastLine(bytes: Uint8Array): string | undefined {
  return new TextDecoder().decode(bytes).split("\n").findLast((line) => line.trim() !== "")?.trim();
}

async function runFixerOn(
  files: readonly ListedFile[],
  call: ToolCall,
  io: Io,
  { access }: ToolContext,
): Promise<Findings> {
  const folder = relative(access.root, io.directory);
  await using copy = await makeScratchCopy(access.root, files, access.readFile);
  const run = await start(call.command, `${copy.path}/${folder}`, io.signal);
  const fixed = Array.from(copy.files, ([path, before]) => ({
    path,
    before,
    after: copy.read(path),
  }));
  const [program] = call.command;
  const records = await toFixerRecords(fixed, program.split("/").at(-1) ?? program);
  const error = toToolFailure(call, run, records.length > 0);
  return error === undefined ? { records } : { records, error };
}

function listFiles({ access }: ToolContext): Promise<Listing> {
  return createListFiles(access.root, { hidingFiles: HIDING_FILES })();
}

/** How the linters of the repository are run. */
export interface DiscoverOptions {
  /** Paths that are asked about; all when empty. */
  readonly operands: readonly string[];
  /** Which of those that run code of the repository may run. */
  readonly trust: Trust;
  /** Whether to look at all files, at those that changed, or at all if none did. */
  readonly scope: "all" | "changed" | "changed or all";
  /** Whether to ask fixers for what they would write, on a copy. */
  readonly fixes: boolean;
}

/** Runs the linters that the repository is set up for. */
export async function runDiscovered(
  options: DiscoverOptions,
  context: ToolContext,
): Promise<Findings> {
  const { access, io } = context;
  const all = await listFiles(context);
  const wanted = options.operands.map((path) => toPrefix(path, access.root, io.directory));
  const isLooked = await toFilter(all.files, options.scope, context);
  const files = all.files.filter(({ path }) => isWanted(path, wanted) && isLooked(path));
  const linters = await discoverLinters({ ...all, files }, access.readFile, all);
  if (linters.length === 0) {
    const isPart = files.length < all.files.length;
    const what = isPart ? `the ${files.length} files that are meant are` : "the repository is";
    throw new Failure("E_NOTHING", `Cannot lint: ${what} set up for no known linter`);
  }
  const trusted = linters.filter(({ driver }) =>
    !driver.runsCode || isTrusted(options.trust, driver.name)
  );
  const untrusted = linters.filter((linter) => !trusted.includes(linter));
  for (const { driver, command } of untrusted) {
    io.report(`not run: ${driver.name} runs code of the repository: ${quote(command)}`);
  }
  const atRoot = { access, io: { ...io, directory: access.root } };
  const found: Findings[] = [];
  for (const linter of trusted) {
    for (const call of splitArguments(linter)) {
      found.push(await runIfThere(call, io, () => runAndRead(call, atRoot)));
    }
    const { fixer, okStatuses } = linter.driver;
    if (!options.fixes || fixer === undefined) continue;
    const call = { command: fixer, okStatuses };
    found.push(await runIfThere(call, io, () => runFixerOn(all.files, call, atRoot.io, atRoot)));
  }
  const records = found.flatMap((one) => one.records).filter(({ location }) =>
    location === undefined || (isWanted(location.path, wanted) && isLooked(location.path))
  );
  const error = found.find((one) => one.error !== undefined)?.error;
  const names = untrusted.map(({ driver }) => driver.name);
  return { records, untrusted: names, ...(error === undefined ? {} : { error }) };
}

/** Tells the files that are looked at. */
async function toFilter(
  files: readonly ListedFile[],
  scope: DiscoverOptions["scope"],
  context: ToolContext,
): Promise<(path: string) => boolean> {
  if (scope === "all") return () => true;
  const changed = await listChanged(files, context);
  if (changed.size === 0 && scope === "changed or all") return () => true;
  context.io.detail(`looks at the ${changed.size} files that changed; --all looks at all`);
  return (path) => changed.has(path);
}

/** Files that differ from the last commit: in the work tree, or added to the next one. */
async function listChanged(
  files: readonly ListedFile[],
  { access: { root }, io }: ToolContext,
): Promise<Set<string>> {
  const changed = await listChangedFiles(root, files) ?? [];
  return new Set([...changed, ...await listStaged(root, io)]);
}

/** Asks git for what is added, in a way in which nothing of the repository is run. */
const STAGED_COMMAND: readonly string[] = [
  "git",
  "--no-optional-locks",
  ...["core.fsmonitor=false", "core.hooksPath=/dev/null"].flatMap((one) => ["-c", one]),
  ...["diff-index", "--cached", "--name-only", "--no-ext-diff", "-z", "HEAD", "--"],
];

/** Objects that are missing are not fetched: the repository's configuration says by what program. */
const WITHOUT_NETWORK = { GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "none" };

async function listStaged(root: string, io: Io): Promise<string[]> {
  try {
    const env = { ...toolEnv(), ...WITHOUT_NETWORK };
    const { stdout, status } = await createRunTool({ folder: root, env, signal: io.signal })(
      STAGED_COMMAND,
    );
    return status === 0 ? new TextDecoder().decode(stdout).split("\0") : []; // no commit yet
  } catch (error) {
    if (error instanceof Failure) return []; // without git only the work tree tells
    throw error;
  }
}

/** A linter that the machine does not have is told, and is no failure. */
async function runIfThere(
  { command }: ToolCall,
  io: Io,
  run: () => Promise<Findings>,
): Promise<Findings> {
  try {
    io.detail(`runs ${quote(command)}`);
    return await run();
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== "E_MISSING") throw error;
    io.report(`not run: ${command[0]} is not installed`);
    return { records: [] };
  }
}

/** A command with very many files becomes several. */
function splitArguments({ driver, command }: Discovered): ToolCall[] {
  const { okStatuses } = driver;
  if (!driver.takesFiles) return [{ command, okStatuses }];
  const head = [...driver.command, "--"];
  const calls: string[][] = [];
  let sizeBytes = Infinity;
  for (const file of command.slice(head.length)) {
    if (sizeBytes + file.length + 1 > ARGUMENTS_LIMIT_BYTES) {
      calls.push([...head]);
      sizeBytes = 0;
    }
    calls[calls.length - 1].push(file);
    sizeBytes += file.length + 1;
  }
  return calls.map((call) => ({ command: call, okStatuses }));
}

/** An operand as a path from the root; empty for the root itself. */
function toPrefix(operand: string, root: string, directory: string): string {
  return relative(root, `${directory}/${operand}`) === ""
    ? ""
    : toRepositoryPath(operand, root, directory);
}

function isWanted(path: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 ||
    wanted.some((prefix) => prefix === "" || path === prefix || path.startsWith(`${prefix}/`));
}

function quote(command: readonly string[]): string {
  const words = command.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
  );
  return words.join(" ");
}
