/**
 * Makes all edits of one file, in memory.
 *
 * @module
 */

import { encodeBinary } from "../binary.ts";
import type { FileVersions } from "../diff.ts";
import { diffLines } from "../line_diff.ts";
import type { FileContent } from "../ports.ts";
import type { Reason } from "../reasons.ts";
import {
  type DeleteEdit,
  type Edit,
  type HunkEdit,
  type TextEdit,
  toNewLines,
  toOldLines,
  type WriteEdit,
} from "./edit.ts";
import { findElision } from "./elision.ts";
import type { EditFailure } from "./failure.ts";
import {
  applyLineEdits,
  type FileLines,
  isOverlap,
  type LineEdit,
  makeFile,
  parseFile,
  printFile,
} from "./file_lines.ts";
import { toLineEdits } from "./hunk_edits.ts";
import { trimEnd } from "./loose_text.ts";
import { findStarts } from "./match.ts";
import { createFindNearest, type FindNearest } from "./nearest.ts";
import { placeHunks } from "./place.ts";
import { alignLines } from "./search_replace.ts";

/** A file of at least so many lines is not replaced by one of less than half its lines. */
const SHRINK_LIMIT_LINES = 20;

/** One file, and what an answer wants of it. */
export interface FileJob {
  /** Path from the repository root. */
  readonly path: string;
  /** What is there; absent when nothing is. */
  readonly content?: FileContent;
  /** The edits, in the order of the answer. */
  readonly edits: readonly Edit[];
  /** Edits of an earlier attempt: they give way to new ones. */
  readonly carried: ReadonlySet<Edit>;
  /** The new path of a rename; absent without one. */
  readonly to?: string;
  /** Whether a whole file may be much shorter than the one that it replaces. */
  readonly allowShrink: boolean;
}

/** What became of one file. */
export interface FileOutcome {
  /** The file before and after; absent when something does not fit. */
  readonly versions?: FileVersions;
  /** What does not fit. */
  readonly failures: readonly EditFailure[];
  /** The edits that fit. */
  readonly fitted: readonly Edit[];
}

/** Makes the edits of one file. */
export function editFile(job: FileJob): FileOutcome {
  const deletion = job.edits.find((edit) => edit.kind === "delete");
  const write = job.edits.find((edit) => edit.kind === "write");
  if (deletion !== undefined) return deleteFile(job, deletion);
  if (write !== undefined) return writeFile(job, write);
  if (job.content === undefined) {
    const missing = job.edits.map((edit) =>
      fail(job, edit, "E_NOT_FOUND", "there is no such file")
    );
    return { failures: missing, fitted: [] };
  }
  return changeFile(job, job.content);
}

function fail(job: FileJob, edit: Edit, reason: Reason, why: string): EditFailure {
  const message = `Cannot edit "${job.path}" as line ${edit.line} of the answer says: ${why}`;
  return { reason, message, path: job.path, line: edit.line, edit };
}

function refuse(job: FileJob, edit: Edit, reason: Reason, why: string): FileOutcome {
  return { failures: [fail(job, edit, reason, why)], fitted: [] };
}

/** An edit of the whole file allows no other edit of it. */
function findRival(job: FileJob, edit: Edit): Edit | undefined {
  return job.edits.find((other) => other !== edit && !job.carried.has(other));
}

function deleteFile(job: FileJob, edit: DeleteEdit): FileOutcome {
  const { path, content } = job;
  const rival = findRival(job, edit);
  if (rival !== undefined) {
    return refuse(job, rival, "E_CONFLICT", "the answer also deletes the file");
  }
  if (content === undefined) return refuse(job, edit, "E_NOT_FOUND", "there is no such file");
  const have = parseFile(content.bytes).lines.map(trimEnd);
  const said = edit.lines?.map((line) => trimEnd(encodeBinary(line)));
  const differs = said !== undefined && said.length > 0 && said.join("\n") !== have.join("\n");
  if (differs) {
    return refuse(job, edit, "E_NOT_FOUND", "the lines to delete are not those of the file");
  }
  return {
    versions: { path, before: content.bytes, mode: content.mode },
    failures: [],
    fitted: [edit],
  };
}

function writeFile(job: FileJob, edit: WriteEdit): FileOutcome {
  const { path, content } = job;
  const rival = findRival(job, edit);
  if (rival !== undefined) {
    return refuse(job, rival, "E_CONFLICT", "the answer also gives the whole file");
  }
  if (content === undefined) {
    if (edit.presence === "existing") {
      return refuse(job, edit, "E_NOT_FOUND", "there is no such file");
    }
    const elision = findElision([], edit.lines, true);
    if (elision !== undefined) return refuse(job, edit, "E_ANSWER", elided(elision));
    const after = printFile(makeFile(edit.lines, edit.finalNewline));
    return { versions: { path, after }, failures: [], fitted: [edit] };
  }
  const file = parseFile(content.bytes);
  const lines = edit.lines.map(encodeBinary);
  const isSame = file.lines.join("\n") === lines.join("\n");
  if (edit.presence === "new" && file.lines.length > 0 && !isSame) {
    return refuse(job, edit, "E_EXISTS", "the file is there already and must be new");
  }
  const elision = findElision(file.lines, edit.lines, true);
  if (elision !== undefined) return refuse(job, edit, "E_ANSWER", elided(elision));
  const isPart = file.lines.length >= SHRINK_LIMIT_LINES && lines.length * 2 < file.lines.length;
  if (isPart && !job.allowShrink) {
    const why =
      `${lines.length} lines would replace all ${file.lines.length}, which looks like a part`;
    return refuse(job, edit, "E_ANSWER", why);
  }
  const edits = diffLines(file.lines, lines).map((change) => ({
    start: change.beforeStart,
    end: change.beforeEnd,
    lines: lines.slice(change.afterStart, change.afterEnd),
  }));
  return finish(job, content, { file, edits, fitted: [edit] });
}

function elided(line: string): string {
  return `the line "${line.trim()}" stands for lines that were left out`;
}

interface Change {
  readonly file: FileLines;
  readonly edits: readonly LineEdit[];
  readonly finalNewline?: boolean;
  readonly fitted: readonly Edit[];
}

function finish(job: FileJob, content: FileContent, change: Change): FileOutcome {
  const { bytes: before, mode } = content;
  const after = printFile(applyLineEdits(change.file, change.edits, change.finalNewline));
  const names = job.to === undefined ? { path: job.path } : { path: job.to, from: job.path };
  return { versions: { ...names, before, after, mode }, failures: [], fitted: change.fitted };
}

/** An edit with its place. */
interface Placed {
  readonly edit: Edit;
  readonly edits: readonly LineEdit[];
  readonly finalNewline?: boolean;
}

function changeFile(job: FileJob, content: FileContent): FileOutcome {
  const file = parseFile(content.bytes);
  const results = placeEdits(job, file);
  const failures = results.filter((result) => "reason" in result);
  const placed = results.filter((result) => "edits" in result);
  const { kept, conflicts } = settle(job, placed);
  const renames = job.edits.filter((edit) => edit.kind === "rename");
  const fitted = [...renames, ...kept.map(({ edit }) => edit)];
  if (failures.length + conflicts.length > 0) {
    return { failures: [...failures, ...conflicts], fitted };
  }
  const edits = kept.flatMap((one) => one.edits);
  const finalNewline = kept.findLast((one) => one.finalNewline !== undefined)?.finalNewline;
  return finish(job, content, { file, edits: unique(edits), finalNewline, fitted });
}

/** Two edits that do the same at the same place are one. */
function unique(edits: readonly LineEdit[]): LineEdit[] {
  return edits.filter((edit, at) => edits.findIndex((other) => isEqual(edit, other)) === at);
}

function isEqual(a: LineEdit, b: LineEdit): boolean {
  return a.start === b.start && a.end === b.end && a.lines.join("\n") === b.lines.join("\n") &&
    a.lines.length === b.lines.length;
}

/** Edits that overlap: carried ones give way, others are conflicts. */
function settle(
  job: FileJob,
  placed: readonly Placed[],
): { readonly kept: readonly Placed[]; readonly conflicts: readonly EditFailure[] } {
  const kept: Placed[] = [];
  const conflicts: EditFailure[] = [];
  const newFirst = placed.toSorted((a, b) =>
    Number(job.carried.has(a.edit)) - Number(job.carried.has(b.edit))
  );
  for (const one of newFirst) {
    const rival = kept.find((other) => clashes(one, other));
    if (rival === undefined) kept.push(one);
    else if (!job.carried.has(one.edit)) {
      const why = `it overlaps with the edit on line ${rival.edit.line} of the answer`;
      conflicts.push(fail(job, one.edit, "E_CONFLICT", why));
    }
  }
  return { kept, conflicts };
}

function clashes(a: Placed, b: Placed): boolean {
  return a.edits.some((own) =>
    b.edits.some((other) => !isEqual(own, other) && isOverlap(own, other))
  );
}

function placeEdits(job: FileJob, file: FileLines): (Placed | EditFailure)[] {
  const hunks = new Map<Edit, HunkEdit>();
  job.edits.forEach((edit, at) => {
    const hunk = toHunk(file, edit, -1 - at);
    if (hunk !== undefined) hunks.set(edit, hunk);
  });
  const placements = placeHunks(file, [...hunks.values()]);
  const found = new Map(placements.map((placement) => [placement.hunk, placement]));
  const findNearest = createFindNearest(file.lines);
  return job.edits.flatMap((edit): (Placed | EditFailure)[] => {
    const hunk = hunks.get(edit);
    if (hunk !== undefined) {
      return [toPlaced(job, file, { edit, findNearest, ...found.get(hunk)! })];
    }
    return edit.kind === "text" ? [replaceText(job, file, edit)] : [];
  });
}

/** A piece of text that is not in the file as it is may still be there as lines. */
function toHunk(file: FileLines, edit: Edit, section: number): HunkEdit | undefined {
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

function replaceText(
  job: FileJob,
  file: FileLines,
  edit: TextEdit,
): Placed | EditFailure {
  const text = joinLines(file);
  const places = findAll(text, encodeBinary(edit.before));
  if (places.length > 1) {
    return ambiguous(job, edit, places.map((at) => text.slice(0, at).split("\n").length));
  }
  return spliceText(text, edit, places[0]);
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

function ambiguous(job: FileJob, edit: Edit, lines: readonly number[]): EditFailure {
  const shown = lines.slice(0, 8).join(", ") + (lines.length > 8 ? ", ..." : "");
  const why = `the text occurs ${lines.length} times (lines ${shown}) and must occur once`;
  return fail(job, edit, "E_AMBIGUOUS", why);
}

interface PlacedHunk {
  readonly edit: Edit;
  readonly hunk: HunkEdit;
  readonly match?: Parameters<typeof toLineEdits>[1];
  readonly starts: readonly number[];
  readonly findNearest: FindNearest;
}

function toPlaced(job: FileJob, file: FileLines, found: PlacedHunk): Placed | EditFailure {
  const { edit, hunk, match, starts } = found;
  const oldLines = toOldLines(hunk.lines).map(encodeBinary);
  const newLines = toNewLines(hunk.lines).map(encodeBinary);
  if (hunk.lines.every(({ sign }) => sign === " ")) return { edit, edits: [] };
  if (match === undefined) {
    if (starts.length > 1) return ambiguous(job, edit, starts.map((start) => start + 1));
    return notFound(job, file, { edit, oldLines, newLines, findNearest: found.findNearest });
  }
  const added = hunk.lines.flatMap(({ sign, text }) => sign === "+" ? [text] : []);
  const elision = findElision(file.lines, added, false);
  if (elision !== undefined) return fail(job, edit, "E_ANSWER", elided(elision));
  const edits = toLineEdits(hunk, match, file.lines);
  if (edits === undefined) {
    return fail(job, edit, "E_NOT_FOUND", "the indentation of the added lines does not fit");
  }
  const onlyAdds = edits.length > 0 && edits.every((one) => one.start === one.end);
  if (onlyAdds && isThere(file.lines, newLines, match.start)) {
    return fail(job, edit, "E_EXISTS", "the lines to add are there already");
  }
  const reachesEnd = match.end === file.lines.length;
  const { finalNewline } = hunk;
  return finalNewline === undefined || !reachesEnd
    ? { edit, edits }
    : { edit, edits, finalNewline };
}

/** Whether the result of a hunk is in the file already, around the place where it would go. */
function isThere(file: readonly string[], newLines: readonly string[], start: number): boolean {
  if (!newLines.some((line) => /\w/.test(line))) return false;
  return findStarts(file, newLines, trimEnd)
    .some((at) => at <= start && start < at + newLines.length);
}

function notFound(
  job: FileJob,
  file: FileLines,
  found: {
    readonly edit: Edit;
    readonly oldLines: readonly string[];
    readonly newLines: readonly string[];
    readonly findNearest: FindNearest;
  },
): EditFailure {
  const { edit, oldLines, newLines } = found;
  if (oldLines.length === 0) {
    return fail(job, edit, "E_AMBIGUOUS", "it adds lines without any line of the file around them");
  }
  const isDone = newLines.some((line) => /\w/.test(line)) &&
    findStarts(file.lines, newLines, trimEnd).length === 1;
  if (isDone) return fail(job, edit, "E_EXISTS", "the change is there already");
  const failure = fail(job, edit, "E_NOT_FOUND", "the text to replace is not in the file");
  const nearest = found.findNearest(oldLines);
  return nearest === undefined ? failure : { ...failure, nearest };
}
