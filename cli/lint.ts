import { Failure, fromErrorRecord } from "../lib/errors.ts";
import { HIDING_FILES } from "../lib/host/hiding_files.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { createRunTool } from "../lib/host/run_tool.ts";
import {
  type Discovered,
  discoverLinters,
  printGithub,
  printRdjsonl,
  printSarif,
  printText,
  toOkStatuses,
} from "../lib/lint/mod.ts";
import { printRecords } from "../lib/ndjson.ts";
import type { ListedFile, RunTool } from "../lib/ports.ts";
import { toStatus } from "../lib/reasons.ts";
import type { DiagnosticRecord, ErrorRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { readInput, readToolOutput, type RepositoryAccess } from "./diagnostics_input.ts";
import { OK } from "./exit_status.ts";
import { VERSION } from "./help.ts";
import { toRepositoryPath } from "./repository_path.ts";

const FORMS = ["json", "rdjsonl", "sarif", "github", "text"] as const;
const LEVELS = ["hint", "info", "warning", "error"] as const;
/** Longest list of arguments that one command is given, in bytes; all systems allow it. */
const ARGUMENTS_LIMIT_BYTES = 96 * 1024;

/** What was found, and what kept more from being found. */
interface Findings {
  readonly records: readonly DiagnosticRecord[];
  /** The failure of an earlier stage, or of a tool. */
  readonly error?: Failure;
  /** Names of linters that were not run for lack of trust. */
  readonly untrusted?: readonly string[];
}

/** `zerostack lint`: reads, runs or finds linters, and writes what they find as records. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  const form = options.choice("as", FORMS) ?? "json";
  const level = options.choice("fail-on", LEVELS);
  const root = findRoot(io.directory);
  const path = options.text("path");
  const access: RepositoryAccess = {
    root,
    readFile: createReadFile(root),
    ...(path === undefined ? {} : { path: toRepositoryPath(path, root, io.directory) }),
  };
  const found = await find(invocation, access);
  await io.write(await print(found.records, form, access));
  if (found.error !== undefined) throw found.error;
  if (options.has("strict") && (found.untrusted ?? []).length > 0) {
    throw new Failure(
      "E_TRUST",
      `Cannot run ${found.untrusted?.join(", ")}: they run code of the repository`,
    );
  }
  return level === undefined ? OK : toVerdict(found.records, level, io);
}

/** Reads stdin, runs the command after `--`, or finds the linters that the repository is set up for. */
async function find(invocation: Invocation, access: RepositoryAccess): Promise<Findings> {
  const { operands, rest, io } = invocation;
  if (rest.length > 0) {
    if (operands.length === 0) return await runOne(rest, invocation, access);
    throw new Failure("E_USAGE", "Cannot lint: give paths, or a command after --, not both");
  }
  const readsStdin = operands.length === 0 ? !io.isStdinTerminal() : operands[0] === "-";
  if (!readsStdin) return await runDiscovered(invocation, access);
  if (operands.length > 1) throw new Failure("E_USAGE", "Cannot lint: - stands alone");
  Deno.permissions.revokeSync({ name: "run" }); // what only reads can start nothing
  const bytes = await readInput(io);
  const reading = await readToolOutput(bytes, access, io);
  if (reading.formats.length === 0) io.report(describeUnknown(bytes));
  return { records: reading.records, ...toError(reading.error) };
}

function describeUnknown(bytes: Uint8Array): string {
  return bytes.some((byte) => byte > 0x20)
    ? "no finding in a known format was read"
    : "nothing was read: zerostack lint . runs the linters of the repository";
}

function toError(error: ErrorRecord | undefined): { readonly error?: Failure } {
  return error === undefined ? {} : { error: fromErrorRecord(error) };
}

async function runOne(
  command: readonly string[],
  { io }: Invocation,
  access: RepositoryAccess,
): Promise<Findings> {
  const runTool = createRunTool({ folder: io.directory, env: toolEnv(), signal: io.signal });
  return await runAndRead({ command, okStatuses: toOkStatuses(command) }, runTool, access, io);
}

/** The environment without what is ours: a tool may be code of the repository. */
function toolEnv(): Record<string, string> {
  const own = /^(?:ZEROSTACK_|OPENAI_API_KEY$|DENO_NO_UPDATE_CHECK$)/;
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => !own.test(name)),
  );
}

/** A command, and the statuses with which it says that it went well. */
interface ToolCall {
  readonly command: readonly string[];
  /** Absent when they are not known: then a status counts as a failure if nothing was found. */
  readonly okStatuses?: readonly number[];
}

/** Runs a tool and reads what it writes: its findings may be on stdout or on stderr. */
async function runAndRead(
  { command, okStatuses }: ToolCall,
  runTool: RunTool,
  access: RepositoryAccess,
  io: Invocation["io"],
): Promise<Findings> {
  const { stdout, stderr, status } = await runTool(command);
  const onStdout = await readToolOutput(stdout, access, io);
  const onStderr = await readToolOutput(stderr, access, io);
  const records = [...onStdout.records, ...onStderr.records];
  const wentWell = okStatuses?.includes(status) ?? (status === 0 || records.length > 0);
  if (wentWell) return { records, ...toError(onStdout.error ?? onStderr.error) };
  const said = lastLine(stderr) ?? lastLine(stdout) ?? "it said nothing";
  return {
    records,
    error: new Failure("E_INPUT", `Cannot lint: "${command[0]}" ended with ${status}: ${said}`),
  };
}

function lastLine(bytes: Uint8Array): string | undefined {
  return new TextDecoder().decode(bytes).split("\n").findLast((line) => line.trim() !== "")?.trim();
}

async function runDiscovered(
  { operands, options, io }: Invocation,
  access: RepositoryAccess,
): Promise<Findings> {
  const all = await createListFiles(access.root, { hidingFiles: HIDING_FILES })();
  const wanted = operands.map((operand) => toPrefix(operand, access.root, io.directory));
  const files = all.files.filter((file) => isWanted(file, wanted));
  const linters = await discoverLinters({ ...all, files }, access.readFile, all);
  if (linters.length === 0) {
    throw new Failure("E_NOTHING", "Cannot lint: the repository is set up for no known linter");
  }
  const trusted = linters.filter(({ driver }) => !driver.runsCode || options.has("trust"));
  const untrusted = linters.filter((linter) => !trusted.includes(linter));
  for (const { driver, command } of untrusted) {
    io.report(`not run: ${driver.name} runs code of the repository: ${quote(command)}`);
  }
  const runTool = createRunTool({ folder: access.root, env: toolEnv(), signal: io.signal });
  const records: DiagnosticRecord[] = [];
  let error: Failure | undefined;
  for (const call of trusted.flatMap(splitArguments)) {
    const found = await runIfThere(call, runTool, access, { ...io, directory: access.root });
    records.push(...found.records.filter((record) => isWantedRecord(record, wanted)));
    error ??= found.error;
  }
  return { records, untrusted: untrusted.map(({ driver }) => driver.name), error };
}

/** A linter that the machine does not have is told, and is no failure. */
async function runIfThere(
  call: ToolCall,
  runTool: RunTool,
  access: RepositoryAccess,
  io: Invocation["io"],
): Promise<Findings> {
  try {
    io.detail(`runs ${quote(call.command)}`);
    return await runAndRead(call, runTool, access, io);
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== "E_MISSING") throw error;
    io.report(`not run: ${call.command[0]} is not installed`);
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
  const inside = `${directory}/${operand}`;
  return inside.replace(/\/\.?$/, "") === root ? "" : toRepositoryPath(operand, root, directory);
}

function isWanted({ path }: ListedFile, wanted: readonly string[]): boolean {
  return wanted.length === 0 ||
    wanted.some((prefix) => prefix === "" || path === prefix || path.startsWith(`${prefix}/`));
}

function isWantedRecord({ location }: DiagnosticRecord, wanted: readonly string[]): boolean {
  return location === undefined || isWanted({ path: location.path }, wanted);
}

function quote(command: readonly string[]): string {
  const words = command.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
  );
  return words.join(" ");
}

async function print(
  records: readonly DiagnosticRecord[],
  form: (typeof FORMS)[number],
  { readFile }: RepositoryAccess,
): Promise<string> {
  switch (form) {
    case "json":
      return printRecords(records);
    case "rdjsonl":
      return printRdjsonl(records);
    case "sarif":
      return await printSarif(records, { version: VERSION, readFile });
    case "github":
      return printGithub(records);
    case "text":
      return printText(records);
  }
}

function toVerdict(
  records: readonly DiagnosticRecord[],
  level: (typeof LEVELS)[number],
  io: Invocation["io"],
): number {
  const least = LEVELS.indexOf(level);
  const count = records.filter((record) => LEVELS.indexOf(record.severity) >= least).length;
  if (count === 0) return OK;
  io.report(`${count} finding${count === 1 ? "" : "s"} at or above ${level}`);
  return toStatus("E_FINDINGS");
}
