import type { Lines } from "./format.ts";

/** Colours, cursor moves, titles and links that a program writes for a terminal. */
const ESCAPES_REGEXP =
  // deno-lint-ignore no-control-regex
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()#][0-9A-Za-z]|\x1b[=>78cDEHMNOZ]/g;
/** The time that a continuous integration service puts before each line, and its job's name. */
const TIMESTAMP_REGEXP =
  /^(?:[^\t\n]{1,80}\t[^\t\n]{1,80}\t)?\ufeff?\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?(?: |$)/;
/** How many of the first lines decide whether there is a time before each. */
const SAMPLE_LINES = 8;

/**
 * Takes off what surrounds the output of tools in a terminal or in a log: colours, byte order
 * marks, times before each line, and progress that was overwritten.
 *
 * @param text The whole input.
 * @returns Its lines.
 */
export function toLines(text: string): Lines {
  const plain = text.includes("\x1b") ? text.replace(ESCAPES_REGEXP, "") : text;
  let raw = plain.split("\n");
  if (raw[raw.length - 1] === "") raw.pop();
  const isTimed = hasTimes(raw);
  const escaped = isTimed || plain === text ? {} : keepEscapes(text, raw.length);
  if (isTimed) raw = raw.map((line) => line.replace(TIMESTAMP_REGEXP, ""));
  if (plain.includes("\ufeff")) raw = raw.map((line) => line.replace(/^\ufeff+/, ""));
  if (!plain.includes("\r")) return { text: raw, raw, ...escaped };
  raw = raw.map(dropOverwritten);
  return { text: raw.map((line) => line.replace(/\r+$/, "")), raw, ...escaped };
}

/** The lines with what may be colours and may be text, if they are the same lines. */
function keepEscapes(text: string, count: number): Pick<Lines, "escaped"> {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return lines.length === count ? { escaped: lines } : {};
}

function hasTimes(lines: readonly string[]): boolean {
  const sample = lines.slice(0, SAMPLE_LINES).filter((line) => line !== "");
  return sample.length > 0 && sample.every((line) => TIMESTAMP_REGEXP.test(line));
}

/** Keeps what a terminal shows of a line that was written over itself. */
function dropOverwritten(line: string): string {
  const last = line.replace(/\r+$/, "").lastIndexOf("\r");
  if (last < 0 || /^[ +-]/.test(line)) return line; // a line of a diff may hold one for real
  return line.slice(last + 1);
}
