/**
 * From arguments to options: one table of flags feeds the parser, the help and the completions.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import type { Configured } from "../lib/config.ts";
import { Failure } from "../lib/errors.ts";
import type { FlagRow } from "./command.ts";
import { nearest } from "./nearest.ts";

/** The options of one call, read by name. */
export interface Options {
  /** Whether a switch, or an option with a value, was given (the environment counts). */
  has(name: string): boolean;
  /** The value of an option; the environment stands in; absent when neither is there. */
  text(name: string): string | undefined;
  /** All the values of an option that may be given several times. */
  list(name: string): readonly string[];
  /** A whole number that is not negative; throws `E_USAGE` for anything else. */
  count(name: string): number | undefined;
  /** A number; throws `E_USAGE` for anything else. */
  number(name: string): number | undefined;
  /** Seconds, as milliseconds; throws `E_USAGE` unless above 0. */
  durationMs(name: string): number | undefined;
  /** Where the value comes from, in words; undefined when nobody gave one. */
  origin(name: string): string | undefined;
  /** One of a few words; throws `E_USAGE` for any other. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined;
}

/** What the arguments say. */
export interface ParsedArguments {
  /** The options. */
  readonly options: Options;
  /** What is not an option. */
  readonly operands: readonly string[];
  /** What follows `--`. */
  readonly rest: readonly string[];
}

/**
 * Parses the arguments of a command by its flags.
 *
 * @param args The arguments after the command's name.
 * @param flags The flags that it knows.
 * @param env Reads a variable of the environment.
 * @param configured Looks up a key of the configuration files.
 * @throws {Failure} With `E_USAGE` for an unknown option or a missing value.
 */
export function parseOptions(
  args: readonly string[],
  flags: readonly FlagRow[],
  env: (name: string) => string | undefined,
  configured: (key: string) => Configured | undefined = () => undefined,
): ParsedArguments {
  const valued = flags.filter((flag) => flag.value !== undefined);
  const parsed = parseArgs(args, {
    boolean: flags.filter((flag) => flag.value === undefined).map((flag) => flag.name),
    string: [...valued.map((flag) => flag.name), "_"],
    collect: flags.filter((flag) => flag.many).map((flag) => flag.name),
    alias: Object.fromEntries(flags.flatMap((flag) => flag.short ? [[flag.name, flag.short]] : [])),
    "--": true,
    unknown: (arg, key) => {
      if (key !== undefined) throw unknownOption(arg, flags);
    },
  });
  const values = new Map<string, Given>();
  for (const flag of flags) {
    const given = findGiven(flag, parsed[flag.name], env, configured);
    if (flag.value !== undefined) requireValue(flag, given.value);
    values.set(flag.name, given);
  }
  return {
    options: makeOptions(values),
    operands: parsed._.map(String),
    rest: parsed["--"] ?? [],
  };
}

/** A value, or none, and where it comes from. */
interface Given {
  readonly value: unknown;
  readonly origin?: string;
}

/** The option wins over the environment, which wins over the configuration; some lists add up. */
function findGiven(
  flag: FlagRow,
  parsed: unknown,
  env: (name: string) => string | undefined,
  configured: (key: string) => Configured | undefined,
): Given {
  if (flag.isOptional && parsed === "") { // given, but without a value
    const { value } = findGiven(flag, undefined, env, configured);
    return { value, origin: `option --${flag.name}` };
  }
  const setting = flag.setting === undefined ? undefined : configured(flag.setting);
  const over = findOverride(flag, parsed, env);
  if (setting === undefined) return over ?? { value: undefined };
  const { value, origin } = setting;
  if (over === undefined) {
    return { value: typeof value === "number" ? String(value) : value, origin };
  }
  if (!setting.adds || !Array.isArray(value)) return over;
  return { value: value.concat(over.value), origin: `${origin}, ${over.origin}` };
}

function findOverride(
  flag: FlagRow,
  parsed: unknown,
  env: (name: string) => string | undefined,
): Given | undefined {
  const isAbsent = parsed === undefined || parsed === false ||
    (Array.isArray(parsed) && parsed.length === 0);
  if (!isAbsent) return { value: parsed, origin: `option --${flag.name}` };
  const variable = flag.env === undefined ? undefined : env(flag.env) || undefined;
  return variable === undefined
    ? undefined
    : { value: variable, origin: `environment ${flag.env}` };
}

function unknownOption(arg: string, flags: readonly FlagRow[]): Failure {
  const name = arg.split("=", 1)[0];
  const known = flags.flatMap((
    flag,
  ) => [`--${flag.name}`, ...(flag.short ? [`-${flag.short}`] : [])]);
  const near = name.startsWith("--") ? nearest(name, known) : undefined;
  const hint = near === undefined ? "" : `, the nearest is "${near}"`;
  return new Failure("E_USAGE", `Cannot take option "${name}": it is not known${hint}`);
}

function requireValue(flag: FlagRow, value: unknown): void {
  const given = Array.isArray(value) ? value : [value];
  if (given.includes("") || given.includes(true)) {
    throw new Failure(
      "E_USAGE",
      `Cannot take option "--${flag.name}": it needs a value ${flag.value}`,
    );
  }
}

function makeOptions(values: ReadonlyMap<string, Given>): Options {
  const text = (name: string) => {
    if (!values.has(name)) {
      throw new TypeError(`Cannot read option "${name}": the command's row has no such flag`);
    }
    const value = values.get(name)?.value;
    return typeof value === "string" ? value : undefined;
  };
  const number = (name: string, isValid: (n: number) => boolean, wanted: string) => {
    const value = text(name);
    if (value === undefined) return undefined;
    const parsed = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : NaN;
    if (Number.isFinite(parsed) && isValid(parsed)) return parsed;
    throw wrong(name, `"${value}" is not ${wanted}`);
  };
  const wrong = (name: string, what: string) => {
    const origin = values.get(name)?.origin ?? "option";
    return origin.startsWith("option")
      ? new Failure("E_USAGE", `Cannot take option "--${name}": ${what}`)
      : new Failure("E_CONFIG", `Cannot take "${name}" of ${origin}: ${what}`);
  };
  return {
    has: (name) => text(name) !== undefined || (values.get(name)?.value ?? false) !== false,
    text,
    origin: (name) => values.get(name)?.origin,
    list: (name) => {
      text(name);
      const value = values.get(name)?.value;
      return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
    },
    count: (name) =>
      number(name, (n) => Number.isSafeInteger(n) && n >= 0, "a whole number from 0"),
    number: (name) => number(name, () => true, "a number"),
    durationMs: (name) => {
      const seconds = number(name, (n) => n > 0, "a number of seconds above 0");
      return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
    },
    choice: <T extends string>(name: string, choices: readonly T[]) => {
      const value = text(name);
      const chosen = choices.find((choice) => choice === value);
      if (value === undefined || chosen !== undefined) return chosen;
      throw wrong(name, `"${value}" is not one of ${choices.join(", ")}`);
    },
  };
}
