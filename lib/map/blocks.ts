/**
 * Cuts a file into blocks that belong together: by blank lines and indentation, so that it works in
 * every language. It works on bytes, as most files are only looked at and never shown.
 *
 * @module
 */

/** A block of lines, from 0; the end exclusive. */
export interface Block {
  /** First line, from 0. */
  readonly start: number;
  /** Line after the last one. */
  readonly end: number;
}

const LEAST_LINES = 8;
const MOST_LINES = 60;
/** From this length on, a block is better cut soon. */
const LONG_LINES = 30;

/** Where the lines of a text begin, in bytes; the end of the last line does not begin another one. */
export function findLineStarts(bytes: Uint8Array): Uint32Array {
  const starts: number[] = bytes.length === 0 ? [] : [0];
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (at + 1 < bytes.length) starts.push(at + 1);
  }
  return Uint32Array.from(starts);
}

/**
 * Cuts lines into blocks that follow each other without a gap.
 *
 * @param bytes The text.
 * @param starts Where its lines begin.
 */
export function cutBlocks(bytes: Uint8Array, starts: Uint32Array): Block[] {
  const costs = toCosts(bytes, starts);
  const blocks: Block[] = [];
  for (let start = 0; start < costs.length;) {
    const end = findEnd(costs, start);
    blocks.push({ start, end });
    start = end;
  }
  return blocks;
}

/** The best line to begin the next block at: little indentation after a blank line is best. */
function findEnd(costs: Float32Array, start: number): number {
  if (costs.length - start <= LEAST_LINES) return costs.length;
  const last = Math.min(costs.length, start + MOST_LINES);
  let best = last;
  let bestCost = last === costs.length ? 6 : Infinity;
  for (let at = start + LEAST_LINES; at <= last && at < costs.length; at++) {
    const cost = costs[at] + Math.max(0, at - start - LONG_LINES) / 15;
    if (cost < bestCost) [best, bestCost] = [at, cost];
    if (cost === 0) break;
  }
  return best;
}

const LF = 0x0a;
const NEVER_COST = 50;
const AFTER_COMMENT_COST = 20;
const AFTER_TEXT_COST = 6;
const AFTER_CLOSER_COST = 1;

type LineKind = "blank" | "closer" | "comment" | "text";

/** How bad it is to begin a block at each line: 0 where something begins at the margin. */
function toCosts(bytes: Uint8Array, starts: Uint32Array): Float32Array {
  const costs = new Float32Array(starts.length);
  let previous: LineKind = "blank";
  for (let line = 0; line < starts.length; line++) {
    const end = line + 1 < starts.length ? starts[line + 1] : bytes.length;
    const { at, width } = skipBlanks(bytes, starts[line], end);
    const kind = toLineKind(bytes, at, end);
    const isNever = kind === "blank" || kind === "closer";
    costs[line] = isNever ? NEVER_COST : toGapCost(previous) + width / 2;
    previous = kind;
  }
  return costs;
}

function toGapCost(previous: LineKind): number {
  switch (previous) {
    case "blank":
      return 0;
    case "closer":
      return AFTER_CLOSER_COST;
    case "comment":
      return AFTER_COMMENT_COST;
    case "text":
      return AFTER_TEXT_COST;
  }
}

/** Where the text of a line begins, and how far in that is; a tab counts as four. */
function skipBlanks(bytes: Uint8Array, start: number, end: number) {
  let at = start;
  let width = 0;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) {
    width += bytes[at] === 0x09 ? 4 : 1;
    at++;
  }
  return { at, width };
}

const CLOSERS = new Set(["end", "fi", "esac", "done"]);
const COMMENT_STARTS = new Set(["//", "/*", "--", '""', "<!"]);
const PREPROCESSOR_WORDS = ["#d", "#i", "#e"]; // #define, #include, #if, #endif, #else

/** What the first byte of a line says of it; undefined where it takes more of them. */
const KINDS: readonly (LineKind | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const first = String.fromCharCode(byte);
  if ("\n\r".includes(first)) return "blank";
  if ("})]".includes(first)) return "closer";
  if ("*@[".includes(first)) return "comment";
  return '/-"<#efd'.includes(first) ? undefined : "text";
});

function toLineKind(bytes: Uint8Array, at: number, end: number): LineKind {
  return at < end ? KINDS[bytes[at]] ?? readLineKind(bytes, at, end) : "blank";
}

function readLineKind(bytes: Uint8Array, at: number, end: number): LineKind {
  const start = String.fromCharCode(bytes[at], at + 1 < end ? bytes[at + 1] : LF);
  if (COMMENT_STARTS.has(start)) return "comment";
  if (start[0] === "#") return PREPROCESSOR_WORDS.includes(start) ? "text" : "comment";
  return CLOSERS.has(readWord(bytes, at, end)) ? "closer" : "text";
}

function readWord(bytes: Uint8Array, at: number, end: number): string {
  let stop = at;
  while (stop < end && bytes[stop] >= 0x61 && bytes[stop] <= 0x7a && stop - at < 5) stop++;
  return String.fromCharCode(...bytes.subarray(at, stop));
}
