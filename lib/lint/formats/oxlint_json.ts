import { type Finding, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, hasFields, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { BYTES } from "../units.ts";

/** Oxlint's `json`; it holds no fixes. */
export const oxlintJson: JsonFormat = {
  name: "oxlint-json",
  recognises: (value) =>
    hasFields(value, "diagnostics") && hasFields(at(value, "diagnostics", 0), "labels"),
  read: (values) => values.flatMap((value) => listAt(value, "diagnostics").map(readDiagnostic)),
};

function readDiagnostic(diagnostic: JsonObject): Finding {
  const span = at(diagnostic, "labels", 0, "span");
  const offset = numberAt(span, "offset");
  const length = numberAt(span, "length");
  return {
    message: textAt(diagnostic, "message") ?? "",
    severity: toSeverity(diagnostic.severity),
    source: "oxlint",
    code: textAt(diagnostic, "code"),
    path: textAt(diagnostic, "filename"),
    start: offset === undefined
      ? undefined
      : { line: numberAt(span, "line"), column: numberAt(span, "column"), offset },
    end: offset === undefined || length === undefined ? undefined : { offset: offset + length },
    units: BYTES,
  };
}
