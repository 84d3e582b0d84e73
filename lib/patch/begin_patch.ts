/**
 * The `*** Begin Patch` form:
 *
 *     *** Begin Patch
 *     *** Update File: src/a.ts
 *     @@ def f():
 *      a line that stays
 *     -a line that goes
 *     +a line that comes
 *     *** End Patch
 *
 * @module
 */

import type { AnswerCursor } from "./answer_cursor.ts";
import { toPaths, undecorate } from "./answer_path.ts";
import type { Edit, Fault, HunkLine, ParsedAnswer } from "./edit.ts";

const BEGIN_REGEXP = /^[ \t]*\*\*\* Begin Patch[ \t]*$/;
const END_REGEXP = /^[ \t]*\*\*\* End Patch[ \t]*$/;
const HEADER_REGEXP = /^[ \t]*\*\*\* (Add|Delete|Update) File: (.+)$/;
const MOVE_REGEXP = /^[ \t]*\*\*\* Move to: (.+)$/;
const END_OF_FILE_REGEXP = /^[ \t]*\*\*\* End of File[ \t]*$/;
const NUMBERS_REGEXP = /^-(\d+)(?:,\d+)? \+\d+(?:,\d+)?(?: @@.*)?$/;

/** Whether a line opens a patch. */
export function isBeginPatch(line: string): boolean {
  return BEGIN_REGEXP.test(line);
}

/** Whether a line belongs to a patch that has lost its beginning. */
export function isPatchHeader(line: string): boolean {
  return HEADER_REGEXP.test(line) || END_REGEXP.test(line);
}

/**
 * Reads the patch that begins at the cursor, and moves the cursor behind it.
 *
 * @param cursor Stands at `*** Begin Patch`.
 * @param section Number for the first section.
 */
export function parseBeginPatch(cursor: AnswerCursor, section: number): ParsedAnswer {
  const first = cursor.at++;
  const edits: Edit[] = [];
  const faults: Fault[] = [];
  while (true) {
    const line = cursor.lines[cursor.at];
    if (line === undefined) return cut(edits, faults, first + 1);
    if (END_REGEXP.test(line)) break;
    const header = HEADER_REGEXP.exec(line);
    if (header !== null) {
      const origin = {
        paths: readPath(header[2]),
        line: cursor.at + 1,
        form: "apply-patch" as const,
      };
      cursor.at++;
      if (header[1] === "Delete") edits.push({ ...origin, kind: "delete" });
      else if (header[1] === "Add") edits.push(readAdd(cursor, origin));
      else readUpdate(cursor, origin, { section: section++, edits, faults });
    } else if (line.trim() === "") cursor.at++;
    else {
      faults.push({
        reason: "E_ANSWER",
        line: ++cursor.at,
        message: "the line belongs to no file",
      });
    }
  }
  cursor.at++;
  if (edits.length === 0 && faults.length === 0) {
    faults.push({ reason: "E_ANSWER", line: first + 1, message: "the patch is empty" });
  }
  return { edits, faults };
}

function cut(edits: readonly Edit[], faults: readonly Fault[], line: number): ParsedAnswer {
  const fault: Fault = { reason: "E_CUT", line, message: 'the patch has no "*** End Patch"' };
  return { edits, faults: [...faults, fault] };
}

function readPath(text: string): string[] {
  return toPaths(undecorate(text));
}

type Origin = Pick<Edit, "paths" | "line" | "form">;

function readAdd(cursor: AnswerCursor, origin: Origin): Edit {
  const lines: string[] = [];
  while (cursor.lines[cursor.at]?.startsWith("+")) lines.push(cursor.lines[cursor.at++].slice(1));
  return { ...origin, kind: "write", lines, finalNewline: true, presence: "new" };
}

interface Found {
  readonly section: number;
  readonly edits: Edit[];
  readonly faults: Fault[];
}

function readUpdate(cursor: AnswerCursor, origin: Origin, found: Found): void {
  const { edits, faults } = found;
  const count = edits.length;
  const move = MOVE_REGEXP.exec(cursor.lines[cursor.at] ?? "");
  if (move !== null) {
    cursor.at++;
    edits.push({ ...origin, kind: "rename", to: readPath(move[1]) });
  }
  while (isHunkLine(cursor.lines[cursor.at])) {
    const hunk = readHunk(cursor, origin, found);
    if (hunk !== undefined) edits.push(hunk);
  }
  if (edits.length > count) return;
  faults.push({ reason: "E_ANSWER", line: origin.line, message: "the update changes nothing" });
}

function isHunkLine(line: string | undefined): boolean {
  return line !== undefined && !HEADER_REGEXP.test(line) && !END_REGEXP.test(line);
}

function readHunk(cursor: AnswerCursor, origin: Origin, options: Found): Edit | undefined {
  const line = cursor.at + 1;
  const { anchors, statedLine } = readAnchors(cursor);
  const lines: HunkLine[] = [];
  let atEnd = false;
  for (; isHunkLine(cursor.lines[cursor.at]); cursor.at++) {
    const text = cursor.lines[cursor.at];
    if (text.startsWith("@@")) break;
    atEnd = END_OF_FILE_REGEXP.test(text);
    if (atEnd) {
      cursor.at++;
      break;
    }
    const sign = text === "" ? " " : text[0];
    if (sign === " " || sign === "-" || sign === "+") lines.push({ sign, text: text.slice(1) });
    else if (!text.startsWith("\\")) {
      const message = "the line begins with none of blank, - and +";
      options.faults.push({ reason: "E_ANSWER", line: cursor.at + 1, message });
    }
  }
  if (!lines.some(({ sign }) => sign !== " ")) return undefined;
  const hunk = {
    ...origin,
    line,
    kind: "hunk" as const,
    lines,
    section: options.section,
    ordered: true,
  };
  return {
    ...hunk,
    ...(anchors.length > 0 ? { anchors } : {}),
    ...(statedLine === undefined ? {} : { statedLine }),
    ...(atEnd ? { atEnd } : {}),
  };
}

function readAnchors(cursor: AnswerCursor): { anchors: string[]; statedLine?: number } {
  const anchors: string[] = [];
  let statedLine: number | undefined;
  for (; cursor.lines[cursor.at]?.startsWith("@@"); cursor.at++) {
    const text = cursor.lines[cursor.at].slice(2).trim().replace(/@@$/, "").trim();
    const numbers = NUMBERS_REGEXP.exec(text);
    if (numbers !== null) statedLine = Number(numbers[1]);
    else if (text !== "" && text !== "...") anchors.push(text);
  }
  return statedLine === undefined ? { anchors } : { anchors, statedLine };
}
