/** The lines of an answer, and how far they have been read. */
export interface AnswerCursor {
  /** All lines, without their ends. */
  readonly lines: readonly string[];
  /** Index of the next line, from 0. */
  at: number;
  /** Whether the last line has no end, as if it had been cut. Default false. */
  readonly isOpen?: boolean;
}

/** A line that opens or closes a block of code. */
export interface Fence {
  /** Blanks before it. */
  readonly indent: string;
  /** Its backticks or tildes. */
  readonly marker: string;
  /** What follows them, trimmed; empty for a closing fence. */
  readonly info: string;
}

const FENCE_REGEXP = /^([ \t]*)(`{3,}|~{3,})[ \t]*([^`]*?)[ \t]*$/;

/** A line that is longer is no fence; the limit keeps the time linear on hostile lines. */
const FENCE_LIMIT = 500;

/** Reads a line as a fence; undefined when it is none. */
export function parseFence(line: string): Fence | undefined {
  if (line.length > FENCE_LIMIT) return undefined;
  const match = FENCE_REGEXP.exec(line);
  return match === null ? undefined : { indent: match[1], marker: match[2], info: match[3] };
}

/**
 * Whether a line closes what a fence opened: as long or longer, and with as many blanks before it, as
 * a fence that is indented otherwise belongs to what is inside.
 */
export function closesFence(line: string, opener: Fence): boolean {
  const fence = parseFence(line);
  return fence !== undefined && fence.info === "" && fence.indent === opener.indent &&
    fence.marker[0] === opener.marker[0] &&
    fence.marker.length >= opener.marker.length;
}

/** Whether a line holds nothing but blanks. */
export function isBlank(line: string): boolean {
  return line.trim() === "";
}

/** The lines of a block that is indented, as in a list, without what all of them are indented by. */
export function takeIndent(lines: readonly string[], indent: string): readonly string[] {
  const isIndented = lines.every((line) => isBlank(line) || line.startsWith(indent));
  if (indent === "" || !isIndented) return lines;
  return lines.map((line) =>
    line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()
  );
}
