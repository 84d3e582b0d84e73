import type { FileVersions } from "../diff.ts";
import type { FileContent } from "../ports.ts";
import type { Reason } from "../reasons.ts";
import type { Edit } from "./edit.ts";
import type { EditFailure } from "./failure.ts";
import { applyLineEdits, type FileLines, type LineEdit, printFile } from "./file_lines.ts";

/** Places that a message names. */
const SHOWN_PLACES = 8;

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
  /** What the request shows of the file; absent when nobody says. */
  readonly shown?: "all" | "part" | "nothing";
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

/** An edit with its place. */
export interface Placed {
  /** The edit. */
  readonly edit: Edit;
  /** What it does to the lines of the file as it is. */
  readonly edits: readonly LineEdit[];
  /** Whether the file ends with a line end afterwards; absent to leave that as it is. */
  readonly finalNewline?: boolean;
}

/** Says why an edit does not fit. */
export function fail(job: FileJob, edit: Edit, reason: Reason, why: string): EditFailure {
  const message = `Cannot edit "${job.path}" as line ${edit.line} of the answer says: ${why}`;
  return { reason, message, path: job.path, line: edit.line, edit };
}

/** Says that an edit fits in several places, and where: lines from 1, in order. */
export function failAmbiguous(job: FileJob, edit: Edit, lines: readonly number[]): EditFailure {
  const shown = lines.slice(0, SHOWN_PLACES).join(", ") +
    (lines.length > SHOWN_PLACES ? ", ..." : "");
  const why = `the text occurs ${lines.length} times (lines ${shown}) and must occur once`;
  return fail(job, edit, "E_AMBIGUOUS", why);
}

/** Says that an edit holds a line which stands for lines that were left out. */
export function failElided(job: FileJob, edit: Edit, line: string): EditFailure {
  const why = `the line "${line.trim()}" stands for lines that were left out`;
  return fail(job, edit, "E_ANSWER", why);
}

/** The lines of a file and what all edits together do to them. */
export interface Change {
  /** The file as it is. */
  readonly file: FileLines;
  /** The edits; they do not overlap. */
  readonly edits: readonly LineEdit[];
  /** Whether the file ends with a line end afterwards; absent to leave that as it is. */
  readonly finalNewline?: boolean;
  /** The edits as the answer has them. */
  readonly fitted: readonly Edit[];
}

/** Makes the edits, all of which fit. */
export function finish(job: FileJob, content: FileContent, change: Change): FileOutcome {
  const { bytes: before, mode } = content;
  const after = printFile(applyLineEdits(change.file, change.edits, change.finalNewline));
  const names = job.to === undefined ? { path: job.path } : { path: job.to, from: job.path };
  return { versions: { ...names, before, after, mode }, failures: [], fitted: change.fitted };
}
