/**
 * Reads what a model wrote: finds the edits in it, in whatever forms they are, mixed freely.
 *
 * Prose is passed over; what looks like an edit and cannot be read is a fault, never passed over.
 *
 * @module
 */

import {
  type AnswerCursor,
  closesFence,
  type Fence,
  isBlank,
  parseFence,
} from "./answer_cursor.ts";
import { parsePathLine, type PathLine } from "./answer_path.ts";
import { isBeginPatch, isPatchHeader, parseBeginPatch } from "./begin_patch.ts";
import type { Edit, Fault, ParsedAnswer } from "./edit.ts";
import { looksLikeJsonEdits, parseJsonEdits } from "./json_edits.ts";
import { isSearchMarker, isStrayMarker, parseSearchReplace } from "./search_replace.ts";
import { isDiffHeader, isHunkHeader, parseUnified } from "./unified.ts";
import { parseWholeFile } from "./whole_file.ts";

const THINK_OPENER_REGEXP = /^\s*<(think|thinking|reasoning)>/;
/** After so many faults the rest of an answer tells nothing more. */
const FAULT_LIMIT = 100;
/** Lines above an edit in which its path is looked for. */
const PATH_LOOKUP_LINES = 3;

/** Finds the edits of an answer. */
export function parseAnswer(text: string): ParsedAnswer {
  const lines = text.replace(/^\ufeff/, "").split("\n").map((line) => line.replace(/\r$/, ""));
  const isOpen = lines.at(-1) !== "";
  if (!isOpen) lines.pop();
  const begin = skipThinking(lines);
  if (begin === undefined) {
    return {
      edits: [],
      faults: [{ reason: "E_CUT", line: 1, message: "the thinking has no end" }],
    };
  }
  const rest = lines.slice(begin).join("\n");
  if (looksLikeJsonEdits(rest)) return parseJsonEdits(rest, begin + 1);
  const scan: Scan = {
    cursor: { lines, at: begin, isOpen },
    edits: [],
    faults: [],
    section: 1,
    begin,
  };
  while (scan.cursor.at < lines.length && scan.faults.length < FAULT_LIMIT) readNext(scan);
  return { edits: scan.edits, faults: scan.faults };
}

/**
 * Index of the first line after the model's thinking, in which drafts do not count; undefined when
 * the thinking does not end.
 */
function skipThinking(lines: readonly string[]): number | undefined {
  const first = lines.findIndex((line) => !isBlank(line));
  const opener = THINK_OPENER_REGEXP.exec(lines[first] ?? "");
  if (opener === null) {
    // Some servers leave out the opener, as it belongs to the model's prompt.
    const end = lines.findIndex((line) => /^<\/think>\s*$/.test(line));
    return end >= 0 && !lines.slice(0, end).some((line) => parseFence(line) !== undefined)
      ? end + 1
      : 0;
  }
  const end = lines.findIndex((line) => line.trimEnd().endsWith(`</${opener[1]}>`));
  return end < 0 ? undefined : end + 1;
}

interface Scan {
  readonly cursor: AnswerCursor;
  readonly edits: Edit[];
  readonly faults: Fault[];
  /** Number for the next section of hunks. */
  section: number;
  /** First line that has not been used for an edit. */
  begin: number;
  /** The fence that is open; absent outside. */
  fence?: Fence;
  /** The paths of the last block. */
  paths?: readonly string[];
}

/** Reads one line of prose, or one edit. */
function readNext(scan: Scan): void {
  const { cursor } = scan;
  const line = cursor.lines[cursor.at];
  if (isSearchMarker(line)) return readBlock(scan);
  if (isBeginPatch(line)) return take(scan, parseBeginPatch(cursor, scan.section));
  if (isDiffHeader(cursor.lines, cursor.at)) {
    return take(scan, parseUnified(cursor, { section: scan.section, fence: scan.fence }));
  }
  if (isHunkHeader(line)) return readBareHunk(scan);
  if (scan.fence !== undefined && closesFence(line, scan.fence) && !opensFile(scan)) {
    scan.fence = undefined;
    cursor.at++;
    return;
  }
  const fence = parseFence(line);
  if (fence !== undefined) return readFence(scan, fence);
  if (isStrayMarker(line) || isPatchHeader(line)) addFault(scan, "the line belongs to no edit");
  cursor.at++;
}

function addFault(scan: Scan, message: string, line = scan.cursor.at + 1): void {
  scan.faults.push({ reason: "E_ANSWER", line, message });
}

function take(scan: Scan, parsed: ParsedAnswer): void {
  for (const edit of parsed.edits) scan.edits.push(edit);
  for (const fault of parsed.faults) scan.faults.push(fault);
  scan.section += parsed.edits.length + 1;
  scan.begin = scan.cursor.at;
}

function readBlock(scan: Scan): void {
  const name = findPath(scan);
  const paths = name?.paths ?? scan.paths;
  if (paths === undefined) {
    addFault(scan, "the block names no file");
    scan.cursor.at++;
    return;
  }
  scan.paths = paths;
  const line = scan.cursor.at + 1;
  const { edit, fault } = parseSearchReplace(scan.cursor, { paths, section: scan.section });
  const isWild = edit?.kind === "write" && name?.certainty !== "sure";
  if (isWild) addFault(scan, "the line above does not name the new file and nothing else", line);
  take(scan, {
    edits: edit === undefined || isWild ? [] : [edit],
    faults: fault === undefined ? [] : [fault],
  });
}

/** A hunk without file header: the path must be above it. */
function readBareHunk(scan: Scan): void {
  const name = findPath(scan);
  if (name === undefined) {
    addFault(scan, "the hunk names no file");
    scan.cursor.at++;
    return;
  }
  const options = { section: scan.section, fence: scan.fence, paths: name.paths };
  take(scan, parseUnified(scan.cursor, options));
}

/**
 * The path in the nearest lines of text above the cursor. A single word may be the name of a file, but
 * a path above it may be meant just as well.
 */
function findPath(scan: Scan): PathLine | undefined {
  let looked = 0;
  const words: string[] = [];
  for (let at = scan.cursor.at - 1; at >= scan.begin && looked < PATH_LOOKUP_LINES; at--) {
    const line = scan.cursor.lines[at];
    const fence = parseFence(line);
    if (isBlank(line) || (fence !== undefined && fence.info === "")) continue;
    const name = fence === undefined ? parsePathLine(line) : parseInfo(fence);
    if (name?.certainty === "word") words.push(...name.paths);
    else if (name !== undefined) {
      return words.length === 0 ? name : { paths: [...words, ...name.paths], certainty: "likely" };
    }
    if (fence === undefined) looked++;
  }
  return words.length === 0
    ? undefined
    : { paths: [...words, ...scan.paths ?? []], certainty: "word" };
}

/** A path in the info string of a fence, such as `ts src/a.ts`, `ts:src/a.ts` or `title="src/a.ts"`. */
function parseInfo(fence: Fence): PathLine | undefined {
  const words = fence.info.split(/[ \t]+|(?<=^[\w+#-]+):(?=\S)/);
  for (const word of words) {
    const text = word.replace(/^[{]?(?:title|file|filename|path)=/i, "").replace(/[}]$/, "");
    const name = /[./\\]/.test(text) ? parsePathLine(text) : undefined;
    if (name?.certainty === "sure") return name;
  }
  return undefined;
}

/** The path of a file whose fence opens at the cursor: in the fence, or right above it. */
function findFileName(scan: Scan, fence: Fence): PathLine | undefined {
  const inside = parseInfo(fence);
  if (inside !== undefined) return inside;
  const { lines, at } = scan.cursor;
  const above = at - 1 >= scan.begin && isBlank(lines[at - 1]) ? at - 2 : at - 1;
  if (above < scan.begin || parseFence(lines[above]) !== undefined) return undefined;
  const name = parsePathLine(lines[above]);
  if (name?.certainty === "likely") return { ...name, paths: name.paths.slice(0, 1) };
  return name?.certainty === "sure" || name?.certainty === "word" ? name : undefined;
}

/** The same, but for a single word, which may be a title as well. */
function findSureFileName(scan: Scan, fence: Fence): PathLine | undefined {
  const name = findFileName(scan, fence);
  return name?.certainty === "word" ? undefined : name;
}

/** Whether the fence at the cursor opens a whole file although another one was left open. */
function opensFile(scan: Scan): boolean {
  const { lines, at } = scan.cursor;
  const above = at - 1 >= scan.begin ? parsePathLine(lines[at - 1]) : undefined;
  return above?.certainty === "sure" &&
    lines.slice(at + 1).some((line) => parseFence(line) !== undefined);
}

/** Reads an opening fence: the edits inside it, a whole file, JSON edits, or an example to pass over. */
function readFence(scan: Scan, fence: Fence): void {
  const { cursor } = scan;
  const end = findClose(cursor, fence);
  const body = cursor.lines.slice(cursor.at + 1, end ?? cursor.lines.length);
  const name = findSureFileName(scan, fence);
  const isDiff = /^(?:diff|patch|udiff)$/i.test(fence.info.split(" ")[0]);
  const hasEdits = name === undefined || isDiff ? containsEdits(body) : beginsWithEdits(body);
  if (hasEdits || (name === undefined && wrapsFile(cursor))) {
    scan.fence = fence;
    cursor.at++;
    return;
  }
  if (name === undefined && looksLikeJsonEdits(body.join("\n"))) {
    take(scan, parseJsonEdits(body.join("\n"), cursor.at + 2));
    cursor.at = (end ?? cursor.lines.length) + 1;
    scan.begin = cursor.at;
    if (end === undefined) addFault(scan, "the JSON has no closing fence");
    return;
  }
  if (name !== undefined && !isDiff) {
    cursor.at++;
    const { edit, fault } = parseWholeFile(cursor, fence, name);
    return take(scan, {
      edits: edit === undefined ? [] : [edit],
      faults: fault === undefined ? [] : [fault],
    });
  }
  if (isDiff && body.some((line) => /^[-+]/.test(line))) addFault(scan, "the diff names no file");
  if (body.some((line) => isStrayMarker(line) || isPatchHeader(line))) {
    addFault(scan, "the block holds a part of an edit");
  }
  if (end === undefined && !body.every(isBlank)) {
    scan.faults.push({
      reason: "E_CUT",
      line: cursor.at + 1,
      message: "the block has no closing fence",
    });
  }
  if (!isDiff && scan.faults.length === 0 && end !== undefined && takeTitled(scan, fence)) return;
  cursor.at = (end ?? cursor.lines.length) + 1;
}

/** Takes a block under a single word as a whole file that may be there. */
function takeTitled(scan: Scan, fence: Fence): boolean {
  const { cursor } = scan;
  const name = findFileName(scan, fence);
  if (name === undefined) return false;
  const titled = { lines: cursor.lines, at: cursor.at + 1 };
  const { edit } = parseWholeFile(titled, fence, name);
  if (edit === undefined) return false;
  cursor.at = titled.at;
  take(scan, { edits: [edit], faults: [] });
  return true;
}

function findClose(cursor: AnswerCursor, fence: Fence): number | undefined {
  for (let at = cursor.at + 1; at < cursor.lines.length; at++) {
    if (closesFence(cursor.lines[at], fence)) return at;
  }
  return undefined;
}

/** Whether the fence at the cursor has a whole file in a fence of its own right below. */
function wrapsFile({ lines, at }: AnswerCursor): boolean {
  const [path, opener] = lines.slice(at + 1, at + 4).filter((line) => !isBlank(line));
  return path !== undefined && opener !== undefined && parseFence(opener) !== undefined &&
    parsePathLine(path)?.certainty === "sure";
}

function isEditLine(lines: readonly string[], at: number): boolean {
  return isSearchMarker(lines[at]) || isBeginPatch(lines[at]) || isDiffHeader(lines, at) ||
    isHunkHeader(lines[at]);
}

function containsEdits(lines: readonly string[]): boolean {
  return lines.some((_, at) => isEditLine(lines, at));
}

/** Whether the first lines are those of an edit, with at most a path or an index line before them. */
function beginsWithEdits(lines: readonly string[]): boolean {
  const first = lines.flatMap((line, at) => isBlank(line) ? [] : [at]).slice(0, 3);
  const at = first.findIndex((index) => isEditLine(lines, index));
  if (at <= 0) return at === 0;
  return first.slice(0, at).every((index) => isPreamble(lines[index]));
}

function isPreamble(line: string): boolean {
  return /^(?:Index: |={20,}$|apply_patch\b|cat <<|<<)/.test(line) ||
    parsePathLine(line) !== undefined;
}
