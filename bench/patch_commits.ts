/**
 * Writes real commits as answers in each form, applies them, and compares the files byte for byte with
 * those of the commit.
 *
 *     deno run -A bench/patch_commits.ts GITDIR... [--commits=300] [--oracle=check_patch.py] [--keep]
 *
 * With `--oracle` every patch also goes through that script, which runs `git apply` for real.
 *
 * @module
 */

import { applyAnswer } from "../lib/patch/mod.ts";
import type { ReadFile } from "../lib/ports.ts";
import { EDIT_FORMS, printAnswer, type TextChange } from "../tests/answer_writer.ts";
import { toTree } from "../tests/score_patch.ts";

const FILES_LIMIT = 6;
const SIZE_LIMIT = 300_000;

interface Commit {
  readonly gitDir: string;
  readonly hash: string;
  readonly parent: string;
}

/** What a commit gave in one form. */
type Result = "right" | "refused" | "WRONG" | "not expressible";

function git(gitDir: string, args: readonly string[]): Uint8Array {
  const { stdout, success, stderr } = new Deno.Command("git", {
    args: [`--git-dir=${gitDir}`, ...args],
  }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return stdout;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // not text
  }
}

/** Commits with one parent, spread evenly over the history. */
function listCommits(gitDir: string, count: number): Commit[] {
  const args = ["log", "--no-merges", "--format=%H %P", "-n", "4000"];
  const lines = decode(git(gitDir, args))!.split("\n").filter((line) =>
    line.split(" ").length === 2
  );
  const step = Math.max(1, Math.floor(lines.length / count));
  return lines.filter((_, at) => at % step === 0).map((line) => {
    const [hash, parent] = line.split(" ");
    return { gitDir, hash, parent };
  });
}

/** The text files that a commit changes; undefined when it does more than change, add and delete text. */
function readChanges({ gitDir, hash, parent }: Commit): TextChange[] | undefined {
  const args = ["diff-tree", "-r", "-z", "--no-renames", parent, hash];
  const parts = decode(git(gitDir, args))?.split("\0").slice(0, -1) ?? [];
  const changes: TextChange[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [beforeMode, afterMode, before, after] = parts[at].slice(1).split(" ");
    const modes = [beforeMode, afterMode].filter((mode) => mode !== "000000");
    if (modes.some((mode) => mode !== "100644") || changes.length >= FILES_LIMIT) return undefined;
    const read = (blob: string) =>
      /^0+$/.test(blob) ? undefined : decode(git(gitDir, ["cat-file", "blob", blob]));
    const change = { path: parts[at + 1], before: read(before), after: read(after) };
    if (change.before === undefined && change.after === undefined) return undefined;
    if ((change.before ?? "").length + (change.after ?? "").length > SIZE_LIMIT) return undefined;
    if (/\0|\r(?!\n)/.test((change.before ?? "") + (change.after ?? ""))) return undefined;
    changes.push(change);
  }
  return changes.length === 0 ? undefined : changes;
}

function makeReadFile(changes: readonly TextChange[]): ReadFile {
  const encoder = new TextEncoder();
  return (path) => {
    const text = changes.find((change) => change.path === path)?.before;
    if (text === undefined) return Promise.resolve(undefined);
    return Promise.resolve({ bytes: encoder.encode(text), mode: "100644" as const });
  };
}

/** What is wrong with the files that a diff makes; undefined when they are those of the commit. */
function compare(changes: readonly TextChange[], diff: string): string | undefined {
  const before = changes.flatMap(({ path, before }) =>
    before === undefined ? [] : [[path, before]]
  );
  const after = changes.flatMap(({ path, after }) => after === undefined ? [] : [[path, after]]);
  const tree = toTree(Object.fromEntries(before), diff);
  const differs = after.find(([path, text]) => tree[path] !== text);
  if (differs !== undefined) return `"${differs[0]}" differs`;
  return Object.keys(tree).length === after.length ? undefined : "there are other files";
}

async function runOracle(
  oracle: string,
  commit: Commit,
  diff: string,
): Promise<string | undefined> {
  const child = new Deno.Command("python3", {
    args: [oracle, "repo", commit.gitDir, commit.parent, "--expect-commit", commit.hash],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(diff));
  await writer.close();
  const { code, stdout } = await child.output();
  return code === 0 ? undefined : decode(stdout);
}

const option = (name: string) =>
  Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const gitDirs = Deno.args.filter((arg) => !arg.startsWith("--"));
const wanted = Number(option("commits") ?? 300);
const oracle = option("oracle");
const counts = new Map<string, Map<Result, number>>();
let used = 0;
for (const gitDir of gitDirs) {
  let taken = 0;
  for (const commit of listCommits(gitDir, Math.ceil(wanted / gitDirs.length) * 3)) {
    if (taken >= wanted / gitDirs.length) break;
    const changes = readChanges(commit);
    if (changes === undefined) continue;
    taken++;
    for (const form of EDIT_FORMS) {
      const answer = printAnswer(form, changes);
      const row = counts.get(form) ?? new Map<Result, number>();
      const count = (result: Result) =>
        counts.set(form, row.set(result, (row.get(result) ?? 0) + 1));
      if (answer === undefined) {
        count("not expressible");
        continue;
      }
      const outcome = await applyAnswer(answer, {
        readFile: makeReadFile(changes),
        allowPaths: ["**"],
        allowDelete: true,
      });
      const name = `${form} ${gitDir} ${commit.hash}`;
      if (!outcome.ok) {
        console.log(`refused ${name}: ${outcome.reason} ${outcome.message}`);
        count("refused");
        continue;
      }
      const { diff } = outcome.patch;
      const fault = compare(changes, diff) ??
        (oracle === undefined ? undefined : await runOracle(oracle, commit, diff));
      if (fault !== undefined) console.log(`WRONG ${name}: ${fault}`);
      count(fault === undefined ? "right" : "WRONG");
    }
  }
  used += taken;
}
console.log(`${used} commits`);
for (const [form, row] of counts) {
  console.log(
    form.padEnd(16),
    Array.from(row, ([result, count]) => `${result} ${count}`).join("  "),
  );
}
