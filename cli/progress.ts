/**
 * A live line on stderr for a person who waits; nothing at all where stderr is not a terminal.
 *
 * @module
 */

import { escapeLine } from "./escape.ts";

/** A line that is written over and over, and gone at the end. */
export interface Progress extends Disposable {
  /** Shows a text in place of the last one. */
  show(text: string): void;
}

const CLEAR_LINE = "\r\x1b[K";
const SILENT: Progress = { show: () => {}, [Symbol.dispose]: () => {} };

/** Where the line goes, and whether it is wanted. */
export interface ProgressOptions {
  /** Writes to the terminal. */
  readonly write: (text: string) => void;
  /** Width of the terminal in columns. */
  readonly columns: number;
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
}

/** Fewest milliseconds between two texts. */
const PAUSE_MS = 80;

/** Opens the line. */
export function openProgress(options: ProgressOptions | undefined): Progress {
  if (options === undefined) return SILENT;
  const { write, columns, now } = options;
  let shownMs = -Infinity;
  return {
    show: (text) => {
      if (now() - shownMs < PAUSE_MS) return;
      shownMs = now();
      write(CLEAR_LINE + Array.from(escapeLine(text)).slice(0, columns - 1).join(""));
    },
    [Symbol.dispose]: () => {
      if (shownMs !== -Infinity) write(CLEAR_LINE);
    },
  };
}
