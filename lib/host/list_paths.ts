import { type IgnoreRules, matchIgnore, parseIgnore } from "../ignore.ts";
import type { ListedFile, ListFiles, SkippedPath } from "../ports.ts";
import { sortByPath } from "../paths.ts";
import { openRepository, readCommit, readOrUndefined } from "./repository.ts";
import type { ListFilesOptions } from "./list_files.ts";

/**
 * Makes the port that lists just the files that somebody named. What git ignores may be named; what
 * other ignore files hide stays hidden.
 *
 * @param root The top folder, as `findRoot` gives it.
 * @param paths Paths from there, as they came in.
 * @param options What to list.
 */
export function createListPaths(
  root: string,
  paths: readonly string[],
  options: ListFilesOptions = {},
): ListFiles {
  return () => {
    const readRules = createRuleReader(root, options.hidingFiles ?? []);
    const files: ListedFile[] = [];
    const skipped: SkippedPath[] = [];
    for (const path of new Set(paths.map(normalize))) {
      const why = whyNot(root, path) ?? (isHidden(path, readRules) ? "hidden" : undefined);
      if (why === undefined) files.push({ path });
      else skipped.push({ path, why });
    }
    return Promise.resolve({
      files: sortByPath(files),
      skipped: sortByPath(skipped),
      commit: readCommit(openRepository(root)),
    });
  };
}

function normalize(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}

const OUTSIDE_REGEXP = /^\/|(?:^|\/)\.{0,2}(?:\/|$)|(?:^|\/)\.git(?:\/|$)|\0/i;

function whyNot(root: string, path: string): string | undefined {
  if (OUTSIDE_REGEXP.test(path)) return "outside the repository";
  if (path.includes("\ufffd")) return "not UTF-8";
  try {
    const stat = Deno.lstatSync(`${root}/${path}`);
    if (stat.isSymlink) return "link";
    return stat.isFile ? undefined : "not a regular file";
  } catch {
    return "missing";
  }
}

type ReadRules = (folder: string) => readonly IgnoreRules[];

function createRuleReader(root: string, names: readonly string[]): ReadRules {
  const known = new Map<string, readonly IgnoreRules[]>();
  return (folder) => {
    const rules = known.get(folder) ?? names.flatMap((name) => {
      const text = readOrUndefined(`${root}/${folder}${name}`);
      return text === undefined ? [] : [parseIgnore(text, folder)];
    });
    known.set(folder, rules);
    return rules;
  };
}

/** Whether a rule hides the file, or a folder that it is in. */
function isHidden(path: string, readRules: ReadRules): boolean {
  const stack = [...readRules("")];
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    if (matchIgnore(stack, path.slice(0, end), true) === true) return true;
    stack.push(...readRules(path.slice(0, end + 1)));
  }
  return matchIgnore(stack, path, false) === true;
}
