import type { Reason } from "../reasons.ts";
import type { Edit } from "./edit.ts";

/** Lines of a file, to show what is there. */
export interface Shown {
  /** Number of the first line, from 1. */
  readonly startLine: number;
  /** The lines, without their ends. */
  readonly lines: readonly string[];
}

/** Why an edit does not fit. */
export interface EditFailure {
  /** Why, by name. */
  readonly reason: Reason;
  /** One line for a person: what failed, its subject, the state. */
  readonly message: string;
  /** The file; absent when the edit could not even be read. */
  readonly path?: string;
  /** Line of the answer, from 1; absent when it is about the answer as a whole. */
  readonly line?: number;
  /** The edit; absent when it could not be read. */
  readonly edit?: Edit;
  /** The lines of the file that come nearest; absent when there are none. */
  readonly nearest?: Shown;
}
