import { type Finding, type Frame, toSeverity } from "../finding.ts";
import type { Block, Lines, TextFormat } from "../format.ts";
import { findFrames, firstLine } from "../frames.ts";
import { numberAt, textAt } from "../json.ts";
import { UNKNOWN, UTF16 } from "../units.ts";

const RESULT_REGEXP = /^(\s*)(not ok|ok)\b(?: +\d+)?(?: +-)? *(.*)$/;
const START_REGEXP = /^(?:TAP version \d+|(?:not ok|ok) \d+\b|1\.\.\d+(?:\s|$))/;
const INSIDE_REGEXP = /^\s*(?:TAP version|#|1\.\.\d|ok\b|not ok\b|Bail out!|pragma |$)/;

/** The Test Anything Protocol, versions 13 and 14. */
export const tap: TextFormat = {
  name: "tap",
  read(lines, index) {
    if (!START_REGEXP.test(lines.text[index])) return undefined;
    return readLines(lines, index);
  },
};

function readLines({ text }: Lines, index: number): Block {
  const findings: Finding[] = [];
  let next = index;
  while (next < text.length && INSIDE_REGEXP.test(text[next])) {
    const [, indent, verdict, title] = text[next].match(RESULT_REGEXP) ?? [];
    next++;
    if (verdict === undefined) continue;
    const details = readDetails(text, next, indent);
    if (verdict === "not ok" && !/#\s*(?:TODO|SKIP)\b/i.test(title)) {
      findings.push(...readFailure(title.trim(), details.lines));
    }
    next = details.next;
  }
  return { findings, next };
}

/** The block of details below a result, without its indentation. */
function readDetails(
  text: readonly string[],
  index: number,
  indent: string,
): { readonly lines: readonly string[]; readonly next: number } {
  const margin = `${indent}  `;
  if (text[index] !== `${margin}---`) return { lines: [], next: index };
  let end = index + 1;
  while (end < text.length && text[end] !== `${margin}...`) end++;
  const lines = text.slice(index + 1, end).map((line) => line.slice(margin.length));
  return { lines, next: end + 1 };
}

function readFailure(title: string, details: readonly string[]): Finding[] {
  const lint = readLintDetails(title, details);
  if (lint.length > 0) return lint;
  const fields = isJson(details) ? readJsonFields(details.join("\n")) : readFields(details);
  if (fields.failureType === "subtestsFailed") return [];
  if (/^\d+ (?:test steps?|subtests?) failed/.test(fields.message ?? "")) return [];
  const frames = [...findFrames(fields.stack ?? ""), ...fields.places];
  return [{
    message: firstLine(fields.message ?? title),
    severity: "error",
    source: "tap",
    code: title,
    units: UNKNOWN,
    frames,
  }];
}

interface Fields {
  readonly message?: string;
  readonly stack?: string;
  readonly failureType?: string;
  readonly places: readonly Frame[];
}

function isJson(details: readonly string[]): boolean {
  return details[0]?.startsWith("{") ?? false;
}

/** Deno writes JSON, which YAML contains. */
function readJsonFields(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    const message = textAt(value, "message");
    const path = textAt(value, "at", "file");
    const line = numberAt(value, "at", "line");
    const places = path === undefined || line === undefined ? [] : [{ path, line }];
    return { message, stack: message, places };
  } catch {
    return { places: [] }; // some other notation: the title is all there is
  }
}

/** The fields that runners agree on, out of YAML: plain, quoted, and as a block of lines. */
function readFields(details: readonly string[]): Fields {
  const fields: Record<string, string> = {};
  for (let index = 0; index < details.length; index++) {
    const [, name, value] = details[index].match(/^(\w+): *(.*)$/) ?? [];
    if (name === undefined) continue;
    if (!/^[|>][+-]?$/.test(value)) {
      fields[name] = unquote(value);
      continue;
    }
    const block: string[] = [];
    while (/^(?: |$)/.test(details[index + 1] ?? "x")) block.push(details[++index].slice(2));
    fields[name] = block.join("\n");
  }
  const [, path, line, column] = fields.location?.match(/^(.*?):(\d+):(\d+)$/) ??
    fields.at?.match(/\(?([^\s()]+):(\d+):(\d+)\)?$/) ?? [];
  return {
    message: fields.error ?? fields.message,
    stack: fields.stack,
    failureType: fields.failureType,
    places: path === undefined ? [] : [{ path, line: Number(line), column: Number(column) }],
  };
}

function unquote(value: string): string {
  if (value.startsWith("'") && value.endsWith("'")) {
    return value.slice(1, -1).replaceAll("''", "'");
  }
  try {
    return value.startsWith('"') ? String(JSON.parse(value)) : value;
  } catch {
    return value; // YAML has more escapes than JSON: better raw than nothing
  }
}

/** Stylelint writes each file as a test, with its rules as fields and a list below each. */
function readLintDetails(path: string, details: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  let rule = "";
  let row: Record<string, string> | undefined;
  const end = () => {
    if (row?.message !== undefined && row.line !== undefined) {
      findings.push(toFinding(path, rule, row));
    }
    row = undefined;
  };
  for (const line of details) {
    const [, name] = line.match(/^([\w/@-]+):$/) ?? [];
    const [, dash, field, value] = line.match(/^ {2}([- ]) (\w+): (.*)$/) ?? [];
    if (name !== undefined || dash === "-") end();
    if (name !== undefined) rule = name;
    if (dash === "-") row = {};
    if (field !== undefined && row !== undefined) row[field] = unquote(value);
  }
  end();
  return findings;
}

function toFinding(path: string, rule: string, row: Readonly<Record<string, string>>): Finding {
  const message = row.message.endsWith(` (${rule})`)
    ? row.message.slice(0, -rule.length - 3)
    : row.message;
  return {
    message,
    severity: toSeverity(row.severity, "error"),
    source: "stylelint",
    code: rule,
    path,
    start: { line: Number(row.line), column: Number(row.column) },
    end: row.endLine === undefined
      ? undefined
      : { line: Number(row.endLine), column: Number(row.endColumn) },
    units: UTF16,
  };
}
