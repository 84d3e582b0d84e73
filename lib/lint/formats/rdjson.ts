/**
 * Reviewdog's formats. They cannot say whether a suggestion is safe, nor that several belong
 * together: all suggestions of one diagnostic are taken for one fix, and none for safe.
 *
 * @module
 */

import { type Finding, type Mark, type RawFix, toSeverity, type Units } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, hasFields, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { toUnits, UNKNOWN } from "../units.ts";

/** One object with all diagnostics. */
export const rdjson: JsonFormat = {
  name: "rdjson",
  recognises: (value) =>
    hasFields(value, "diagnostics") && !hasFields(value, "summary") &&
    (isDiagnostic(at(value, "diagnostics", 0)) || hasFields(value, "source")),
  read: (values) =>
    values.flatMap((value) => {
      const source = textAt(value, "source", "name");
      const severity = at(value, "severity");
      return listAt(value, "diagnostics").map((row) => readDiagnostic(row, source, severity));
    }),
};

/** One diagnostic on each line. */
export const rdjsonl: JsonFormat = {
  name: "rdjsonl",
  hasRows: true,
  recognises: (value) => isDiagnostic(value) && !hasFields(value, "type"),
  read: (values) => values.map((value) => withoutGuesses(readDiagnostic(value as JsonObject))),
};

/**
 * Rows are written by converters, which count bytes as the format says, and by tools, which count
 * characters: so edits by column are taken only where both agree.
 */
function withoutGuesses(finding: Finding): Finding {
  if (finding.units?.column === "byte") return finding;
  const fixes = finding.fixes?.map((fix) => ({
    ...fix,
    edits: fix.edits.map((edit) => ({ ...edit, units: UNKNOWN })),
  }));
  return { ...finding, fixes };
}

function isDiagnostic(value: unknown): boolean {
  return hasFields(value, "message", "location") && hasFields(value.location, "path");
}

function readDiagnostic(row: JsonObject, fileSource?: string, fileSeverity?: unknown): Finding {
  const source = (textAt(row, "source", "name") ?? fileSource ?? "unknown").toLowerCase();
  const units = toUnits(source);
  const start = toMark(at(row, "location", "range", "start"));
  const fix = toFix(row, units);
  return {
    message: textAt(row, "message") ?? "",
    severity: toLevel(row.severity ?? fileSeverity),
    source,
    code: textAt(row, "code", "value"),
    path: textAt(row, "location", "path"),
    start: start?.line === undefined ? undefined : start,
    end: toMark(at(row, "location", "range", "end")),
    units,
    fixes: fix === undefined ? [] : [fix],
  };
}

/** Severities are words or their numbers. */
function toLevel(severity: unknown): Finding["severity"] {
  const words = ["warning", "error", "warning", "info"];
  return toSeverity(typeof severity === "number" ? words[severity] : severity);
}

function toMark(position: unknown): Mark | undefined {
  const line = numberAt(position, "line");
  const column = numberAt(position, "column");
  return line === undefined ? undefined : { line, column: column === 0 ? undefined : column };
}

function toFix(row: JsonObject, units: Units): RawFix | undefined {
  const edits = listAt(row, "suggestions").map((suggestion) => {
    const first = toMark(at(suggestion, "range", "start"));
    const last = toMark(at(suggestion, "range", "end")) ?? first;
    const byLine = first?.column === undefined && last?.column === undefined;
    return {
      start: byLine ? { line: first?.line, column: 1 } : first ?? {},
      end: byLine ? { line: last?.line, atLineEnd: true } : last ?? {},
      text: textAt(suggestion, "text") ?? "",
      units: byLine ? UNKNOWN : units,
    };
  });
  if (edits.length === 0) return undefined;
  return { title: "Apply the suggestion", safety: "unsafe", edits };
}
