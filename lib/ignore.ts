/**
 * Ignore rules, as git reads them from `.gitignore` and its kin.
 *
 * @module
 */

import { compileWildcard, toByteString, type Wildcard } from "./wildcard.ts";

/** One line of an ignore file. */
export interface IgnoreRule {
  /** Whether it takes files back in. */
  readonly isNegated: boolean;
  /** Whether it is about folders alone. */
  readonly isForFolders: boolean;
  /** Whether it is matched against the last part of the path alone. */
  readonly isForNames: boolean;
  /** Tells a byte string that it is about. */
  readonly matches: Wildcard;
}

/** The rules of one ignore file. */
export interface IgnoreRules {
  /** The folder that they are for: empty for the root, else with a `/` at the end. */
  readonly base: string;
  /** The rules, in the order of the file. */
  readonly rules: readonly IgnoreRule[];
}

/**
 * Reads an ignore file.
 *
 * @param text The file.
 * @param base The folder that it is in: empty for the root, else with a `/` at the end.
 */
export function parseIgnore(text: string, base: string): IgnoreRules {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  const rules = lines.flatMap((line) => parseRule(line.replace(/\r$/, "")) ?? []);
  return { base, rules };
}

/**
 * What the rules say of a path.
 *
 * @param stack The files that apply, weakest first.
 * @param path The path from the root.
 * @param isFolder Whether it is a folder.
 * @returns Whether it is ignored; undefined when no rule is about it. A folder above that is
 * ignored is the caller's to find: nothing in it can come back.
 */
export function matchIgnore(
  stack: readonly IgnoreRules[],
  path: string,
  isFolder: boolean,
): boolean | undefined {
  const bytes = toByteString(path);
  const name = bytes.slice(bytes.lastIndexOf("/") + 1);
  for (let i = stack.length - 1; i >= 0; i--) {
    const { base, rules } = stack[i];
    const below = base === "" ? bytes : bytes.slice(toByteString(base).length);
    for (let j = rules.length - 1; j >= 0; j--) {
      const rule = rules[j];
      if (rule.isForFolders && !isFolder) continue;
      if (rule.matches(rule.isForNames ? name : below)) return !rule.isNegated;
    }
  }
  return undefined;
}

function parseRule(line: string): IgnoreRule | undefined {
  if (line.startsWith("#")) return undefined;
  let pattern = toByteString(trimBlanks(line));
  const isNegated = pattern.startsWith("!");
  if (isNegated) pattern = pattern.slice(1);
  const isForFolders = pattern.endsWith("/");
  if (isForFolders) pattern = pattern.slice(0, -1);
  if (pattern === "") return undefined;
  const isForNames = !pattern.includes("/");
  const matches = isForNames ? compileName(pattern) : compilePath(pattern);
  return { isNegated, isForFolders, isForNames, matches };
}

/** Without the blanks at the end, unless a backslash holds them. */
function trimBlanks(line: string): string {
  const end = /(?:[^\\ ]|\\.|\\$| +(?=[^ ]))*/s.exec(line)![0].length;
  return line.slice(0, end);
}

function compileName(pattern: string): Wildcard {
  if (!/[*?[\\]/.test(pattern)) return (name) => name === pattern;
  const rest = pattern.slice(1);
  if (pattern[0] === "*" && !/[*?[\\]/.test(rest)) return (name) => name.endsWith(rest);
  return compileWildcard(pattern);
}

/** The part before the first wildcard is compared as it is; only the rest is a pattern of its own. */
function compilePath(pattern: string): Wildcard {
  const rooted = pattern.startsWith("/") ? pattern.slice(1) : pattern;
  const special = rooted.search(/[*?[\\]/);
  if (special < 0) return (path) => path === rooted;
  const prefix = rooted.slice(0, special);
  const matches = compileWildcard(rooted.slice(special));
  return (path) => path.startsWith(prefix) && matches(path.slice(prefix.length));
}
