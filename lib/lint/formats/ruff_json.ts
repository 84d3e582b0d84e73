import { type Finding, type Mark, type RawFix, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { hasFields, isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { CODE_POINTS } from "../units.ts";

/** Ruff's `json`. */
export const ruffJson: JsonFormat = {
  name: "ruff-json",
  recognises: (value) => isListOf(value, "cell", "end_location"),
  read: (values) => values.flatMap((value) => listAt(value).map(readRow)),
};

/** Ruff's `json-lines`. */
export const ruffJsonLines: JsonFormat = {
  name: "ruff-json-lines",
  hasRows: true,
  recognises: (value) => hasFields(value, "cell", "end_location"),
  read: (values) => values.filter((value) => hasFields(value)).map(readRow),
};

function readRow(row: JsonObject): Finding {
  const inNotebook = numberAt(row, "cell") !== undefined; // its lines are those of a cell
  const fix = inNotebook ? undefined : toFix(row);
  return {
    message: textAt(row, "message") ?? "",
    severity: toSeverity(row.severity, "error"),
    source: "ruff",
    code: textAt(row, "code"),
    path: textAt(row, "filename"),
    start: inNotebook ? undefined : toMark(row.location),
    end: inNotebook ? undefined : toMark(row.end_location),
    units: CODE_POINTS,
    fixes: fix === undefined ? [] : [fix],
  };
}

function toMark(location: unknown): Mark {
  return { line: numberAt(location, "row"), column: numberAt(location, "column") };
}

const SAFETY: Readonly<Record<string, RawFix["safety"]>> = { safe: "safe", unsafe: "unsafe" };

function toFix(row: JsonObject): RawFix | undefined {
  const edits = listAt(row, "fix", "edits").map((edit) => ({
    start: toMark(edit.location),
    end: toMark(edit.end_location),
    text: textAt(edit, "content") ?? "",
  }));
  if (edits.length === 0) return undefined;
  return {
    title: textAt(row, "fix", "message") ?? "Apply the fix of Ruff",
    safety: SAFETY[textAt(row, "fix", "applicability") ?? ""] ?? "manual",
    edits,
  };
}
