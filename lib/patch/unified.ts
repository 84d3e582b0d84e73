/**
 * Unified diffs, with line numbers and counts that may be wrong or missing.
 *
 * @module
 */

import { type AnswerCursor, closesFence, type Fence } from "./answer_cursor.ts";
import { toPaths, undecorate } from "./answer_path.ts";
import { isBeginPatch } from "./begin_patch.ts";
import type { Edit, Fault, HunkLine, ParsedAnswer } from "./edit.ts";
import { isSearchMarker } from "./search_replace.ts";

const GIT_HEADER_REGEXP = /^diff --git (.+)$/;
const BEFORE_REGEXP = /^--- (\S.*)$/;
const AFTER_REGEXP = /^\+\+\+ (\S.*)$/;
const HUNK_REGEXP = /^@@+ *-(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? *@@/;
/** No path is longer; the limit keeps the time linear on hostile lines. */
const NAME_LIMIT = 5000;
const LOOSE_HUNK_REGEXP = /^@@/;
const REFUSED_REGEXP =
  /^(?:copy (?:from|to) |GIT binary patch|Binary files |old mode |new mode |(?:new|deleted) file mode (?!100(?:644|755)$))/;

/** Whether a file section begins at a line. */
export function isDiffHeader(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? "";
  if (GIT_HEADER_REGEXP.test(line)) return true;
  return BEFORE_REGEXP.test(line) && AFTER_REGEXP.test(lines[at + 1] ?? "");
}

/** Whether a line is the header of a hunk, with numbers. */
export function isHunkHeader(line: string): boolean {
  return HUNK_REGEXP.test(line);
}

/** How to read a section. */
export interface UnifiedOptions {
  /** Number for the section. */
  readonly section: number;
  /** The fence around it; absent without one. */
  readonly fence?: Fence;
  /** The paths of a section without header; absent when it has one. */
  readonly paths?: readonly string[];
}

interface Header {
  readonly before?: string;
  readonly after?: string;
  readonly renameFrom?: string;
  readonly renameTo?: string;
  readonly isNew: boolean;
  readonly isDeleted: boolean;
  readonly refused?: string;
}

/** Reads the section of one file that begins at the cursor, and moves the cursor behind it. */
export function parseUnified(cursor: AnswerCursor, options: UnifiedOptions): ParsedAnswer {
  const line = cursor.at + 1;
  const header = options.paths === undefined ? readHeader(cursor) : undefined;
  const hunks: RawHunk[] = [];
  const faults: Fault[] = [];
  while (startsHunk(cursor, hunks.length, options)) hunks.push(readHunk(cursor, options, faults));
  if (header?.refused !== undefined) {
    faults.push({ reason: "E_ANSWER", line, message: `"${header.refused}" is never applied` });
  }
  const edits = faults.length > 0 ? [] : toEdits(header, hunks, { ...options, line });
  if (edits === undefined) {
    faults.push({
      reason: "E_ANSWER",
      line,
      message: "the headers do not name one change of one file",
    });
  }
  return { edits: edits ?? [], faults };
}

function readHeader(cursor: AnswerCursor): Header {
  const found: Record<string, string> = {};
  let isNew = false;
  let isDeleted = false;
  let refused: string | undefined;
  const start = cursor.at;
  for (; cursor.at < cursor.lines.length; cursor.at++) {
    const line = cursor.lines[cursor.at];
    const git = GIT_HEADER_REGEXP.exec(line);
    if (git !== null) {
      if (cursor.at > start) break;
      found.git = git[1];
    } else if (REFUSED_REGEXP.test(line)) refused ??= line;
    else if (line.startsWith("new file mode ")) isNew = true;
    else if (line.startsWith("deleted file mode ")) isDeleted = true;
    else if (line.startsWith("rename from ")) found.renameFrom = line.slice(12);
    else if (line.startsWith("rename to ")) found.renameTo = line.slice(10);
    else if (BEFORE_REGEXP.test(line) && AFTER_REGEXP.test(cursor.lines[cursor.at + 1] ?? "")) {
      found.before = line.slice(4);
      found.after = cursor.lines[cursor.at + 1].slice(4);
      cursor.at += 2;
      break;
    } else if (!/^(?:index |similarity |dissimilarity )/.test(line)) break;
  }
  const names = found.before === undefined ? splitGitHeader(found.git ?? "") : undefined;
  return {
    before: found.before ?? (isNew ? "/dev/null" : names?.[0]),
    after: found.after ?? (isDeleted ? "/dev/null" : names?.[1]),
    renameFrom: found.renameFrom,
    renameTo: found.renameTo,
    isNew,
    isDeleted,
    refused,
  };
}

function splitGitHeader(text: string): readonly [string, string] | undefined {
  const half = (text.length - 1) / 2;
  const [left, right] = [text.slice(0, half), text.slice(half + 1)];
  const isPair = Number.isInteger(half) &&
    left.replace(/^("?)a\//, "$1") === right.replace(/^("?)b\//, "$1");
  return isPair ? [left, right] : undefined;
}

interface RawHunk {
  readonly line: number;
  readonly lines: readonly HunkLine[];
  readonly statedLine?: number;
  readonly finalNewline?: boolean;
}

function startsHunk(cursor: AnswerCursor, count: number, options: UnifiedOptions): boolean {
  const line = cursor.lines[cursor.at];
  if (line === undefined) return false;
  if (LOOSE_HUNK_REGEXP.test(line)) return true;
  if (count > 0 || options.paths !== undefined) return false;
  return /^[-+ ]/.test(line) && !isDiffHeader(cursor.lines, cursor.at);
}

interface Counts {
  readonly before: number;
  readonly after: number;
}

function readHunk(cursor: AnswerCursor, options: UnifiedOptions, faults: Fault[]): RawHunk {
  const line = cursor.at + 1;
  const title = cursor.lines[cursor.at];
  const match = HUNK_REGEXP.exec(title);
  if (LOOSE_HUNK_REGEXP.test(title)) cursor.at++;
  const stated = match === null
    ? undefined
    : { before: Number(match[2] ?? 1), after: Number(match[4] ?? 1) };
  const start = cursor.at;
  const end = findHunkEnd(cursor, options);
  const body = cursor.lines.slice(start, end);
  const length = stated === undefined ? undefined : findStatedLength(body, stated);
  const rest = length === undefined ? [] : body.slice(length);
  const isWhole = length !== undefined &&
    (rest.every((text) => text === "") || (options.fence === undefined && rest[0] === ""));
  cursor.at = isWhole ? start + length : end;
  const raw = isWhole ? body.slice(0, length) : body;
  if (stated !== undefined && hasLostSigns(body, stated)) {
    faults.push({ reason: "E_ANSWER", line, message: "an empty line may have lost its - or +" });
  }
  if (options.fence !== undefined && cursor.isOpen && cursor.at >= cursor.lines.length) {
    faults.push({ reason: "E_CUT", line, message: "the last line has no end, nor has its fence" });
  }
  if (!isWhole) checkEnd(cursor, options, { line, stated, body, faults });
  else if (rest.every((text) => text === "")) checkRest(cursor, options, faults);
  const statedLine = match === null ? undefined : Number(match[1]);
  return { line, ...toHunkLines(raw), ...(statedLine === undefined ? {} : { statedLine }) };
}

/** The first line that can be no part of the hunk. */
function findHunkEnd(cursor: AnswerCursor, options: UnifiedOptions): number {
  const { lines } = cursor;
  let at = cursor.at;
  for (; at < lines.length; at++) {
    const line = lines[at];
    if (options.fence !== undefined && closesFence(line, options.fence)) break;
    if (line !== "" && !/^[-+ \\]/.test(line)) break;
    const isHeader = isDiffHeader(lines, at) && (lines[at + 2] ?? "@@").startsWith("@@");
    if (isHeader || isSearchMarker(line) || isBeginPatch(line)) break;
  }
  return at;
}

/**
 * Whether the counts do not fit as the lines are, and would if some empty ones began with - or +: an
 * empty line is one that stays, unless its sign was lost.
 */
function hasLostSigns(body: readonly string[], stated: Counts): boolean {
  const lines = body.slice(0, body.findLastIndex((text) => text !== "") + 1);
  const empty = lines.filter((text) => text === "").length;
  const tooMany = {
    before: lines.filter((text) => /^(?:[- ]|$)/.test(text)).length - stated.before,
    after: lines.filter((text) => /^(?:[+ ]|$)/.test(text)).length - stated.after,
  };
  const lost = tooMany.before + tooMany.after;
  return tooMany.before >= 0 && tooMany.after >= 0 && lost > 0 && lost <= empty;
}

/** How many lines of the body the header's counts take up; undefined when they do not fit. */
function findStatedLength(body: readonly string[], stated: Counts): number | undefined {
  let before = 0;
  let after = 0;
  let at = 0;
  for (; at < body.length && (before < stated.before || after < stated.after); at++) {
    const sign = body[at] === "" ? " " : body[at][0];
    if (sign === " " || sign === "-") before++;
    if (sign === " " || sign === "+") after++;
  }
  if (before !== stated.before || after !== stated.after) return undefined;
  while (body[at]?.startsWith("\\")) at++;
  return at;
}

/** Whether nothing follows but empty lines. */
function isOver({ lines, at }: AnswerCursor): boolean {
  while (lines[at] === "") at++;
  return at >= lines.length;
}

interface EndCheck {
  readonly line: number;
  readonly stated: Counts | undefined;
  readonly body: readonly string[];
  readonly faults: Fault[];
}

/** A hunk whose counts do not fit must have an end that can be seen; otherwise it may be cut. */
function checkEnd(cursor: AnswerCursor, options: UnifiedOptions, check: EndCheck): void {
  const { line, stated, body, faults } = check;
  const next = cursor.lines[cursor.at];
  if (isOver(cursor)) {
    const before = body.filter((text) => /^(?:[- ]|$)/.test(text)).length;
    const after = body.filter((text) => /^(?:[+ ]|$)/.test(text)).length;
    const isWhole = stated !== undefined && before >= stated.before && after >= stated.after;
    if (!isWhole) faults.push({ reason: "E_CUT", line, message: "the hunk has no end" });
    return;
  }
  const isSeen = next.startsWith("@@") || isDiffHeader(cursor.lines, cursor.at) ||
    (options.fence !== undefined && closesFence(next, options.fence));
  const hasBlank = options.fence === undefined && body.at(-1) === "";
  if (!isSeen && !hasBlank) {
    faults.push({
      reason: "E_ANSWER",
      line: cursor.at + 1,
      message: "the line begins with none of blank, - and +",
    });
  }
}

/** After a hunk that is whole, the rest of its fence must not go on with changed lines. */
function checkRest(cursor: AnswerCursor, options: UnifiedOptions, faults: Fault[]): void {
  if (options.fence === undefined) return;
  for (let at = cursor.at; at < cursor.lines.length; at++) {
    const line = cursor.lines[at];
    if (closesFence(line, options.fence) || line.startsWith("@@")) return;
    if (isDiffHeader(cursor.lines, at)) return;
    if (/^[-+]/.test(line)) {
      faults.push({ reason: "E_ANSWER", line: at + 1, message: "the line belongs to no hunk" });
      return;
    }
  }
}

function toHunkLines(raw: readonly string[]): Pick<RawHunk, "lines" | "finalNewline"> {
  const lines: HunkLine[] = [];
  let oldEnds: boolean | undefined;
  let newEnds: boolean | undefined;
  for (const text of raw) {
    if (text.startsWith("\\")) {
      const last = lines.at(-1)?.sign;
      if (last !== "+") oldEnds = false;
      if (last !== "-") newEnds = false;
    } else {lines.push({
        sign: text === "" ? " " : text[0] as HunkLine["sign"],
        text: text.slice(1),
      });}
  }
  if (newEnds === false) return { lines, finalNewline: false };
  return oldEnds === false ? { lines, finalNewline: true } : { lines };
}

type Origin = Pick<Edit, "paths" | "line" | "form">;

/** The edits of a section; undefined when its headers contradict each other. */
function toEdits(
  header: Header | undefined,
  hunks: readonly RawHunk[],
  options: UnifiedOptions & { readonly line: number },
): Edit[] | undefined {
  const { line, section } = options;
  const form = "udiff" as const;
  if (header === undefined) {
    return toHunkEdits(hunks, { paths: options.paths!, line, form }, section);
  }
  const before = toSide(header.renameFrom ?? header.before);
  const after = toSide(header.renameTo ?? header.after);
  if (before === undefined || after === undefined) return undefined;
  if (after.isNull) {
    const removed = hunks.flatMap((hunk) => hunk.lines.map(({ text }) => text));
    const origin = { paths: before.paths, line, form };
    return before.isNull ? undefined : [{ ...origin, kind: "delete", lines: removed }];
  }
  const origin = { paths: before.isNull ? after.paths : pickPaths(before, after), line, form };
  if (before.isNull || header.isNew) return toCreation(hunks, origin);
  const isRename = header.renameFrom !== undefined && header.renameTo !== undefined;
  if (isRename) {
    const source = { ...origin, paths: before.paths };
    return [{ ...source, kind: "rename", to: after.paths }, ...toHunkEdits(hunks, source, section)];
  }
  if (origin.paths.length === 0 || hunks.length === 0) return undefined;
  return toHunkEdits(hunks, origin, section);
}

interface Side {
  readonly paths: readonly string[];
  readonly isNull: boolean;
}

/** Git puts `a/` and `b/` before paths, so the path without it comes first. */
function toSide(name: string | undefined): Side | undefined {
  if (name === undefined || name.length > NAME_LIMIT) return undefined;
  const text = undecorate(name.split("\t")[0].replace(/\s+\d{4}-\d\d-\d\d .*$/, ""));
  if (text === "/dev/null") return { paths: [], isNull: true };
  return { paths: toPaths(text).toReversed(), isNull: false };
}

/** The paths that both sides can mean. */
function pickPaths(before: Side, after: Side): string[] {
  return before.paths.filter((path) => after.paths.includes(path));
}

function toHunkEdits(hunks: readonly RawHunk[], origin: Origin, section: number): Edit[] {
  return hunks.map((hunk) => ({ ...origin, ...hunk, kind: "hunk", section, ordered: true }));
}

function toCreation(hunks: readonly RawHunk[], origin: Origin): Edit[] | undefined {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  if (lines.some(({ sign }) => sign === "-")) return undefined;
  const finalNewline = hunks.at(-1)?.finalNewline ?? true;
  const texts = lines.map(({ text }) => text);
  return [{ ...origin, kind: "write", lines: texts, finalNewline, presence: "new" }];
}
