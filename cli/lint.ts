import { Failure, fromErrorRecord } from "../lib/errors.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { printGithub, printRdjsonl, printSarif, printText, readTrust } from "../lib/lint/mod.ts";
import { printRecords } from "../lib/ndjson.ts";
import { toStatus } from "../lib/reasons.ts";
import type { DiagnosticRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { readInput, readToolOutput, type RepositoryAccess } from "./diagnostics_input.ts";
import { OK } from "./exit_status.ts";
import { VERSION } from "./help.ts";
import type { Io } from "./io.ts";
import {
  type DiscoverOptions,
  type Findings,
  runCommand,
  runDiscovered,
  runFixer,
} from "./lint_tools.ts";
import { toRepositoryPath } from "./repository_path.ts";

const FORMS = ["json", "rdjsonl", "sarif", "github", "text"] as const;
const LEVELS = ["hint", "info", "warning", "error"] as const;

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
  if (options.has("strict")) refuseUntrusted(found);
  return level === undefined ? OK : toVerdict(found.records, level, io);
}

/** Reads stdin, runs the command after `--`, or finds the linters that the repository is set up for. */
async function find(invocation: Invocation, access: RepositoryAccess): Promise<Findings> {
  const { operands, options, rest, io } = invocation;
  const context = { access, io };
  if (rest.length > 0) {
    if (operands.length > 0) {
      throw new Failure("E_USAGE", "Cannot lint: give paths, or a command after --, not both");
    }
    return await (options.has("fixes") ? runFixer(rest, context) : runCommand(rest, context));
  }
  if (readsStdin(invocation)) return await readStdin(invocation, access);
  return await runDiscovered({
    operands,
    trust: options.has("trust") ? "all" : readTrust(options.list("trusted"), toRealPath(access)),
    fixes: options.has("fixes"),
    scope: toScope(invocation),
  }, context);
}

/** Without operands stdin is read, unless a person sits there or the options ask for linters. */
function readsStdin({ operands, options, io }: Invocation): boolean {
  if (operands.length > 0) return operands[0] === "-";
  return !io.isStdinTerminal() && !options.has("all") && !options.has("changed");
}

/** Which files: those that are asked for, else those that changed if any did, else all. */
function toScope({ operands, options }: Invocation): DiscoverOptions["scope"] {
  if (options.has("changed")) {
    if (options.has("all")) {
      throw new Failure("E_USAGE", "Cannot lint: --all or --changed, not both");
    }
    return "changed";
  }
  return options.has("all") || operands.length > 0 ? "all" : "changed or all";
}

/** A link to a trusted repository is that repository, and what took its place is not. */
function toRealPath({ root }: RepositoryAccess): string {
  try {
    return Deno.realPathSync(root);
  } catch {
    return root; // it may not be asked: then it is trusted by the name that it has
  }
}

async function readStdin(
  { operands, io }: Invocation,
  access: RepositoryAccess,
): Promise<Findings> {
  if (operands.length > 1) throw new Failure("E_USAGE", "Cannot lint: - stands alone");
  Deno.permissions.revokeSync({ name: "run" }); // what only reads can start nothing
  const bytes = await readInput(io);
  const { records, formats, error } = await readToolOutput(bytes, access, io);
  if (formats.length === 0) io.report(describeUnknown(bytes));
  return error === undefined ? { records } : { records, error: fromErrorRecord(error) };
}

function describeUnknown(bytes: Uint8Array): string {
  return bytes.some((byte) => byte > 0x20)
    ? "no finding in a known format was read"
    : "nothing was read: zerostack lint . runs the linters of the repository";
}

function refuseUntrusted({ untrusted = [] }: Findings): void {
  if (untrusted.length === 0) return;
  const names = untrusted.join(", ");
  throw new Failure("E_TRUST", `Cannot run ${names}: that runs code of the repository`);
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
      return await printRdjsonl(records, readFile);
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
  io: Io,
): number {
  const least = LEVELS.indexOf(level);
  const count = records.filter((record) => LEVELS.indexOf(record.severity) >= least).length;
  if (count === 0) return OK;
  io.report(`${count} finding${count === 1 ? "" : "s"} at or above ${level}`);
  return toStatus("E_FINDINGS");
}
