import { type Finding, type Mark, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { hasFields, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { UTF16 } from "../units.ts";

/** `pyright --outputjson`. */
export const pyrightJson: JsonFormat = {
  name: "pyright-json",
  recognises: (value) => hasFields(value, "generalDiagnostics"),
  read: (values) =>
    values.flatMap((value) => {
      const sourceVersion = textAt(value, "version");
      return listAt(value, "generalDiagnostics").map((row) => readDiagnostic(row, sourceVersion));
    }),
};

function readDiagnostic(diagnostic: JsonObject, sourceVersion?: string): Finding {
  return {
    message: textAt(diagnostic, "message") ?? "",
    severity: toSeverity(diagnostic.severity),
    source: "pyright",
    sourceVersion,
    code: textAt(diagnostic, "rule"),
    path: textAt(diagnostic, "file") ?? textAt(diagnostic, "uri", "_filePath"),
    start: toMark(diagnostic, "start"),
    end: toMark(diagnostic, "end"),
    units: UTF16,
  };
}

/** Pyright counts lines and columns from 0. */
function toMark(diagnostic: JsonObject, which: "start" | "end"): Mark | undefined {
  const line = numberAt(diagnostic, "range", which, "line");
  const column = numberAt(diagnostic, "range", which, "character");
  if (line === undefined || column === undefined) return undefined;
  return { line: line + 1, column: column + 1 };
}
