/**
 * The text of C compilers, and of all who write as they do: `file:line:column: level: message`.
 *
 * @module
 */

import { type Finding, type RawEdit, type RawFix, toSeverity, type Units } from "../finding.ts";
import type { Block, TextFormat } from "../format.ts";
import { distrustGuesses } from "../guesses.ts";
import { BYTES, CELLS, CODE_POINTS, UNKNOWN } from "../units.ts";

const HEADER_REGEXP =
  /^(?<path>[^\s:][^:]*):(?<line>\d+):(?:(?<column>\d+):)?(?:(?<ranges>(?:\{[^}]*\})+):)? (?<level>fatal error|error|warning|note|remark)(?:\[(?<rust>\w+)\])?: (?<message>.*)$/;
const CODE_REGEXP = / \[([\w.,+-]+(?:=[\w.,+-]*)?)\]$/;
const FIXIT_REGEXP =
  /^fix-it:"(?<path>(?:[^"\\]|\\.)*)":\{(?<line>\d+):(?<column>\d+)-(?<endLine>\d+):(?<endColumn>\d+)\}:"(?<text>(?:[^"\\]|\\.)*)"$/;
/** A line of code as GCC and newer Clang frame it, with its number or with marks below. */
const FRAME_REGEXP = /^\s*(?:\d+|\+{3})? \|(.*)$/;
const MARKS_REGEXP = /^[ \t]*[~^]*\^[~^ ]*$/;

/** What stands under one header. */
interface Entry {
  readonly groups: Readonly<Record<string, string | undefined>>;
  fixits?: RawFix[];
  /** Whether it is a remark about the entry before. */
  readonly isNote: boolean;
  frame?: string;
  marks?: string;
  /** The line of code as it is shown, without its number. */
  shown?: string;
}

/** What compilers and linters print for people in the form of GCC. */
export const gcc: TextFormat = {
  name: "gcc",
  read({ text }, index) {
    const entries: Entry[] = [];
    let next = index;
    while (next < text.length) {
      const groups = text[next].match(HEADER_REGEXP)?.groups;
      if (groups === undefined && (entries.length === 0 || !isContext(text, next))) break;
      next++;
      if (groups === undefined) continue;
      const entry: Entry = { groups, isNote: isNote(groups) };
      entries.push(entry);
      next = readBelow(text, next, entry);
    }
    if (entries.length === 0) return undefined;
    return toBlock(entries, text.slice(index, next + 1), next);
  },
};

/** Lines between the findings of one run. */
const CONTEXT_REGEXP =
  /^(?:\S.*: In (?:\w+ )?(?:function|constructor|destructor|lambda|instantiation)\b.*:$|\S.*: At (?:top level|global scope):$|In file included from |\s+from \S+:\d+|\d+ (?:warnings?|errors?)\b.* generated\.$)/;

function isContext(text: readonly string[], index: number): boolean {
  return CONTEXT_REGEXP.test(text[index]);
}

/** A note belongs to what stands before it, unless a rule of its own says that it is a finding. */
function isNote({ level, message }: Entry["groups"]): boolean {
  return level === "note" && !CODE_REGEXP.test(message ?? "");
}

/** Reads the code, the marks and the fix-its below a header. */
function readBelow(text: readonly string[], index: number, entry: Entry): number {
  let next = index;
  while (next < text.length) {
    const line = text[next];
    const frame = line.includes(" |") ? line.match(FRAME_REGEXP)?.[1] : undefined;
    const fixit = line.startsWith("fix-it:") ? line.match(FIXIT_REGEXP)?.groups : undefined;
    if (frame !== undefined) {
      if (/^\s*\d+ \|/.test(line)) {
        entry.frame ??= frame;
        if (line.trimStart().startsWith(`${entry.groups.line} |`)) entry.shown ??= frame;
      } else if (frame.includes("^")) entry.marks ??= frame;
    } else if (fixit !== undefined) (entry.fixits ??= []).push(toFix(fixit, entry));
    else if (MARKS_REGEXP.test(text[next + 1] ?? "") && !HEADER_REGEXP.test(line)) {
      entry.shown ??= line;
      next++;
    } else if (!/^\s+\S/.test(line) || HEADER_REGEXP.test(line)) return next;
    next++;
  }
  return next;
}

function toFix(groups: Readonly<Record<string, string>>, entry: Entry): RawFix {
  const edit: RawEdit = {
    path: unescapeC(groups.path),
    start: { line: Number(groups.line), column: Number(groups.column) },
    end: { line: Number(groups.endLine), column: Number(groups.endColumn) },
    text: unescapeC(groups.text),
    units: BYTES, // whatever the columns of the headers are
  };
  return { title: entry.groups.message ?? "", safety: "unsafe", edits: [edit] };
}

const C_ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** Undoes the escapes of C: bytes that are not ASCII are three octal digits each. */
function unescapeC(text: string): string {
  if (!text.includes("\\")) return text;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [whole, octal, letter] of text.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/g)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else bytes.push(...encoder.encode(letter === undefined ? whole : C_ESCAPES[letter] ?? letter));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

function toBlock(entries: readonly Entry[], lines: readonly string[], next: number): Block {
  const isGcc = lines.some((line) => line.includes("‘") || /: In function '/.test(line));
  const isClang = !isGcc && (entries.some((entry) => entry.groups.ranges !== undefined) ||
    lines.some((line) => / generated\.$/.test(line)));
  const units = isGcc ? toGccUnits(entries) : isClang ? BYTES : UNKNOWN;
  const tool = isGcc ? "gcc" : isClang ? "clang" : "cc";
  const findings: Finding[] = [];
  for (const entry of entries) {
    const last = findings[findings.length - 1];
    if (!entry.isNote) findings.push(toFinding(entry, tool, units));
    else if (last !== undefined) findings[findings.length - 1] = addFixes(last, entry, isGcc);
  }
  return { findings: distrustGuesses(findings), next, format: toName(entries) };
}

/** A fix-it of a note is one of several ways in Clang; in GCC it is what is missing. */
function addFixes(finding: Finding, note: Entry, isGcc: boolean): Finding {
  const fixes = (joinFixits(note) ?? []).map((fix) =>
    isGcc ? fix : { ...fix, safety: "manual" as const }
  );
  return { ...finding, fixes: [...finding.fixes ?? [], ...fixes] };
}

/** All fix-its below one header are one repair. */
function joinFixits({ fixits }: Entry): RawFix[] | undefined {
  return fixits === undefined || fixits.length < 2
    ? fixits
    : [{ ...fixits[0], edits: fixits.flatMap((fix) => fix.edits) }];
}

function toName(entries: readonly Entry[]): string {
  if (entries.some((entry) => entry.fixits !== undefined)) return "gcc+parseable-fixits";
  if (entries.some((entry) => entry.groups.ranges !== undefined)) return "clang+ranges";
  return entries.every((entry) => entry.groups.path?.endsWith(".rs")) ? "cargo-short" : "gcc";
}

/**
 * GCC counts cells or bytes, as it was told, and does not say which. Where it draws a mark below
 * the code, the mark's place tells.
 */
function toGccUnits(entries: readonly Entry[]): Units {
  for (const { frame, marks, groups } of entries) {
    if (frame === undefined || marks === undefined || groups.column === undefined) continue;
    const cell = marks.indexOf("^"); // after one blank, so it counts from 1
    if (/^[\x20-\x7e]*$/.test(frame)) continue;
    return Number(groups.column) === cell ? CELLS : BYTES;
  }
  return UNKNOWN;
}

function toFinding(entry: Entry, tool: string, units: Units): Finding {
  const { path, line, column, level, message = "", rust } = entry.groups;
  const isRust = path?.endsWith(".rs") === true;
  const code = rust ?? message.match(CODE_REGEXP)?.[1];
  const producer = isRust ? { source: "rustc", units: CODE_POINTS } : toProducer(code, tool, units);
  return {
    message: isRust ? message.split(": help: ")[0] : message.replace(CODE_REGEXP, ""),
    severity: level === "remark" ? "info" : toSeverity(level),
    source: producer.source,
    code,
    path: path === "nofile" ? undefined : path,
    start: { line: Number(line), column: column === undefined ? undefined : Number(column) },
    units: producer.units,
    fixes: joinFixits(entry),
    shown: entry.shown,
  };
}

/** The shape of the rule tells the tool: ShellCheck's, clang-tidy's, Cppcheck's, or a compiler's. */
function toProducer(code: string | undefined, tool: string, units: Units) {
  if (code === undefined || code.startsWith("-")) return { source: tool, units };
  if (/^SC\d{4}$/.test(code)) return { source: "shellcheck", units: CODE_POINTS };
  if (/^[a-z]+[\w.]*-/.test(code)) return { source: "clang-tidy", units: BYTES };
  if (/^[a-z]\w*$/.test(code)) return { source: "cppcheck", units: BYTES };
  return { source: tool, units };
}
