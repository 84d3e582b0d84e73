import { type Finding, type Mark, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, hasFields, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { CODE_POINTS } from "../units.ts";

/** Biome's `json`; it holds no fixes. */
export const biomeJson: JsonFormat = {
  name: "biome-json",
  recognises: (value) =>
    hasFields(value, "summary", "diagnostics") && hasFields(value.summary, "changed"),
  read: (values) => values.flatMap((value) => listAt(value, "diagnostics").map(readDiagnostic)),
};

function readDiagnostic(diagnostic: JsonObject): Finding {
  return {
    message: textAt(diagnostic, "message") ?? "",
    severity: toSeverity(diagnostic.severity),
    source: "biome",
    code: textAt(diagnostic, "category"),
    path: textAt(diagnostic, "location", "path"),
    start: toMark(at(diagnostic, "location", "start")),
    end: toMark(at(diagnostic, "location", "end")),
    units: CODE_POINTS,
  };
}

function toMark(place: unknown): Mark | undefined {
  const line = numberAt(place, "line");
  return line === undefined ? undefined : { line, column: numberAt(place, "column") };
}
