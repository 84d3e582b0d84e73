/**
 * A file as lines with their ends, all of it as binary strings, so that what is not edited keeps its
 * bytes: line ends of any kind, a byte order mark, a last line without end, any encoding.
 *
 * @module
 */

import { encodeBinary, fromBinary, toBinary } from "../binary.ts";
import { Failure } from "../errors.ts";

const BOM = "\xef\xbb\xbf";

/** The lines of a file. */
export interface FileLines {
  /** What each line holds, without its end. */
  readonly lines: readonly string[];
  /** How each line ends: LF, CRLF, or nothing for a last line without end. */
  readonly ends: readonly string[];
  /** The byte order mark, or nothing. */
  readonly bom: string;
}

/** Replaces lines; indexes from 0, the end exclusive. */
export interface LineEdit {
  /** First line that goes. */
  readonly start: number;
  /** Line after the last one that goes; equal to the start for an insertion. */
  readonly end: number;
  /** What comes in their place, as binary strings without ends. */
  readonly lines: readonly string[];
}

/** Cuts a file into lines. */
export function parseFile(bytes: Uint8Array): FileLines {
  const binary = toBinary(bytes);
  const bom = binary.startsWith(BOM) ? BOM : "";
  const lines: string[] = [];
  const ends: string[] = [];
  for (const line of binary.slice(bom.length).match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const end = line.endsWith("\r\n") ? "\r\n" : line.endsWith("\n") ? "\n" : "";
    lines.push(line.slice(0, line.length - end.length));
    ends.push(end);
  }
  return { lines, ends, bom };
}

/** Joins the lines of a file again. */
export function printFile(file: FileLines): Uint8Array {
  const parts = file.lines.map((line, at) => line + file.ends[at]);
  return fromBinary(file.bom + parts.join(""));
}

/** Makes a new file of lines of text. */
export function makeFile(lines: readonly string[], finalNewline: boolean): FileLines {
  const ends = lines.map((_, at) => at < lines.length - 1 || finalNewline ? "\n" : "");
  return { lines: lines.map(encodeBinary), ends, bom: "" };
}

/** The line end that most lines have that have one; LF for a file without any. */
export function findLineEnd(file: FileLines): string {
  const count = (wanted: string) => file.ends.filter((end) => end === wanted).length;
  return count("\r\n") > count("\n") ? "\r\n" : "\n";
}

/** Orders edits by where they begin, insertions before replacements at the same line. */
export function sortLineEdits(edits: readonly LineEdit[]): LineEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** Whether two edits cannot both be made. */
export function isOverlap(a: LineEdit, b: LineEdit): boolean {
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  return a.start < b.end && b.start < a.end;
}

/**
 * Replaces lines. New lines end as the lines around them do; the end of the file stays as it was
 * unless `finalNewline` says otherwise.
 *
 * @throws {Failure} With `E_CONFLICT` when edits overlap.
 */
export function applyLineEdits(
  file: FileLines,
  edits: readonly LineEdit[],
  finalNewline?: boolean,
): FileLines {
  const lines: string[] = [];
  const ends: string[] = [];
  const usual = findLineEnd(file);
  let at = 0;
  const keepUntil = (stop: number) => {
    for (; at < stop; at++) {
      lines.push(file.lines[at]);
      ends.push(file.ends[at]);
    }
  };
  for (const edit of sortLineEdits(edits)) {
    if (edit.start < at) throw new Failure("E_CONFLICT", "Cannot edit lines: the edits overlap");
    keepUntil(edit.start);
    const near = file.ends[edit.start < edit.end ? edit.start : edit.start - 1] ??
      file.ends[edit.start];
    for (const line of edit.lines) {
      lines.push(line);
      ends.push(near || usual);
    }
    at = edit.end;
  }
  keepUntil(file.lines.length);
  const endsWithNewline = finalNewline ?? (file.ends.length === 0 || file.ends.at(-1) !== "");
  return { lines, ends: repairEnds(ends, usual, endsWithNewline), bom: file.bom };
}

/** Gives every line an end but, where the file has none, the last. */
function repairEnds(ends: readonly string[], usual: string, finalNewline: boolean): string[] {
  return ends.map((end, at) => at < ends.length - 1 || finalNewline ? end || usual : "");
}
