/**
 * The texts for people of `deno check`, `deno fmt --check` and `deno test`.
 *
 * @module
 */

import { type Finding, type RawEdit, type RawFix } from "../finding.ts";
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
const CHANGE_REGEXP = /^ *(?<line>\d+) \| (?<sign>[-+ ])(?<text>.*)$/;

interface Change {
  readonly line: number;
  readonly sign: string;
  readonly text: string;
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
  let fix: RawFix | undefined;
  let next = index;
  for (; next < text.length && text[next] !== ""; next++) {
    const groups = text[next].match(CHANGE_REGEXP)?.groups;
    if (groups !== undefined) {
      changes.push({ line: Number(groups.line), sign: groups.sign, text: groups.text });
    } else if (text[next].includes("strippable UTF-8 BOM")) fix = STRIP_MARK;
    else if (text[next].includes("differed by line endings")) fix = UNIFY_LINE_ENDS;
  }
  if (changes.length > 0) fix = toFix(changes);
  const finding: Finding = {
    message: "The file is not formatted",
    severity: "error",
    source: "deno fmt",
    path,
    start: { line: changes[0]?.line ?? 1 },
    units: TEXT_BYTES,
    fixes: fix === undefined ? [] : [fix],
  };
  return { findings: [finding], next };
}

const STRIP_MARK: RawFix = {
  title: "Remove the byte order mark",
  safety: "safe",
  edits: [{ start: { offset: 0 }, end: { offset: 3 }, text: "", expected: "\ufeff", units: BYTES }],
};

const UNIFY_LINE_ENDS: RawFix = {
  title: "Make all line ends LF",
  safety: "safe",
  edits: [],
  unifiesLineEnds: true,
};

/** Removed lines bear their old number, added ones their new number. */
function toFix(changes: readonly Change[]): RawFix {
  const edits: RawEdit[] = [];
  let shift = 0;
  for (let index = 0; index < changes.length;) {
    const removed = takeWhile(changes, index, "-");
    const added = takeWhile(changes, index + removed.length, "+");
    if (removed.length + added.length === 0) {
      index++; // a line that is the same in both
      continue;
    }
    const line = removed[0]?.line ?? added[0].line - shift;
    edits.push({
      start: { line, column: 1 },
      end: { line: line + removed.length, column: 1 },
      text: toLines(added),
      expected: toLines(removed),
    });
    shift += added.length - removed.length;
    index += removed.length + added.length;
  }
  return { title: "Format the file", safety: "safe", edits };
}

function takeWhile(changes: readonly Change[], index: number, sign: string): readonly Change[] {
  let end = index;
  while (end < changes.length && changes[end].sign === sign) end++;
  return changes.slice(index, end);
}

function toLines(changes: readonly Change[]): string {
  return changes.map((change) => `${change.text}\n`).join("");
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
