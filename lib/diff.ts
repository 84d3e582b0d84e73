/**
 * The canonical diff: the one form of git's patch format that this program writes.
 *
 * A file is modified, created, deleted or renamed; modes other than those of regular files, copies
 * and binary parts cannot be expressed. Lines are binary strings, so that any bytes survive.
 *
 * @module
 */

import { decodeBinary, fromBinary, toBinary } from "./binary.ts";
import { Failure } from "./errors.ts";
import { diffLines, type LineChange } from "./line_diff.ts";
import { sortByPath } from "./paths.ts";
import { printDiff } from "./diff_text.ts";
import type { PatchedFile, PatchRecord } from "./types.ts";

export { parseDiff, printDiff } from "./diff_text.ts";

/** One file before and after a change. */
export interface FileVersions {
  /** Path after the change; for a deletion the path before. */
  readonly path: string;
  /** Path before the change, for a rename only. */
  readonly from?: string;
  /** Bytes before; absent for a new file. */
  readonly before?: Uint8Array;
  /** Bytes after; absent for a deletion. */
  readonly after?: Uint8Array;
  /** Git's mode before and after; `100644` when absent. */
  readonly mode?: "100644" | "100755";
}

/** What becomes of one file. */
export interface FileDiff {
  /** Path after the change; for a deletion the path before. */
  readonly path: string;
  /** Path before the change, for a rename only. */
  readonly from?: string;
  /** What happens. */
  readonly change: PatchedFile["change"];
  /** Git's mode, for a creation and a deletion only. */
  readonly mode?: "100644" | "100755";
  /** The parts that differ, in order; none for an empty file or a plain rename. */
  readonly hunks: readonly DiffHunk[];
}

/** One part of a file that differs, with some lines around it. */
export interface DiffHunk {
  /** First line before the change, from 1; with no lines before, the line that it follows. */
  readonly beforeStart: number;
  /** Number of lines before. */
  readonly beforeLines: number;
  /** First line after the change, from 1; with no lines after, the line that it follows. */
  readonly afterStart: number;
  /** Number of lines after. */
  readonly afterLines: number;
  /** The lines, each a binary string that begins with a blank, `-`, `+` or `\`, without its end. */
  readonly lines: readonly string[];
}

/** How to make a diff. */
export interface DiffOptions {
  /** Unchanged lines around a change. Default 3. */
  readonly contextLines?: number;
}

/** What stands after a last line that has no end. */
export const NO_NEWLINE = "\\ No newline at end of file";

/**
 * Compares files.
 *
 * @param files What they are before and after; those that stay as they are give nothing.
 * @param options How much to show.
 * @returns One entry a file, sorted by path, byte by byte.
 */
export function makeDiff(files: readonly FileVersions[], options: DiffOptions = {}): FileDiff[] {
  const diffs = files.map((file) => diffFile(file, options.contextLines ?? 3));
  return sortByPath(diffs.filter((diff) => diff !== undefined));
}

function diffFile(file: FileVersions, contextLines: number): FileDiff | undefined {
  const { path, from, before, after, mode = "100644" } = file;
  const hunks = diffBytes(before ?? new Uint8Array(), after ?? new Uint8Array(), contextLines);
  if (before === undefined && after === undefined) return undefined;
  if (before === undefined) return { path, change: "create", mode, hunks };
  if (after === undefined) return { path, change: "delete", mode, hunks };
  if (from !== undefined && from !== path) return { path, from, change: "rename", hunks };
  return hunks.length === 0 ? undefined : { path, change: "modify", hunks };
}

/** Cuts bytes into lines, each with its end, as binary strings. */
export function splitBinaryLines(bytes: Uint8Array): string[] {
  return toBinary(bytes).match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffBytes(before: Uint8Array, after: Uint8Array, contextLines: number): DiffHunk[] {
  const left = splitBinaryLines(before);
  const right = splitBinaryLines(after);
  const groups: LineChange[][] = [];
  for (const change of diffLines(left, right)) {
    const last = groups.at(-1)?.at(-1);
    const joins = last !== undefined && change.beforeStart - last.beforeEnd <= 2 * contextLines;
    if (joins) groups.at(-1)!.push(change);
    else groups.push([change]);
  }
  return groups.map((group) => toHunk(group, { left, right, contextLines }));
}

interface HunkSource {
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly contextLines: number;
}

function toHunk(group: readonly LineChange[], source: HunkSource): DiffHunk {
  const { left, right, contextLines } = source;
  const first = group[0];
  const last = group[group.length - 1];
  const lead = Math.min(contextLines, first.beforeStart);
  const trail = Math.min(contextLines, left.length - last.beforeEnd);
  const start = first.beforeStart - lead;
  const beforeLines = last.beforeEnd + trail - start;
  const afterLines = last.afterEnd + trail - (first.afterStart - lead);
  const lines: string[] = [];
  let at = start;
  for (const change of group) {
    pushLines(lines, " ", left.slice(at, change.beforeStart));
    pushLines(lines, "-", left.slice(change.beforeStart, change.beforeEnd));
    pushLines(lines, "+", right.slice(change.afterStart, change.afterEnd));
    at = change.beforeEnd;
  }
  pushLines(lines, " ", left.slice(at, at + trail));
  return {
    beforeStart: beforeLines === 0 ? start : start + 1,
    beforeLines,
    afterStart: first.afterStart - lead + (afterLines === 0 ? 0 : 1),
    afterLines,
    lines,
  };
}

function pushLines(target: string[], sign: string, lines: readonly string[]): void {
  for (const line of lines) {
    if (line.endsWith("\n")) target.push(sign + line.slice(0, -1));
    else target.push(sign + line, NO_NEWLINE);
  }
}

/**
 * Applies what `makeDiff` made, at exactly the lines that it names.
 *
 * @param diff What becomes of the file.
 * @param before Its bytes; absent for a creation.
 * @returns Its bytes after; undefined for a deletion.
 * @throws {Failure} With `E_STALE` when the file is not the one that the diff was made from.
 */
export function applyDiff(diff: FileDiff, before?: Uint8Array): Uint8Array | undefined {
  const source = splitBinaryLines(before ?? new Uint8Array());
  const result: string[] = [];
  let at = 0;
  for (const hunk of diff.hunks) {
    const start = hunk.beforeLines === 0 ? hunk.beforeStart : hunk.beforeStart - 1;
    while (at < start && at < source.length) result.push(source[at++]);
    at = start;
    for (const { sign, text } of readHunkLines(hunk)) {
      if (sign === "+") result.push(text);
      else if (source[at++] !== text) throw stale(diff.path, at);
      else if (sign === " ") result.push(text);
    }
  }
  while (at < source.length) result.push(source[at++]);
  if (diff.change !== "delete") return fromBinary(result.join(""));
  if (result.length > 0) throw stale(diff.path, 1);
  return undefined;
}

function stale(path: string, line: number): Failure {
  return new Failure("E_STALE", `Cannot apply diff to "${path}": line ${line} is another one`);
}

/** The lines of a hunk with their ends. */
function readHunkLines(hunk: DiffHunk): { readonly sign: string; readonly text: string }[] {
  return hunk.lines.flatMap((line, at) => {
    if (line.startsWith("\\")) return [];
    const end = hunk.lines[at + 1]?.startsWith("\\") ? "" : "\n";
    return [{ sign: line[0], text: line.slice(1) + end }];
  });
}

/**
 * Makes the record of a patch.
 *
 * @param origin The stage that makes it.
 * @param files What the files are before and after.
 * @throws {Failure} With `E_ENCODING` when a file holds a NUL byte, or bytes that are not UTF-8 so
 * near to a change that the diff would show them.
 */
export function makePatch(origin: string, files: readonly FileVersions[]): PatchRecord {
  const diffs = makeDiff(files);
  for (const { path, before, after } of files) {
    const isBinary = before?.includes(0) || after?.includes(0);
    if (isBinary && diffs.some((diff) => diff.path === path && diff.hunks.length > 0)) {
      throw new Failure("E_ENCODING", `Cannot change "${path}": it is a binary file`);
    }
  }
  const texts = diffs.map((diff) => {
    const text = decodeBinary(toBinary(printDiff([diff])));
    if (text !== undefined) return text;
    throw new Failure("E_ENCODING", `Cannot change "${diff.path}": the lines are not UTF-8`);
  });
  return { type: "patch", origin, diff: texts.join(""), files: diffs.map(toPatchedFile) };
}

function toPatchedFile({ path, from, change }: FileDiff): PatchedFile {
  return from === undefined ? { path, change } : { path, from, change };
}
