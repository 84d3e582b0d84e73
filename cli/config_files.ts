/**
 * The configuration files: which there are, and what they add to the options.
 *
 * @module
 */

import type { ConfigFile, ConfigOwner } from "../lib/config.ts";
import { Failure, toCauseText } from "../lib/errors.ts";
import { findRoot, mayRead } from "../lib/host/repository.ts";
import type { CommandRow, FlagRow } from "./command.ts";
import { readEnv } from "./env.ts";
import { type ParsedArguments, parseOptions } from "./options.ts";

/** Name of a project's file, in the top folder of its repository. */
export const PROJECT_FILE = ".zerostack.json";

/** Largest file that is read: a project's may be hostile. */
const CONFIG_LIMIT_BYTES = 64 * 1024;

/** A call whose options the configuration completes. */
export interface Call {
  /** Its command. */
  readonly row: CommandRow;
  /** Its arguments. */
  readonly args: readonly string[];
  /** The flags that they were parsed by. */
  readonly flags: readonly FlagRow[];
  /** The folder to work in. */
  readonly directory: string;
}

/**
 * Adds the configuration to the options of a call. A command that does not read the repository does
 * not read its configuration either.
 *
 * @throws {Failure} With `E_CONFIG` for a file that is wrong.
 */
export async function configure(parsed: ParsedArguments, call: Call): Promise<ParsedArguments> {
  const { row, args, flags, directory } = call;
  if (parsed.options.has("no-config") || flags.every((flag) => flag.setting === undefined)) {
    return parsed;
  }
  const texts = [readConfig("user", userPath()), readConfig("project", projectPath(row, directory))]
    .filter((file) => file !== undefined);
  if (texts.length === 0) return parsed;
  const { lookUp, parseConfig } = await import("../lib/config.ts");
  const files: ConfigFile[] = texts.map(({ owner, path, text }) => parseConfig(text, path, owner));
  return parseOptions(args, flags, readEnv, (key) => lookUp(files, key));
}

function userPath(): string | undefined {
  const home = readEnv("HOME");
  const folder = readEnv("XDG_CONFIG_HOME") || (home ? `${home}/.config` : undefined);
  return folder?.startsWith("/") ? `${folder}/zerostack/config.json` : undefined;
}

function projectPath(row: CommandRow, directory: string): string | undefined {
  return row.needs.read === "repository" ? `${findRoot(directory)}/${PROJECT_FILE}` : undefined;
}

/** A configuration file as text. */
interface ConfigText {
  readonly owner: ConfigOwner;
  readonly path: string;
  readonly text: string;
}

function readConfig(owner: ConfigOwner, path: string | undefined): ConfigText | undefined {
  if (path === undefined || !mayRead(path)) return undefined;
  const fail = (why: string, cause?: unknown) =>
    new Failure("E_CONFIG", `Cannot read configuration "${path}": ${why}`, { cause });
  try {
    // The user's file may be a link into their dotfiles; a project's is never followed anywhere.
    const { isFile, size } = owner === "user" ? Deno.statSync(path) : Deno.lstatSync(path);
    if (!isFile) throw fail("it is not a regular file");
    if (size > CONFIG_LIMIT_BYTES) throw fail(`it is larger than ${CONFIG_LIMIT_BYTES} bytes`);
    return { owner, path, text: Deno.readTextFileSync(path) };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw fail(toCauseText(cause), cause);
  }
}
