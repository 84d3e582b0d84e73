/**
 * Makes the edits of parts of one file: finds their places, and holds them against each other.
 *
 * @module
 */

import { encodeBinary } from "../binary.ts";
import type { FileContent } from "../ports.ts";
import { type Edit, type HunkEdit, toNewLines, toOldLines } from "./edit.ts";
import { findElision } from "./elision.ts";
import type { EditFailure } from "./failure.ts";
import {
  fail,
  failAmbiguous,
  failElided,
  type FileJob,
  type FileOutcome,
  finish,
  type Placed,
} from "./file_job.ts";
import { type FileLines, parseFile } from "./file_lines.ts";
import { toLineEdits } from "./hunk_edits.ts";
import { findTwisted, trimEnd } from "./loose_text.ts";
import { findStarts, type Match } from "./match.ts";
import { createFindNearest, type FindNearest } from "./nearest.ts";
import { placeHunks } from "./place.ts";
import { dropOtherForms, settle, unique } from "./settle.ts";
import { replaceText, toHunk } from "./text_edits.ts";

/** Makes the edits of parts of a file that is there. */
export function changeFile(job: FileJob, content: FileContent): FileOutcome {
  const file = parseFile(content.bytes);
  const results = placeEdits(job, file);
  const failures = results.filter((result) => "reason" in result);
  const placed = dropOtherForms(file, results.filter((result) => "edits" in result));
  const { kept, conflicts } = settle(job, file, placed);
  const renames = job.edits.filter((edit) => edit.kind === "rename");
  const fitted = [...renames, ...kept.map(({ edit }) => edit)];
  if (failures.length + conflicts.length > 0) {
    return { failures: [...failures, ...conflicts], fitted };
  }
  const edits = kept.flatMap((one) => one.edits);
  const finalNewline = kept.findLast((one) => one.finalNewline !== undefined)?.finalNewline;
  return finish(job, content, { file, edits: unique(edits), finalNewline, fitted });
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
  if (hunk.lines.every(({ sign }) => sign === " ") && starts.length > 0) {
    if (match === undefined || isExact(file.lines, oldLines, match)) return { edit, edits: [] };
    const why = "it changes nothing, and its lines are not quite those of the file";
    return fail(job, edit, "E_NOTHING", why);
  }
  if (match === undefined) {
    if (starts.length > 1) return failAmbiguous(job, edit, starts.map((start) => start + 1));
    return notFound(job, file, { edit, oldLines, newLines, findNearest: found.findNearest });
  }
  const added = hunk.lines.flatMap(({ sign, text }) => sign === "+" ? [text] : []);
  const elision = findElision(file.lines, added, { path: job.path, isWhole: false });
  if (elision !== undefined) return failElided(job, edit, elision);
  const twisted = findTwisted(
    toOldLines(hunk.lines),
    added,
    file.lines.slice(match.start, match.end),
  );
  if (twisted !== undefined) {
    const why = `the new lines have ${twisted} where the file has plain punctuation`;
    return fail(job, edit, "E_NOT_FOUND", why);
  }
  const edits = toLineEdits(hunk, match, file.lines);
  if (edits === undefined) {
    return fail(job, edit, "E_NOT_FOUND", "the indentation of the added lines does not fit");
  }
  const onlyAdds = edits.length > 0 && edits.every((one) => one.start === one.end);
  if (onlyAdds && isThere(file.lines, newLines, match.start)) {
    return fail(job, edit, "E_EXISTS", "the lines to add are there already");
  }
  if (
    hunk.ordered && isDoneElsewhere(file.lines, newLines, { match, statedLine: hunk.statedLine })
  ) {
    return fail(job, edit, "E_EXISTS", "the change is there already, in another place that fits");
  }
  const reachesEnd = match.end === file.lines.length;
  const { finalNewline } = hunk;
  return finalNewline === undefined || !reachesEnd
    ? { edit, edits }
    : { edit, edits, finalNewline };
}

/** Whether a block stands at its place as it is. */
function isExact(file: readonly string[], block: readonly string[], match: Match): boolean {
  const lines = block.slice(match.skipHead, block.length - match.skipTail);
  return lines.every((line, at) => file[match.start + at] === line);
}

/** Whether the result of a hunk is in the file already, around the place where it would go. */
function isThere(file: readonly string[], newLines: readonly string[], start: number): boolean {
  if (!newLines.some((line) => /\w/.test(line))) return false;
  return findStarts(file, newLines, trimEnd)
    .some((at) => at <= start && start < at + newLines.length);
}

/**
 * Whether a diff may have been applied before, to the twin of the place that still fits: its result is
 * where it says that it begins, or anywhere when it does not say.
 */
function isDoneElsewhere(
  file: readonly string[],
  newLines: readonly string[],
  place: { readonly match: Match; readonly statedLine?: number },
): boolean {
  if (newLines.length < 3 || !newLines.some((line) => /\w/.test(line))) return false;
  const { match, statedLine } = place;
  const starts = findStarts(file, newLines, trimEnd)
    .filter((start) => start >= match.end || start + newLines.length <= match.start);
  return statedLine === undefined ? starts.length > 0 : starts.includes(statedLine - 1);
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
