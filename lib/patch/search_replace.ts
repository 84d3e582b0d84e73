/**
 * SEARCH/REPLACE blocks:
 *
 *     src/a.ts
 *     <<<<<<< SEARCH
 *     lines as they are
 *     =======
 *     lines as they should be
 *     >>>>>>> REPLACE
 *
 * @module
 */

import { diffLines } from "../line_diff.ts";
import { type AnswerCursor, takeIndent } from "./answer_cursor.ts";
import type { Edit, Fault, HunkLine } from "./edit.ts";
import { stripKnownNumbers, stripNumbers } from "./numbered.ts";

const OPENER_REGEXP =
  /^[ \t]{0,3}(<{5,9}|-{5,9}(?=[ \t]SEARCH))[ \t]*(SEARCH|ORIGINAL|HEAD|OLD|BEFORE)\b[ \t:>]*$/i;
const CONFLICT_OPENER_REGEXP = /^<{7} (?!SEARCH\b|ORIGINAL\b)\S/;
const CONFLICT_CLOSER_REGEXP = /^>{7} (?!REPLACE\b|UPDATED\b)\S/;
const BARE_OPENER_REGEXP = /^(<{7})[ \t]*$/;
const SEPARATOR_REGEXP = /^[ \t]{0,3}(={5,9})[ \t]*$/;
const CLOSER_REGEXP =
  /^[ \t]{0,3}(>{5,9}|\+{5,9}(?=[ \t]REPLACE))[ \t]*(?:(?:REPLACE|UPDATED|NEW|AFTER)\b[ \t:<]*)?$/i;
/** Some models are told to put a backslash before marker lines that belong to the file. */
const ESCAPED_REGEXP = /^\\((?:<{7}|={7}|>{7})(?: .*)?)$/;
const ESCAPED_MARKER_REGEXP = /^[ \t]*(?:&lt;){5,9}[ \t]*\w+|^[ \t]*(?:&gt;){5,9}[ \t]*\w*/;
const LINE_HINT_REGEXP = /^:(start|end)_line:[ \t]*(\d+)[ \t]*$/;

/** Whether a line opens a block. */
export function isSearchMarker(line: string): boolean {
  return OPENER_REGEXP.test(line);
}

/** Whether a line belongs to a block that has lost its beginning. */
export function isStrayMarker(line: string): boolean {
  return BARE_OPENER_REGEXP.test(line) ||
    /^[ \t]*[>+]{5,9}[ \t]*(?:REPLACE|UPDATED)\b/i.test(line) ||
    /^[ \t]*<{5,9}[ \t]*(?:SEARCH|ORIGINAL)\b/i.test(line);
}

/**
 * Finds the first line of a whole file that is a marker of a block, as it is written or escaped as in
 * HTML, and was not in the file before.
 *
 * @param before Lines of the file before.
 * @param after Lines of the file as the answer gives it.
 */
export function findStrayEdit(
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  const old = new Set(before);
  return after.find((line, at) => {
    if (old.has(line)) return false;
    if (isSearchMarker(line) || isStrayMarker(line) || ESCAPED_MARKER_REGEXP.test(line)) {
      return true;
    }
    return line === "=======" && !isUnderline(after, at);
  });
}

/** What a block gave. */
export interface BlockResult {
  /** Its edit; absent with a fault. */
  readonly edit?: Edit;
  /** Why it cannot be read; absent with an edit. */
  readonly fault?: Fault;
}

/**
 * Reads the block that begins at the cursor, and moves the cursor behind it.
 *
 * @param cursor Stands at the opener.
 * @param options The paths that the block is for, and the number of its section.
 */
export function parseSearchReplace(
  cursor: AnswerCursor,
  options: { readonly paths: readonly string[]; readonly section: number },
): BlockResult {
  const line = cursor.at + 1;
  const [, marker, word] = OPENER_REGEXP.exec(cursor.lines[cursor.at])!;
  const width = marker.length;
  const start = ++cursor.at;
  const end = findEnd(cursor, word);
  if (end === undefined) {
    return { fault: { reason: "E_CUT", line, message: "the block has no end" } };
  }
  if (isSearchMarker(cursor.lines[end])) {
    cursor.at = end;
    return {
      fault: { reason: "E_ANSWER", line, message: "the block begins again before its end" },
    };
  }
  cursor.at = end + 1;
  const escaped = cursor.lines.slice(start, end);
  const separator = findSeparator(escaped, width);
  if (separator === undefined) {
    return { fault: { reason: "E_ANSWER", line, message: "the block must have one ======= line" } };
  }
  const body = escaped.map((line) => line.replace(ESCAPED_REGEXP, "$1"));
  const { lines: search, statedLine } = readHints(body.slice(0, separator));
  const replace = body.slice(separator + 1);
  const origin = { paths: options.paths, line, form: "search-replace" as const };
  if (search.length === 0) {
    const lines = takeIndent(replace, /^[ \t]*/.exec(cursor.lines[start - 1])![0]);
    return { edit: { ...origin, kind: "write", lines, finalNewline: true, presence: "new" } };
  }
  const numbered = stripNumbers(search);
  const before = numbered?.lines ?? search;
  const after = numbered === undefined ? replace : stripKnownNumbers(replace, numbered);
  if (after === undefined) {
    return {
      fault: { reason: "E_ANSWER", line, message: "some new lines begin with line numbers" },
    };
  }
  const lines = alignLines(before, after);
  const edit = {
    ...origin,
    kind: "hunk" as const,
    lines,
    section: options.section,
    ordered: false,
  };
  const first = numbered?.first ?? statedLine;
  return { edit: first === undefined ? edit : { ...edit, statedLine: first } };
}

/** The closer of a block, or an opener before it; a conflict that git left in the file is neither. */
function findEnd(cursor: AnswerCursor, word: string): number | undefined {
  for (let at = cursor.at; at < cursor.lines.length; at++) {
    const line = cursor.lines[at];
    if (CLOSER_REGEXP.test(line)) return at;
    const opener = OPENER_REGEXP.exec(line)?.[2];
    const isConflict = opener?.toUpperCase() === "HEAD" && word.toUpperCase() !== "HEAD";
    if (opener !== undefined && !isConflict) return at;
  }
  return undefined;
}

/**
 * The line that parts a block: as long as its opener when one is, otherwise of any length. Further
 * ones must be underlines of headings, which have a line of text above them.
 */
function findSeparator(body: readonly string[], width: number): number | undefined {
  let inConflict = false;
  const widths = body.map((line) => {
    if (CONFLICT_OPENER_REGEXP.test(line)) inConflict = true;
    if (CONFLICT_CLOSER_REGEXP.test(line)) inConflict = false;
    return inConflict ? 0 : SEPARATOR_REGEXP.exec(line)?.[1].length ?? 0;
  });
  const found = widths.flatMap((length, at) => length > 0 ? [at] : []);
  const fitting = found.filter((at) => widths[at] === width);
  const candidates = fitting.length > 0 ? fitting : found;
  if (candidates.length === 1) return candidates[0];
  const bare = candidates.filter((at) => !isUnderline(body, at));
  return bare.length === 1 ? bare[0] : undefined;
}

function isUnderline(body: readonly string[], at: number): boolean {
  const above = body[at - 1]?.trimEnd() ?? "";
  const length = body[at].trim().length;
  return above !== "" && !SEPARATOR_REGEXP.test(above) && Math.abs(above.length - length) <= 1 &&
    (body[at + 1] ?? "").trim() === "";
}

/** Takes off the lines that say where a block begins. */
function readHints(search: readonly string[]): { lines: readonly string[]; statedLine?: number } {
  let at = 0;
  let statedLine: number | undefined;
  for (let match; (match = LINE_HINT_REGEXP.exec(search[at] ?? "")) !== null; at++) {
    if (match[1] === "start") statedLine = Number(match[2]);
  }
  if (at > 0 && /^-{5,9}[ \t]*$/.test(search[at] ?? "")) at++;
  return statedLine === undefined
    ? { lines: search.slice(at) }
    : { lines: search.slice(at), statedLine };
}

/** Finds which lines of a block stay. */
export function alignLines(before: readonly string[], after: readonly string[]): HunkLine[] {
  const lines: HunkLine[] = [];
  let at = 0;
  const keepUntil = (end: number) => {
    for (; at < end; at++) lines.push({ sign: " ", text: before[at] });
  };
  for (const change of diffLines(before, after)) {
    keepUntil(change.beforeStart);
    for (; at < change.beforeEnd; at++) lines.push({ sign: "-", text: before[at] });
    for (const text of after.slice(change.afterStart, change.afterEnd)) {
      lines.push({ sign: "+", text });
    }
  }
  keepUntil(before.length);
  return lines;
}
