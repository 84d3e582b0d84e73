/**
 * Tells a model what of its answer did not fit, so that it can try again with just that.
 *
 * @module
 */

import type { RefusedAnswer } from "./apply.ts";
import type { Edit } from "./edit.ts";
import type { EditFailure } from "./failure.ts";

/** More would cost tokens and help no model. */
const SHOWN_FAILURES = 12;

/** What fits is kept and made together with the edits of the next answer. */
export interface FeedbackOptions {
  /** Whether the edits that fit are carried into the next attempt. Default true. */
  readonly keepsFitted?: boolean;
}

/**
 * Writes the next message to the model.
 *
 * @param refused What became of its answer.
 * @param options Whether the edits that fit are kept.
 */
export function printFeedback(refused: RefusedAnswer, options: FeedbackOptions = {}): string {
  const { keepsFitted = true } = options;
  const parts = ["Your answer could not be applied. Nothing has been changed."];
  const { failures } = refused;
  for (const [at, failure] of failures.slice(0, SHOWN_FAILURES).entries()) {
    parts.push(printFailure(failure, at + 1));
  }
  const more = failures.length - SHOWN_FAILURES;
  if (more > 0) parts.push(`${more} more edits did not fit.`);
  if (keepsFitted && refused.fitted.length > 0) {
    const fitted = refused.fitted.map((edit) => `- ${describe(edit)}`);
    parts.push(`These edits fit and are kept; do not repeat them:\n${fitted.join("\n")}`);
    parts.push("Answer again with only the edits that did not fit, corrected.");
  } else parts.push("Answer again with all edits, corrected.");
  return parts.join("\n\n");
}

function printFailure(failure: EditFailure, number: number): string {
  const { message, nearest, path } = failure;
  const lines = [`${number}. ${message}.`, ...printAdvice(failure)];
  if (nearest !== undefined && path !== undefined) {
    lines.push(`The lines of ${path} that come nearest are:`, "");
    const width = String(nearest.startLine + nearest.lines.length).length;
    nearest.lines.forEach((line, at) =>
      lines.push(`${String(nearest.startLine + at).padStart(width)} | ${line}`)
    );
    lines.push("", "The numbers and bars are not part of the file.");
  }
  return lines.join("\n");
}

function printAdvice({ reason }: EditFailure): string[] {
  switch (reason) {
    case "E_AMBIGUOUS":
      return ["Give more of the lines around the place, so that they occur only once."];
    case "E_NOT_FOUND":
      return ["Copy the lines exactly as they are in the file."];
    case "E_EXISTS":
      return ["Leave the edit out if the file is as you want it."];
    case "E_CONFLICT":
      return ["Make one edit of the two."];
    case "E_NO_EDIT":
      return ["Write the change as edits, in the form that was asked for."];
    default:
      return [];
  }
}

function describe(edit: Edit): string {
  const [path] = edit.paths;
  switch (edit.kind) {
    case "write":
      return `${path}, written whole`;
    case "delete":
      return `${path}, deleted`;
    case "rename":
      return `${path}, renamed to ${edit.to[0]}`;
    case "hunk":
      return `${path}, the edit on line ${edit.line} of your answer`;
    case "text":
      return `${path}, the edit of ${JSON.stringify(cut(edit.before))}`;
  }
}

function cut(text: string): string {
  return text.length > 60 ? text.slice(0, 59) + "\u2026" : text;
}
