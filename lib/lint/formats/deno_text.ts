/**
 * The texts for people of `deno check`, `deno fmt --check` and `deno test`.
 *
 * @module
 */

import type { Finding, RawEdit } from "../finding.ts";
import type { Block, Lines, TextFormat } from "../format.ts";
import { findFrames } from "../frames.ts";
import { BYTES, TEXT_BYTES, UNKNOWN, UTF16 } from "../units.ts";

const CHECK_REGEXP = /^(?<code>TS\d+) \[(?<level>ERROR|WARNING)\]: (?<message>.*)$/;
const PLACE_REGEXP = /^ {4}at (?<path>\S+?):(?<line>\d+):(?<column>\d+)$/;

/** `deno check`. */
export const denoCheck: TextFormat = {
  name: "deno-check",
  read({ text }, index) {
    const header = text[index].match(CHECK_REGEXP)?.groups;
    if (header === undefined) return undefined;
    let next = index + 1;
    while (next < text.length && text[next] !== "" && !PLACE_REGEXP.test(text[next])) next++;
    const place = text[next]?.match(PLACE_REGEXP)?.groups;
    const finding: Finding = {
      message: header.message,
      severity: header.level === "WARNING" ? "warning" : "error",
      source: "deno",
      code: header.code,
      path: place?.path,
      start: place === undefined
        ? undefined
        : { line: Number(place.line), column: Number(place.column) },
      units: UTF16,
    };
    return { findings: [finding], next: next + 1 };
  },
};

const FROM_REGEXP = /^from (?<path>\/.*|\S+):$/;
const CHANGE_REGEXP = /^ *(?<line>\d+) \| (?<sign>[-+])(?<text>.*)$/;
const OPEN_END_REGEXP = /^ *\| \\ No newline at end of file$/;

/** Lines that are removed and added in one place. */
interface Change {
  /** Line of the first removed line, or of the first added one, each by its own count. */
  readonly line: number;
  readonly removed: string[];
  readonly added: string[];
  /** Whether the last removed line has no end. */
  isOpen: boolean;
}

/** `deno fmt --check`: the lines that differ, by number. */
export const denoFmtCheck: TextFormat = {
  name: "deno-fmt-check",
  read(lines, index) {
    const path = lines.text[index].match(FROM_REGEXP)?.groups?.path;
    if (path === undefined) return undefined;
    return readDifferences(lines, index + 1, path);
  },
};

function readDifferences({ text }: Lines, index: number, path: string): Block {
  const changes: Change[] = [];
  const edits: RawEdit[] = [];
  let current: Change | undefined;
  let next = index;
  for (; next < text.length && text[next] !== ""; next++) {
    const groups = text[next].match(CHANGE_REGEXP)?.groups;
    if (groups !== undefined) current = addLine(changes, current, groups);
    else if (OPEN_END_REGEXP.test(text[next]) && current?.added.length === 0) current.isOpen = true;
    else if (text[next].includes("strippable UTF-8 BOM")) edits.push(STRIP_MARK);
    else current = undefined; // dots where lines are left out
  }
  const finding: Finding = {
    message: "The file is not formatted",
    severity: "error",
    source: "deno fmt",
    path,
    start: { line: changes[0]?.line ?? 1 },
    units: TEXT_BYTES,
    fixes: [{
      title: "Format the file",
      safety: "safe",
      edits: [...edits, ...toEdits(changes)],
      unifiesLineEnds: true,
    }],
  };
  return { findings: [finding], next };
}

const STRIP_MARK: RawEdit = {
  start: { offset: 0 },
  end: { offset: 3 },
  text: "",
  expected: "\ufeff",
  units: BYTES,
};

/** Adds a line to the change that it goes on, or begins another one. */
function addLine(
  changes: Change[],
  current: Change | undefined,
  { line, sign, text }: Readonly<Record<string, string>>,
): Change {
  let change = current;
  if (change === undefined || (sign === "-" && change.added.length > 0)) {
    change = { line: Number(line), removed: [], added: [], isOpen: false };
    changes.push(change);
  }
  (sign === "-" ? change.removed : change.added).push(text);
  return change;
}

/** Removed lines bear their old number, added ones their new number. */
function toEdits(changes: readonly Change[]): RawEdit[] {
  let shift = 0;
  return changes.map(({ line: written, removed, added, isOpen }) => {
    const line = removed.length > 0 ? written : written - shift;
    shift += added.length - removed.length;
    const expected = toLines(removed);
    return {
      start: { line, column: 1 },
      end: isOpen ? { atEnd: true } : { line: line + removed.length, column: 1 },
      text: toLines(added),
      expected: isOpen ? expected.slice(0, -1) : expected,
    };
  });
}

function toLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

const ENTRY_REGEXP = /^(?<name>\S.*) => (?<path>\S+?):(?<line>\d+):(?<column>\d+)$/;

/** The errors that `deno test` lists after its tests. */
export const denoTestPretty: TextFormat = {
  name: "deno-test-pretty",
  read({ text }, index) {
    if (text[index].trim() !== "ERRORS") return undefined;
    const findings: Finding[] = [];
    let next = index + 1;
    while (next < text.length && text[next].trim() !== "FAILURES") {
      const entry = text[next].match(ENTRY_REGEXP)?.groups;
      const start = ++next;
      if (entry === undefined) continue;
      while (next < text.length && text[next] !== "") next++;
      findings.push(toFailure(entry, text.slice(start, next)));
    }
    return findings.length === 0 ? undefined : { findings, next: skipSummary(text, next) };
  },
};

function toFailure(entry: Readonly<Record<string, string>>, lines: readonly string[]): Finding {
  const { name, path, line, column } = entry;
  return {
    message: (lines[0] ?? "").replace(/^error: /, ""),
    severity: "error",
    source: "deno test",
    code: name,
    units: UNKNOWN,
    frames: [
      ...findFrames(lines.join("\n")),
      { path, line: Number(line), column: Number(column) },
    ],
  };
}

/** The failures are listed once more by name. */
function skipSummary(text: readonly string[], index: number): number {
  let next = index;
  while (next < text.length && !/^FAILED \|/.test(text[next])) next++;
  return Math.min(next + 1, text.length);
}
