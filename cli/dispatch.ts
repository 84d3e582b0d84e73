/**
 * From arguments to an exit status: find the command, parse its options, drop what it may not
 * touch, run it, and turn every end into a status and at most one line.
 *
 * @module
 */

import { Failure, toFailure } from "../lib/errors.ts";
import { resolve } from "@std/path/posix/resolve";
import type { CommandRow } from "./command.ts";
import { COMMANDS, findCommand, GLOBAL_FLAGS } from "./commands.ts";
import { configure } from "./config_files.ts";
import { withDeadline } from "./deadline.ts";
import { NO, OK, USAGE } from "./exit_status.ts";
import { openIo, type ProcessIo, refuseTerminal, type Talk } from "./io.ts";
import { readEnv } from "./env.ts";
import { nearest } from "./nearest.ts";
import { type ParsedArguments, parseOptions } from "./options.ts";
import { openOutput } from "./output.ts";
import { dropPermissions } from "./permissions.ts";
import { tell, writeFailure } from "./tell.ts";

/**
 * Runs the program.
 *
 * @param args The arguments, without the program's name.
 * @returns The exit status.
 */
export async function dispatch(args: readonly string[]): Promise<number> {
  const talk: Talk = {
    name: "",
    quiet: false,
    verbose: false,
    json: args.includes("--json-errors"),
    color: "auto",
  };
  let call: { readonly row: CommandRow; readonly args: readonly string[] } | undefined;
  try {
    call = splitCommand(args);
    if (call === undefined) return await printWithoutCommand(args);
  } catch (error) {
    return tell(talk, toFailure(error));
  }
  return await runCommand(call.row, call.args, { ...talk, name: call.row.name });
}

/** `zerostack`, `zerostack --help`, `zerostack --version`. */
async function printWithoutCommand(args: readonly string[]): Promise<number> {
  const { printOverview, VERSION } = await import("./help.ts");
  const { options } = parseOptions(args, GLOBAL_FLAGS, readEnv);
  const text = options.has("version") ? `zerostack ${VERSION}\n` : printOverview();
  if (options.has("version") || options.has("help")) return await printText(text);
  try {
    await Deno.stderr.write(new TextEncoder().encode(text));
  } catch { /* there is nobody left to tell */ }
  return USAGE;
}

async function printText(text: string): Promise<number> {
  await openOutput().write(new TextEncoder().encode(text));
  return OK;
}

/**
 * Finds the command: the first word after the options of every command. A first word with a
 * blank in it is a prompt, and so is the first word after an option of `run`.
 */
function splitCommand(
  args: readonly string[],
): { readonly row: CommandRow; readonly args: readonly string[] } | undefined {
  const at = skipGlobalFlags(args);
  if (at === args.length) return undefined;
  const word = args[at];
  const row = findCommand(word);
  if (row !== undefined) return { row, args: [...args.slice(0, at), ...args.slice(at + 1)] };
  const bare = findCommand("run");
  if (bare !== undefined && (word.startsWith("-") || /\s/.test(word))) return { row: bare, args };
  const near = nearest(word, COMMANDS.map((command) => command.name));
  const hint = near === undefined
    ? "a prompt of one word needs: zerostack run"
    : `the nearest is "${near}"`;
  throw new Failure("E_USAGE", `Cannot run "${word}": there is no such command, ${hint}`);
}

/** The index of the first argument that is not an option of every command, or the value of one. */
function skipGlobalFlags(args: readonly string[]): number {
  let at = 0;
  while (at < args.length) {
    const name = args[at].split("=", 1)[0];
    const flag = GLOBAL_FLAGS.find((row) => name === `--${row.name}` || name === `-${row.short}`);
    if (flag === undefined) return at;
    at += flag.value !== undefined && !args[at].includes("=") ? 2 : 1;
  }
  return args.length;
}

async function runCommand(row: CommandRow, args: readonly string[], named: Talk): Promise<number> {
  let talk = named;
  let parsed: ParsedArguments | undefined;
  let io: ProcessIo | undefined;
  const flags = [...row.flags, ...GLOBAL_FLAGS];
  try {
    parsed = parseOptions(args, flags, readEnv);
    const given = parsed.options;
    talk = { ...talk, quiet: given.has("quiet"), verbose: given.has("verbose") };
    talk = { ...talk, color: given.choice("color", ["auto", "always", "never"]) ?? "auto" };
    if (given.has("help")) return await printWithHelp(row);
    if (given.has("version")) return await printWithoutCommand(["--version"]);
    const directory = resolve(Deno.cwd(), ...given.list("directory"));
    parsed = await configure(parsed, { row, args, flags, directory });
    const { options } = parsed;
    const operands = row.operands?.includes("--")
      ? parsed.operands
      : [...parsed.operands, ...parsed.rest];
    if (row.stdin === "input" || (row.stdin === "operand" && operands.includes("-"))) {
      refuseTerminal();
    }
    const outputPath = options.text("output");
    const abort = new AbortController();
    io = openIo(directory, talk, {
      outputPath: outputPath === undefined ? undefined : resolve(directory, outputPath),
      signal: abort.signal,
    });
    const { run } = await row.load();
    dropPermissions(row, { options, flags, operands });
    const timeoutMs = row.flags.some((flag) => flag.name === "timeout")
      ? options.durationMs("timeout")
      : undefined;
    const work = run({ options, operands, rest: parsed.rest, io });
    const status = timeoutMs === undefined
      ? await work
      : await withDeadline(work, timeoutMs, abort);
    await (status <= NO ? io.output.commit() : io.output.discard());
    return status;
  } catch (error) {
    const failure = toFailure(error);
    await writeFailure(row, failure, parsed, io);
    io?.output.discard();
    if (failure.reason === "E_USAGE") {
      return tell(talk, failure, `zerostack ${row.name} --help says more`);
    }
    return tell(talk, failure);
  }
}

async function printWithHelp(row: CommandRow): Promise<number> {
  const { printHelp } = await import("./help.ts");
  return await printText(printHelp(row));
}
