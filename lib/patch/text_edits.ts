/**
 * Edits that replace a piece of text, which may begin and end inside lines.
 *
 * @module
 */

import { encodeBinary } from "../binary.ts";
import { diffLines } from "../line_diff.ts";
import type { Edit, HunkEdit, TextEdit } from "./edit.ts";
import { findElision } from "./elision.ts";
import type { EditFailure } from "./failure.ts";
import { fail, failAmbiguous, failElided, type FileJob, type Placed } from "./file_job.ts";
import type { FileLines } from "./file_lines.ts";
import { alignLines } from "./search_replace.ts";

/**
 * The hunk of an edit: a piece of text that is not in the file as it is may still be there as lines.
 *
 * @param file The file.
 * @param edit The edit.
 * @param section Number for the section of a hunk that is made of text.
 * @returns The hunk; undefined for a text that is in the file.
 */
export function toHunk(file: FileLines, edit: Edit, section: number): HunkEdit | undefined {
  if (edit.kind === "hunk") return edit;
  if (edit.kind !== "text" || joinLines(file).includes(encodeBinary(edit.before))) return undefined;
  const trim = (text: string) => text.replace(/\n$/, "");
  const before = trim(edit.before).split("\n");
  const after = edit.after === "" ? [] : trim(edit.after).split("\n");
  const { paths, line, form } = edit;
  const lines = alignLines(before, after);
  return { paths, line, form, kind: "hunk", lines, section, ordered: false };
}

function joinLines(file: FileLines): string {
  return file.lines.join("\n") + (file.ends.at(-1) === "" || file.ends.length === 0 ? "" : "\n");
}

/** Each place of a text, places that overlap too. */
function findAll(text: string, wanted: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

/** Puts an edit of text that is in the file to its place, which must be the only one. */
export function replaceText(job: FileJob, file: FileLines, edit: TextEdit): Placed | EditFailure {
  const text = joinLines(file);
  const places = findAll(text, encodeBinary(edit.before));
  if (places.length > 1) return failAmbiguous(job, edit, toLineNumbers(text, places));
  const elision = findElision(file.lines, edit.after.split("\n"), {
    path: job.path,
    isWhole: false,
  });
  if (elision !== undefined) return failElided(job, edit, elision);
  if (isThere(text, edit, places[0])) {
    return fail(job, edit, "E_EXISTS", "the text to add is there already");
  }
  return spliceText(text, edit, places[0]);
}

/** The line of each place, from 1; places are in order. */
function toLineNumbers(text: string, places: readonly number[]): number[] {
  let line = 1;
  let at = 0;
  return places.map((place) => {
    for (; at < place; at++) if (text[at] === "\n") line++;
    return line;
  });
}

/** Whether an edit that only adds has been made before: its result is around its place. */
function isThere(text: string, { before, after }: TextEdit, place: number): boolean {
  const result = encodeBinary(after);
  const offset = result.indexOf(encodeBinary(before));
  if (offset < 0 || result.length === encodeBinary(before).length) return false;
  return place >= offset && text.startsWith(result, place - offset);
}

/** Replaces a piece of text that begins at a place; only the lines that it touches are compared. */
function spliceText(text: string, edit: TextEdit, place: number): Placed {
  const end = place + encodeBinary(edit.before).length;
  const lineStart = place === 0 ? 0 : text.lastIndexOf("\n", place - 1) + 1;
  const lineEnd = text.indexOf("\n", end) < 0 ? text.length : text.indexOf("\n", end);
  const start = text.slice(0, lineStart).split("\n").length - 1;
  const before = text.slice(lineStart, lineEnd).split("\n");
  const piece = text.slice(lineStart, place) + encodeBinary(edit.after) + text.slice(end, lineEnd);
  const after = piece.split("\n");
  const hadNewline = lineEnd < text.length || before.at(-1) === "";
  const finalNewline = lineEnd < text.length || after.at(-1) === "";
  if (lineEnd === text.length) {
    if (hadNewline) before.pop();
    if (finalNewline) after.pop();
  }
  const edits = diffLines(before, after).map((change) => ({
    start: start + change.beforeStart,
    end: start + change.beforeEnd,
    lines: after.slice(change.afterStart, change.afterEnd),
  }));
  return hadNewline === finalNewline ? { edit, edits } : { edit, edits, finalNewline };
}
