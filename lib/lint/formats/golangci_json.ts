import { type Finding, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { hasFields, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { BYTES } from "../units.ts";

/**
 * golangci-lint's JSON. Its fixes are left aside: their positions count through all files of the
 * build, so that they are wrong from the second file on.
 */
export const golangciJson: JsonFormat = {
  name: "golangci-lint-json",
  recognises: (value) => hasFields(value, "Issues", "Report"),
  read: (values) => values.flatMap((value) => listAt(value, "Issues").map(readIssue)),
};

function readIssue(issue: JsonObject): Finding {
  const column = numberAt(issue, "Pos", "Column");
  return {
    message: textAt(issue, "Text") ?? "",
    severity: toSeverity(textAt(issue, "Severity") || "error"),
    source: "golangci-lint",
    code: textAt(issue, "FromLinter"),
    path: textAt(issue, "Pos", "Filename"),
    start: { line: numberAt(issue, "Pos", "Line"), column: column === 0 ? undefined : column },
    units: BYTES,
  };
}
