/**
 * What an answer asks for, before it meets the files: plain data, so that edits of one attempt can be
 * carried into the next.
 *
 * @module
 */

import type { AnswerForm } from "../types.ts";

/** Where in the answer an edit stands, and which file it names. */
export interface EditOrigin {
  /** What the answer may mean by its path, the likeliest first; never empty. */
  readonly paths: readonly string[];
  /** Line of the answer on which the edit begins, from 1. */
  readonly line: number;
  /** The form in which it is written. */
  readonly form: AnswerForm;
}

/** A line of a hunk: kept, removed or added. */
export interface HunkLine {
  /** A blank for a line that stays, `-` for one that goes, `+` for one that comes. */
  readonly sign: " " | "-" | "+";
  /** The line without its end. */
  readonly text: string;
}

/** Replaces some lines of a file. */
export interface HunkEdit extends EditOrigin {
  /** Names the kind. */
  readonly kind: "hunk";
  /** The lines, in order. */
  readonly lines: readonly HunkLine[];
  /** Hunks of one section belong to one file and stand in the order of its lines. */
  readonly section: number;
  /** Whether the form says that hunks of a section are in the order of the file. */
  readonly ordered: boolean;
  /** Line at which the answer says that it begins, from 1; absent when it does not say. */
  readonly statedLine?: number;
  /** Lines that must come before it, outermost first; absent when there are none. */
  readonly anchors?: readonly string[];
  /** Whether it must reach the end of the file. Default false. */
  readonly atEnd?: boolean;
  /** Whether the file ends with a line end afterwards; absent to leave that as it is. */
  readonly finalNewline?: boolean;
}

/** Replaces a piece of text, which may begin and end inside lines. */
export interface TextEdit extends EditOrigin {
  /** Names the kind. */
  readonly kind: "text";
  /** The text that goes, with LF as line end. */
  readonly before: string;
  /** The text that comes, with LF as line end. */
  readonly after: string;
}

/** Writes a whole file. */
export interface WriteEdit extends EditOrigin {
  /** Names the kind. */
  readonly kind: "write";
  /** Its lines without their ends. */
  readonly lines: readonly string[];
  /** Whether the last line has an end. */
  readonly finalNewline: boolean;
  /**
   * Whether the file must be there, must not be there yet, or may be either; `if there` means that it
   * is no edit at all unless the file is there.
   */
  readonly presence: "new" | "existing" | "any" | "if there";
}

/** Deletes a file. */
export interface DeleteEdit extends EditOrigin {
  /** Names the kind. */
  readonly kind: "delete";
  /** The lines that the answer says it has; absent when it does not say. */
  readonly lines?: readonly string[];
}

/** Renames a file. */
export interface RenameEdit extends EditOrigin {
  /** Names the kind. */
  readonly kind: "rename";
  /** What the answer may mean by the new path, the likeliest first. */
  readonly to: readonly string[];
}

/** Anything that an answer can ask for. */
export type Edit = HunkEdit | TextEdit | WriteEdit | DeleteEdit | RenameEdit;

/** A part of an answer that looks like an edit and cannot be read as one. */
export interface Fault {
  /** Whether the answer ended too early or is not in a form that is known. */
  readonly reason: "E_CUT" | "E_ANSWER";
  /** Line of the answer, from 1. */
  readonly line: number;
  /** What is wrong, for a person. */
  readonly message: string;
}

/** What was found in an answer. */
export interface ParsedAnswer {
  /** The edits, in the order of the answer. */
  readonly edits: readonly Edit[];
  /** What could not be read; not empty means that nothing may be applied. */
  readonly faults: readonly Fault[];
}

/** The lines of a hunk that the file must have. */
export function toOldLines(lines: readonly HunkLine[]): string[] {
  return lines.filter((line) => line.sign !== "+").map((line) => line.text);
}

/** The lines that stand in their place afterwards. */
export function toNewLines(lines: readonly HunkLine[]): string[] {
  return lines.filter((line) => line.sign !== "-").map((line) => line.text);
}

/** A text that two edits share when they ask for the same, wherever they stand in the answer. */
export function toEditKey(edit: Edit): string {
  const { line: _line, ...rest } = edit;
  return JSON.stringify("section" in rest ? { ...rest, section: 0 } : rest);
}
