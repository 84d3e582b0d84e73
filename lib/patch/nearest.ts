import { decodeBinary } from "../binary.ts";
import type { Shown } from "./failure.ts";
import { toPlain } from "./loose_text.ts";

const SHOWN_LINES = 24;
const MARGIN_LINES = 2;

/** Lines of a block that are looked for; its head says where it belongs. */
const SOUGHT_LINES = 40;
/** Searches in one file; beyond it nobody reads the results. */
const SEARCH_LIMIT = 12;

/** Finds the lines of a file that come nearest to a block, as binary strings both. */
export type FindNearest = (block: readonly string[]) => Shown | undefined;

/**
 * Makes the search for one file, to show the lines to whoever wrote the block: where the most lines
 * agree, with some lines around; undefined when none is alike.
 *
 * @param file Lines of the file, as binary strings.
 */
export function createFindNearest(file: readonly string[]): FindNearest {
  let words: readonly ReadonlySet<string>[] | undefined;
  let searches = 0;
  return (block) => {
    if (++searches > SEARCH_LIMIT) return undefined;
    words ??= file.map(toWords);
    const start = findBest(words, block.slice(0, SOUGHT_LINES).map(toWords));
    if (start === undefined) return undefined;
    const first = Math.max(0, start - MARGIN_LINES);
    const end = Math.min(file.length, start + block.length + MARGIN_LINES, first + SHOWN_LINES);
    const lines = file.slice(first, end).map((line) => decodeBinary(line) ?? "?");
    return { startLine: first + 1, lines };
  };
}

function findBest(
  have: readonly ReadonlySet<string>[],
  wanted: readonly ReadonlySet<string>[],
): number | undefined {
  let best: { readonly score: number; readonly start: number } | undefined;
  for (let start = 1 - wanted.length; start < have.length; start++) {
    let score = 0;
    for (let at = Math.max(0, -start); at < wanted.length && start + at < have.length; at++) {
      score += scoreLine(wanted[at], have[start + at]);
    }
    if (score >= 0.5 && score > (best?.score ?? 0)) best = { score, start };
  }
  return best?.start;
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
