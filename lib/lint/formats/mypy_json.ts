import { type Finding, type Mark, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { hasFields, numberAt, textAt } from "../json.ts";
import { UNKNOWN } from "../units.ts";

/** `mypy --output json`; its columns are wrong on lines that are not ASCII. */
export const mypyJson: JsonFormat = {
  name: "mypy-json",
  hasRows: true,
  recognises: (value) => hasFields(value, "file", "line", "hint", "severity"),
  read: (values) => values.map(readRow),
};

function readRow(row: unknown): Finding {
  return {
    message: textAt(row, "message") ?? "",
    severity: toSeverity(textAt(row, "severity")),
    source: "mypy",
    code: textAt(row, "code"),
    path: textAt(row, "file"),
    start: toMark(row, "line", "column"),
    end: toMark(row, "end_line", "end_column"),
    units: UNKNOWN,
  };
}

/** Mypy's JSON counts columns from 0; -1 means that there is none. */
function toMark(row: unknown, lineName: string, columnName: string): Mark | undefined {
  const line = numberAt(row, lineName);
  const column = numberAt(row, columnName);
  if (line === undefined || line < 1) return undefined;
  return { line, column: column === undefined || column < 0 ? undefined : column + 1 };
}
