import { decodeBinary } from "../binary.ts";
import type { Shown } from "./failure.ts";
import { toPlain } from "./loose_text.ts";

const SHOWN_LINES = 24;
const MARGIN_LINES = 2;

/**
 * Finds the lines of a file that come nearest to a block, to show them to whoever wrote the block.
 *
 * @param file Lines of the file, as binary strings.
 * @param block Lines of the block, as binary strings.
 * @returns Where the most lines agree, with some lines around; undefined when none is alike.
 */
export function findNearest(file: readonly string[], block: readonly string[]): Shown | undefined {
  const wanted = block.map(toWords);
  const have = file.map(toWords);
  let best = { score: 0, start: 0 };
  for (let start = 1 - wanted.length; start < have.length; start++) {
    let score = 0;
    for (let at = Math.max(0, -start); at < wanted.length && start + at < have.length; at++) {
      score += scoreLine(wanted[at], have[start + at]);
    }
    if (score > best.score) best = { score, start };
  }
  if (best.score < 0.5) return undefined;
  const start = Math.max(0, best.start - MARGIN_LINES);
  const end = Math.min(file.length, best.start + block.length + MARGIN_LINES, start + SHOWN_LINES);
  return {
    startLine: start + 1,
    lines: file.slice(start, end).map((line) => decodeBinary(line) ?? "?"),
  };
}

function toWords(line: string): ReadonlySet<string> {
  return new Set(toPlain(line).match(/\w+|[^\w\s]/g) ?? []);
}

/** How much two lines have in common: 0 to 1. */
function scoreLine(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  const score = shared / Math.max(a.size, b.size);
  return score < 0.5 ? 0 : score;
}
