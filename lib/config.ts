/**
 * Configuration files: the user's own, and the project's, which can only narrow. An option and the
 * environment win over both.
 *
 * @module
 */

import { Failure } from "./errors.ts";

/** What a setting may hold. */
export type SettingValue = string | number | boolean | readonly string[];

/** A key of a configuration file. */
export interface Setting {
  /** Its name in the file. */
  readonly key: string;
  /** What it holds: a text, an absolute path, a number, a whole number, a switch, or texts. */
  readonly kind: "text" | "path" | "number" | "count" | "switch" | "texts";
  /** How a project's file narrows it; absent where a project has no say. */
  readonly narrows?: "least" | "union" | "switch on";
  /** What holds where nobody says anything: for the listing, and for what `least` is less than. */
  readonly standard?: number | string;
}

/** All the keys. */
export const SETTINGS: readonly Setting[] = [
  { key: "endpoint", kind: "text", standard: "http://127.0.0.1:11434/v1" },
  { key: "model", kind: "text", standard: "the only one that is served" },
  { key: "temperature", kind: "number", standard: "the server's" },
  { key: "seed", kind: "count", standard: "the server's" },
  { key: "maxTokens", kind: "count", standard: "the server's" },
  { key: "keyFile", kind: "path", standard: "none" },
  { key: "caFile", kind: "path", standard: "none" },
  { key: "allowHosts", kind: "texts", standard: "none but this machine" },
  { key: "localOnly", kind: "switch", narrows: "switch on", standard: "no" },
  { key: "insecureHttp", kind: "switch", standard: "no" },
  { key: "allowProxy", kind: "switch", standard: "no" },
  { key: "connectTimeoutSeconds", kind: "number", standard: 10 },
  { key: "idleTimeoutSeconds", kind: "number", standard: 300 },
  { key: "timeoutSeconds", kind: "number", standard: "none" },
  { key: "retries", kind: "count", standard: 3 },
  { key: "formats", kind: "texts", standard: "by the model and the size of what it is shown" },
  { key: "attempts", kind: "count", narrows: "least", standard: 3 },
  { key: "budgetTokens", kind: "count", narrows: "least", standard: 16_000 },
  { key: "windowTokens", kind: "count", standard: "as the server tells" },
  { key: "vocabulary", kind: "text", standard: "o200k_base" },
  { key: "exclude", kind: "texts", narrows: "union", standard: "nothing" },
  { key: "trust", kind: "texts", standard: "no repository" },
];

/** Whose file it is. */
export type ConfigOwner = "user" | "project";

/** A configuration file, read. */
export interface ConfigFile {
  /** Whose it is. */
  readonly owner: ConfigOwner;
  /** Its path, for messages. */
  readonly path: string;
  /** What it sets, by key. */
  readonly values: ReadonlyMap<string, SettingValue>;
}

/** A value, and where it comes from. */
export interface Configured {
  /** The value. */
  readonly value: SettingValue;
  /** The file, or files, in words. */
  readonly origin: string;
  /** Whether values of options and environment are added to it, instead of taking its place. */
  readonly adds: boolean;
}

/**
 * Reads a configuration file: a JSON object with keys of `SETTINGS`.
 *
 * @param text The whole file.
 * @param path Its path, for messages.
 * @param owner Whose it is: a project's file has fewer keys.
 * @throws {Failure} With `E_CONFIG` and the line of what is wrong.
 */
export function parseConfig(text: string, path: string, owner: ConfigOwner): ConfigFile {
  const wrong = (what: string, line?: number) =>
    new Failure(
      "E_CONFIG",
      `Cannot use configuration "${path}"${line === undefined ? "" : `, line ${line}`}: ${what}`,
    );
  const value = parseJson(text, wrong);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong("expected a JSON object", 1);
  }
  const lines = findKeyLines(text);
  const values = new Map<string, SettingValue>();
  for (const [key, held] of Object.entries(value)) {
    const setting = SETTINGS.find((setting) => setting.key === key);
    if (setting === undefined) throw wrong(`"${key}" is not a known key`, lines.get(key));
    if (owner === "project" && setting.narrows === undefined) {
      throw wrong(`"${key}" is for the user's own file, a project can only narrow`, lines.get(key));
    }
    const wanted = findFault(setting, held);
    if (wanted !== undefined) throw wrong(`"${key}" must be ${wanted}`, lines.get(key));
    values.set(key, held as SettingValue);
  }
  return { owner, path, values };
}

function parseJson(text: string, wrong: (what: string, line?: number) => Failure): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const place = /line (\d+)/.exec(String(cause))?.[1];
    throw wrong("it is not JSON", place === undefined ? undefined : Number(place));
  }
}

/** What a value should have been; undefined when it is right. */
function findFault({ kind }: Setting, value: unknown): string | undefined {
  switch (kind) {
    case "text":
      return typeof value === "string" && value !== "" ? undefined : "a text";
    case "path":
      return typeof value === "string" && value.startsWith("/") ? undefined : "an absolute path";
    case "number":
      return typeof value === "number" && value >= 0 ? undefined : "a number from 0";
    case "count":
      return Number.isSafeInteger(value) && (value as number) >= 0
        ? undefined
        : "a whole number from 0";
    case "switch":
      return typeof value === "boolean" ? undefined : "true or false";
    case "texts":
      return Array.isArray(value) && value.every((text) => typeof text === "string" && text !== "")
        ? undefined
        : "a list of texts";
  }
}

const TOKEN_REGEXP = /"(?:[^"\\]|\\.)*"|[[\]{}\n]/g;

/** The line of each key of the outermost object; of a key that is there twice, the last one. */
function findKeyLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let line = 1;
  let depth = 0;
  for (const match of text.matchAll(TOKEN_REGEXP)) {
    const [token] = match;
    if (token === "\n") line++;
    else if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && /^\s*:/.test(text.slice(match.index + token.length))) {
      lines.set(JSON.parse(token), line);
    }
  }
  return lines;
}

/**
 * Looks a key up: the user's value, narrowed by the project's.
 *
 * @param files The files that are there, in any order.
 * @param key A key of `SETTINGS`.
 * @returns The value; undefined when no file sets it.
 */
export function lookUp(files: readonly ConfigFile[], key: string): Configured | undefined {
  const setting = SETTINGS.find((setting) => setting.key === key);
  if (setting === undefined) throw new TypeError(`Cannot look up "${key}": there is no such key`);
  const user = files.find(({ owner, values }) => owner === "user" && values.has(key));
  const project = files.find(({ owner, values }) => owner === "project" && values.has(key));
  const own = user?.values.get(key);
  const adds = setting.narrows === "union";
  if (project === undefined) {
    return own === undefined ? undefined : { value: own, origin: `user file ${user?.path}`, adds };
  }
  const theirs = project.values.get(key)!;
  const value = narrow(setting, own, theirs);
  const origins = [...(value === theirs ? [] : [user]), ...(value === own ? [] : [project])];
  return {
    value,
    adds,
    origin: origins.flatMap((file) => file === undefined ? [] : [`${file.owner} file ${file.path}`])
      .join(", ") || "default",
  };
}

function narrow(
  { narrows, standard }: Setting,
  own: SettingValue | undefined,
  theirs: SettingValue,
): SettingValue {
  switch (narrows) {
    case "least":
      return Math.min(Number(own ?? standard), Number(theirs));
    case "union":
      return own === undefined ? theirs : [...(own as string[]), ...(theirs as string[])];
    default:
      return own === true || theirs === true;
  }
}
