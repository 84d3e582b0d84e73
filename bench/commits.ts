/**
 * Real commits as changes of texts: what benchmarks of answers are made of.
 *
 * @module
 */

import type { ReadFile } from "../lib/ports.ts";
import type { TextChange } from "../tests/answer_writer.ts";
import { toTree } from "../tests/score_patch.ts";

const FILES_LIMIT = 6;
const SIZE_LIMIT = 300_000;

/** A commit of a repository. */
export interface Commit {
  /** The folder of git. */
  readonly gitDir: string;
  /** The commit. */
  readonly hash: string;
  /** The one before. */
  readonly parent: string;
}

/** A commit that only changes, adds and deletes text. */
export interface TextCommit extends Commit {
  /** Its files. */
  readonly changes: readonly TextChange[];
}

/** The folders of git that ZEROSTACK_MIRROR holds, as `owner+name/repo` each. */
export function listMirror(): string[] {
  const mirror = Deno.env.get("ZEROSTACK_MIRROR");
  if (mirror === undefined) return [];
  return Array.from(Deno.readDirSync(mirror)).filter(({ name }) => name.includes("+"))
    .map(({ name }) => `${mirror}/${name}/repo`).sort();
}

/** Takes commits of text, as many of each repository, spread evenly over its history. */
export function* takeCommits(gitDirs: readonly string[], wanted: number): Generator<TextCommit> {
  const share = wanted / gitDirs.length;
  for (const gitDir of gitDirs) {
    let taken = 0;
    for (const commit of listCommits(gitDir, Math.ceil(share) * 3)) {
      if (taken >= share) break;
      const changes = readChanges(commit);
      if (changes === undefined) continue;
      taken++;
      yield { ...commit, changes };
    }
  }
}

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

/** Reads the files as they are before a change. */
export function makeReadFile(changes: readonly TextChange[]): ReadFile {
  const encoder = new TextEncoder();
  return (path) => {
    const text = changes.find((change) => change.path === path)?.before;
    if (text === undefined) return Promise.resolve(undefined);
    return Promise.resolve({ bytes: encoder.encode(text), mode: "100644" as const });
  };
}

/** What is wrong with the files that a diff makes; undefined when they are those of the change. */
export function compareFiles(changes: readonly TextChange[], diff: string): string | undefined {
  const before = changes.flatMap(({ path, before }) =>
    before === undefined ? [] : [[path, before]]
  );
  const after = changes.flatMap(({ path, after }) => after === undefined ? [] : [[path, after]]);
  const tree = toTree(Object.fromEntries(before), diff);
  const differs = after.find(([path, text]) => tree[path] !== text);
  if (differs !== undefined) return `"${differs[0]}" differs`;
  return Object.keys(tree).length === after.length ? undefined : "there are other files";
}
