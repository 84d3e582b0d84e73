/**
 * Cuts what a build or a test run wrote to what matters: the first troubles with their surroundings,
 * and the summary at the end.
 *
 * @module
 */

/** How much to keep. */
export interface TrimOptions {
  /** Most that the result may have, in UTF-8 bytes. */
  readonly limitBytes: number;
}

/** A line that speaks of trouble, in the words of compilers, test runners and stack traces. */
const TROUBLE_REGEXP =
  /\b(error|errors|fail|failed|failure|failures|panicked|panic|fatal|exception|traceback|assert\w*|undefined|cannot|not ok|expected)\b|✗|✖|✕|Error\b/i;
/** A line that speaks of trouble that is not there. */
const NO_TROUBLE_REGEXP = /\b(0|no) (errors?|failed|failures?)\b|\bok\b.*\bok$/i;
// deno-lint-ignore no-control-regex -- this is what they are made of
const ESCAPES_REGEXP = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])/g;

/** Lines that are kept before a trouble. */
const LINES_BEFORE = 2;
/** Lines that are kept after a trouble. */
const LINES_AFTER = 12;
/** Share of the limit that the end gets. */
const TAIL_SHARE = 0.4;
/** Longest line, in characters: minified code in a message helps nobody. */
const LINE_LIMIT = 500;

/**
 * Cuts an output.
 *
 * @param output What a command wrote, with escapes and progress lines.
 * @param options How much to keep.
 * @returns Plain text; a line in brackets stands for what was left out.
 * @throws {RangeError} If `options.limitBytes` is below 100.
 */
export function trimOutput(output: string, options: TrimOptions): string {
  const { limitBytes } = options;
  if (limitBytes < 100) {
    throw new RangeError(
      `Cannot trim output as limitBytes must be at least 100: current value is ${limitBytes}`,
    );
  }
  const lines = toPlainLines(output);
  const whole = joinLines(lines);
  if (toSize(whole) <= limitBytes) return whole;
  const room = limitBytes - 64; // for the lines that stand for gaps
  const kept = new Set<number>();
  keepWhileRoom(kept, lines, { order: fromEnd(lines), room: Math.floor(room * TAIL_SHARE) });
  keepWhileRoom(kept, lines, { order: byTrouble(lines), room });
  keepWhileRoom(kept, lines, { order: lines.keys(), room });
  return printKept(lines, kept);
}

/** Without escapes, without what a carriage return wrote over, repeated lines once with a count. */
function toPlainLines(output: string): string[] {
  const lines: string[] = [];
  let repeats = 0;
  const flush = () => {
    if (repeats > 0) lines.push(`[the last line ${repeats} times more]`);
    repeats = 0;
  };
  for (const raw of output.replace(ESCAPES_REGEXP, "").split("\n")) {
    const line = cutLine(raw.replace(/\r+$/, "").replace(/^[^]*\r/, ""));
    if (lines.length > 0 && line !== "" && line === lines.at(-1)) repeats++;
    else {
      flush();
      lines.push(line);
    }
  }
  flush();
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

function cutLine(line: string): string {
  if (line.length <= LINE_LIMIT) return line;
  return `${line.slice(0, LINE_LIMIT).toWellFormed()} [${line.length - LINE_LIMIT} more]`;
}

function* fromEnd(lines: readonly string[]): Generator<number> {
  for (let at = lines.length - 1; at >= 0; at--) yield at;
}

/** The lines around each trouble, the first trouble first. */
function* byTrouble(lines: readonly string[]): Generator<number> {
  for (const [at, line] of lines.entries()) {
    if (!TROUBLE_REGEXP.test(line) || NO_TROUBLE_REGEXP.test(line)) continue;
    yield at;
    for (let near = at - 1; near >= Math.max(0, at - LINES_BEFORE); near--) yield near;
    for (let near = at + 1; near <= Math.min(lines.length - 1, at + LINES_AFTER); near++) {
      yield near;
    }
  }
}

/** Keeps lines in the given order until the next one does not fit. */
function keepWhileRoom(
  kept: Set<number>,
  lines: readonly string[],
  options: { readonly order: Iterable<number>; readonly room: number },
): void {
  let used = Array.from(kept).reduce((sum, at) => sum + toCost(lines[at]), 0);
  for (const at of options.order) {
    if (kept.has(at)) continue;
    used += toCost(lines[at]);
    if (used > options.room) return;
    kept.add(at);
  }
}

/** What a line costs: itself, its end, and the gap that may come to stand beside it. */
function toCost(line: string): number {
  return toSize(line) + 1 + 8;
}

function toSize(text: string): number {
  return new TextEncoder().encode(text).length;
}

function printKept(lines: readonly string[], kept: ReadonlySet<number>): string {
  const parts: string[] = [];
  let gap = 0;
  for (const [at, line] of lines.entries()) {
    if (!kept.has(at)) {
      gap++;
      continue;
    }
    if (gap > 0) parts.push(`[${gap} lines]`);
    gap = 0;
    parts.push(line);
  }
  if (gap > 0) parts.push(`[${gap} lines]`);
  return joinLines(parts);
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => line + "\n").join("");
}
