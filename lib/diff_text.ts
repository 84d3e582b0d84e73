import { decodeBinary, encodeBinary, fromBinary, toBinary } from "./binary.ts";
import type { DiffHunk, FileDiff } from "./diff.ts";
import { InputError } from "./errors.ts";
import { quotePath, unquotePath } from "./git_path.ts";

const HUNK_HEADER_REGEXP = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const IGNORED_HEADER_REGEXP = /^(?:index [0-9a-f]+\.\.[0-9a-f]+|(?:dis)?similarity index \d+%)/;

/** Writes a diff as bytes that `git apply` takes. */
export function printDiff(diff: readonly FileDiff[]): Uint8Array {
  return fromBinary(diff.map(printFile).join(""));
}

function printFile(file: FileDiff): string {
  const { path, from = path, change, mode, hunks } = file;
  const lines = [`diff --git ${toName("a/" + from)} ${toName("b/" + path)}`];
  if (change === "create") lines.push(`new file mode ${mode}`);
  if (change === "delete") lines.push(`deleted file mode ${mode}`);
  if (change === "rename") lines.push(`rename from ${toName(from)}`, `rename to ${toName(path)}`);
  if (hunks.length > 0) {
    lines.push(`--- ${change === "create" ? "/dev/null" : endName("a/" + from)}`);
    lines.push(`+++ ${change === "delete" ? "/dev/null" : endName("b/" + path)}`);
  }
  const parts = hunks.map((hunk) => [printHunkHeader(hunk), ...hunk.lines].join("\n") + "\n");
  return lines.join("\n") + "\n" + parts.join("");
}

function toName(path: string): string {
  return encodeBinary(quotePath(path));
}

/** In a `---` or `+++` line a tab ends a name with blanks, so that no date is read into it. */
function endName(path: string): string {
  const name = toName(path);
  return name.includes(" ") && !name.startsWith('"') ? name + "\t" : name;
}

function printHunkHeader(hunk: DiffHunk): string {
  const before = printSpan(hunk.beforeStart, hunk.beforeLines);
  return `@@ -${before} +${printSpan(hunk.afterStart, hunk.afterLines)} @@`;
}

function printSpan(start: number, count: number): string {
  return count === 1 ? `${start}` : `${start},${count}`;
}

/**
 * Reads a diff that `printDiff` or git wrote.
 *
 * @returns What becomes of each file, in the order of the diff.
 * @throws {InputError} On anything else: copies, mode changes, links, submodules and binary parts too.
 */
export function parseDiff(diff: Uint8Array): FileDiff[] {
  const lines = toBinary(diff).split("\n");
  if (lines.pop() !== "") throw fail(lines.length + 1, "it does not end with a line end");
  const cursor: Cursor = { lines, at: 0 };
  const files: FileDiff[] = [];
  while (cursor.at < lines.length) files.push(parseFile(cursor));
  return files;
}

interface Cursor {
  readonly lines: readonly string[];
  at: number;
}

function fail(line: number, why: string): InputError {
  return new InputError(`Cannot parse diff on line ${line}: ${why}`, { line });
}

interface Header {
  from?: string;
  to?: string;
  created?: string;
  deleted?: string;
  renameFrom?: string;
  renameTo?: string;
}

function parseFile(cursor: Cursor): FileDiff {
  const first = cursor.at;
  const title = cursor.lines[cursor.at++];
  if (!title.startsWith("diff --git ")) throw fail(first + 1, 'expected "diff --git"');
  const header = parseHeader(cursor);
  const hunks: DiffHunk[] = [];
  while (cursor.lines[cursor.at]?.startsWith("@@ ")) hunks.push(parseHunk(cursor));
  const file = toFileDiff(header, parseTitle(title), hunks);
  if (file === undefined) throw fail(first + 1, "the headers do not name one change of one file");
  return file;
}

function parseHeader(cursor: Cursor): Header {
  const header: Header = {};
  while (cursor.at < cursor.lines.length) {
    const line = cursor.lines[cursor.at];
    if (line.startsWith("@@ ") || line.startsWith("diff --git ")) break;
    cursor.at++;
    const value = (prefix: string) =>
      line.startsWith(prefix) ? line.slice(prefix.length) : undefined;
    const created = value("new file mode ");
    const deleted = value("deleted file mode ");
    const renameFrom = value("rename from ");
    const renameTo = value("rename to ");
    const before = value("--- ");
    const after = value("+++ ");
    if (created !== undefined) header.created = created;
    else if (deleted !== undefined) header.deleted = deleted;
    else if (renameFrom !== undefined) header.renameFrom = fromName(renameFrom, cursor.at);
    else if (renameTo !== undefined) header.renameTo = fromName(renameTo, cursor.at);
    else if (before !== undefined) header.from = fromName(before.replace(/\t$/, ""), cursor.at);
    else if (after !== undefined) header.to = fromName(after.replace(/\t$/, ""), cursor.at);
    else if (!IGNORED_HEADER_REGEXP.test(line)) throw fail(cursor.at, "the header is not known");
  }
  return header;
}

function fromName(binary: string, line: number): string {
  const text = decodeBinary(binary);
  const path = text === undefined ? undefined : unquotePath(text);
  if (path === undefined || path === "") throw fail(line, "the path cannot be read");
  return path;
}

/** The path that both sides of a title name; undefined when they differ. */
function parseTitle(title: string): string | undefined {
  const text = decodeBinary(title.slice("diff --git ".length));
  if (text === undefined || text.length % 2 === 0) return undefined;
  const half = (text.length - 1) / 2;
  const left = unquotePath(text.slice(0, half));
  const right = unquotePath(text.slice(half + 1));
  if (left === undefined || right === undefined || left.slice(2) !== right.slice(2)) {
    return undefined;
  }
  return left.startsWith("a/") && right.startsWith("b/") ? left.slice(2) : undefined;
}

function toFileDiff(
  header: Header,
  title: string | undefined,
  hunks: readonly DiffHunk[],
): FileDiff | undefined {
  const before = stripSide(header.from, "a/") ?? header.renameFrom ?? title;
  const after = stripSide(header.to, "b/") ?? header.renameTo ?? title;
  const hasNames = header.from !== undefined && header.to !== undefined;
  if (before === undefined || after === undefined || hunks.length > 0 !== hasNames) {
    return undefined;
  }
  if (header.created !== undefined) {
    const sound = isMode(header.created) && (!hasNames || header.from === "/dev/null");
    return sound
      ? { path: after, change: "create", mode: header.created as "100644", hunks }
      : undefined;
  }
  if (header.deleted !== undefined) {
    const sound = isMode(header.deleted) && (!hasNames || header.to === "/dev/null");
    return sound
      ? { path: before, change: "delete", mode: header.deleted as "100644", hunks }
      : undefined;
  }
  if (header.from === "/dev/null" || header.to === "/dev/null") return undefined;
  if (header.renameFrom !== undefined) {
    const sound = header.renameFrom === before && header.renameTo === after && before !== after;
    return sound ? { path: after, from: before, change: "rename", hunks } : undefined;
  }
  return before === after && hunks.length > 0
    ? { path: after, change: "modify", hunks }
    : undefined;
}

function stripSide(name: string | undefined, prefix: string): string | undefined {
  if (name === undefined || name === "/dev/null") return undefined;
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}

function isMode(mode: string): mode is "100644" | "100755" {
  return mode === "100644" || mode === "100755";
}

function parseHunk(cursor: Cursor): DiffHunk {
  const match = HUNK_HEADER_REGEXP.exec(cursor.lines[cursor.at++]);
  if (match === null) throw fail(cursor.at, "the hunk header cannot be read");
  const beforeLines = Number(match[2] ?? 1);
  const afterLines = Number(match[4] ?? 1);
  const start = cursor.at;
  let before = 0;
  let after = 0;
  while (before < beforeLines || after < afterLines || cursor.lines[cursor.at]?.startsWith("\\")) {
    const sign = cursor.lines[cursor.at++]?.[0];
    if (sign === undefined || !" -+\\".includes(sign)) throw fail(cursor.at, "the hunk is cut");
    if (sign === " " || sign === "-") before++;
    if (sign === " " || sign === "+") after++;
  }
  if (before > beforeLines || after > afterLines) throw fail(cursor.at, "the hunk is too long");
  const lines = cursor.lines.slice(start, cursor.at);
  const beforeStart = Number(match[1]);
  return { beforeStart, beforeLines, afterStart: Number(match[3]), afterLines, lines };
}
