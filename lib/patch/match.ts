/**
 * Finds the places of a file that a block of lines can mean.
 *
 * @module
 */

import { findReindent, type Reindent, toPlain, trimEnd } from "./loose_text.ts";

/** A place where a block fits. */
export interface Match {
  /** First line of the file, from 0. */
  readonly start: number;
  /** Line after the last one. */
  readonly end: number;
  /** Blank lines at the head of the block that the file does not have. */
  readonly skipHead: number;
  /** Blank lines at its tail that the file does not have. */
  readonly skipTail: number;
  /** How to indent added lines; absent when the indentation is the same. */
  readonly reindent?: Reindent;
}

/**
 * Finds where a block stands in a file: exactly; else but for blanks at line ends; else but for
 * punctuation that looks alike; else without the blank lines at its ends; else but for indentation
 * that differs by the same on all lines. The first of these that finds anything decides.
 *
 * @param file Lines of the file, as binary strings.
 * @param block Lines of the block, as binary strings; not empty.
 * @returns All places, in the order of the file.
 */
export function findMatches(file: readonly string[], block: readonly string[]): Match[] {
  const skipHead = countBlank(block);
  const skipTail = skipHead === block.length ? 0 : countBlank(block.toReversed());
  const core = skipHead === block.length ? block : block.slice(skipHead, block.length - skipTail);
  const blocks = [{ lines: block, skipHead: 0, skipTail: 0 }];
  if (core.length < block.length) blocks.push({ lines: core, skipHead, skipTail });
  for (const { lines, ...skips } of blocks) {
    for (const simplify of [same, trimEnd, toPlain]) {
      const starts = findStarts(file, lines, simplify);
      if (starts.length > 0) {
        return starts.map((start) => ({ start, end: start + lines.length, ...skips }));
      }
    }
  }
  for (const { lines, ...skips } of blocks) {
    const matches = findShifted(file, lines).map((match) => ({ ...match, ...skips }));
    if (matches.length > 0) return matches;
  }
  return [];
}

function countBlank(lines: readonly string[]): number {
  const first = lines.findIndex((line) => line.trim() !== "");
  return first < 0 ? lines.length : first;
}

function same(line: string): string {
  return line;
}

/** Each index at which the block stands, compared by a simpler form of the lines. */
export function findStarts(
  file: readonly string[],
  block: readonly string[],
  simplify: (line: string) => string,
): number[] {
  const wanted = block.map(simplify);
  const have = simplify === same ? file : file.map(simplify);
  const starts: number[] = [];
  for (let start = 0; start + wanted.length <= have.length; start++) {
    let length = 0;
    while (length < wanted.length && have[start + length] === wanted[length]) length++;
    if (length === wanted.length) starts.push(start);
  }
  return starts;
}

/** Places where the lines are the same but for their indentation, which differs by one rule. */
function findShifted(
  file: readonly string[],
  block: readonly string[],
): Pick<Match, "start" | "end" | "reindent">[] {
  if (block.every((line) => line.trim() === "")) return [];
  const starts = findStarts(file, block, (line) => toPlain(line).trimStart());
  return starts.flatMap((start) => {
    const pairs = block.flatMap((line, at) =>
      line.trim() === "" ? [] : [[line, file[start + at]] as const]
    );
    const reindent = findReindent(pairs);
    return reindent === undefined ? [] : [{ start, end: start + block.length, reindent }];
  });
}
