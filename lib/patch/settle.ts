/**
 * Holds the edits of one file against each other: what is said twice is done once, and what
 * contradicts is a conflict.
 *
 * @module
 */

import type { EditFailure } from "./failure.ts";
import { fail, type FileJob, type Placed } from "./file_job.ts";
import { applyLineEdits, type FileLines, isOverlap, type LineEdit } from "./file_lines.ts";

/** Two edits that do the same at the same place are one. */
export function unique(edits: readonly LineEdit[]): LineEdit[] {
  return edits.filter((edit, at) => edits.findIndex((other) => isEqual(edit, other)) === at);
}

function isEqual(a: LineEdit, b: LineEdit): boolean {
  return a.start === b.start && a.end === b.end && a.lines.join("\n") === b.lines.join("\n") &&
    a.lines.length === b.lines.length;
}

/**
 * An answer that gives the same change of a file in two forms means it once: where each form alone
 * makes the same file, the first is kept. Their edits may differ, as lines that occur twice can be
 * paired in several ways.
 */
export function dropOtherForms(file: FileLines, placed: readonly Placed[]): readonly Placed[] {
  const forms = [...Map.groupBy(placed, ({ edit }) => edit.form).values()];
  if (forms.length < 2) return placed;
  const texts = forms.map((group) => printAlone(file, group));
  return texts.every((text) => text !== undefined && text === texts[0]) ? forms[0] : placed;
}

/** The file with some edits alone; undefined where they overlap. */
function printAlone(file: FileLines, placed: readonly Placed[]): string | undefined {
  const edits = unique(placed.flatMap((one) => one.edits));
  if (edits.some((a, at) => edits.some((b, other) => other > at && isOverlap(a, b)))) {
    return undefined;
  }
  return applyLineEdits(file, edits).lines.join("\n");
}

/** Edits that overlap: carried ones give way, others are conflicts. */
export function settle(
  job: FileJob,
  file: FileLines,
  placed: readonly Placed[],
): { readonly kept: readonly Placed[]; readonly conflicts: readonly EditFailure[] } {
  const kept: Placed[] = [];
  const conflicts: EditFailure[] = [];
  const newFirst = placed.toSorted((a, b) =>
    Number(job.carried.has(a.edit)) - Number(job.carried.has(b.edit))
  );
  for (const one of newFirst) {
    if (kept.some((other) => repeats(file, one, other))) continue;
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

/** Whether an edit inserts what another one inserts already, at a place that comes to the same. */
function repeats(file: FileLines, one: Placed, other: Placed): boolean {
  if (one.edits.length === 0 || one.edits.length !== other.edits.length) return false;
  return one.edits.every((edit, at) => {
    const rival = other.edits[at];
    if (isEqual(edit, rival)) return true;
    return edit.lines.some((line) => /\w/.test(line)) &&
      isEqual(slideUp(file.lines, edit), slideUp(file.lines, rival));
  });
}

/** The first of all places at which an insertion gives the same file. */
function slideUp(file: readonly string[], edit: LineEdit): LineEdit {
  if (edit.start !== edit.end) return edit;
  let { start } = edit;
  let lines = edit.lines;
  while (start > 0 && lines.length > 0 && file[start - 1] === lines.at(-1)) {
    lines = [lines.at(-1)!, ...lines.slice(0, -1)];
    start--;
  }
  return { start, end: start, lines };
}
