import type { Finding, RawFix } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { toSeverity } from "../finding.ts";
import { UTF16 } from "../units.ts";

/** Stylelint's `json`; with `--compute-edit-info` it holds fixes. */
export const stylelintJson: JsonFormat = {
  name: "stylelint-json",
  recognises: (value) => isListOf(value, "source", "warnings"),
  read: (values) => values.flatMap((value) => listAt(value).flatMap(readFile)),
};

function readFile(file: JsonObject): Finding[] {
  const path = textAt(file, "source");
  return ["warnings", "parseErrors"].flatMap((list) =>
    listAt(file, list).map((warning) => readWarning(warning, path))
  );
}

function readWarning(warning: JsonObject, path: string | undefined): Finding {
  const code = textAt(warning, "rule");
  const line = numberAt(warning, "line");
  const endLine = numberAt(warning, "endLine");
  const fix = toFix(warning);
  return {
    message: withoutRule(textAt(warning, "text") ?? "", code),
    severity: toSeverity(warning.severity, "error"),
    source: "stylelint",
    code,
    path,
    start: line === undefined ? undefined : { line, column: numberAt(warning, "column") },
    end: endLine === undefined
      ? undefined
      : { line: endLine, column: numberAt(warning, "endColumn") },
    units: UTF16,
    fixes: fix === undefined ? [] : [fix],
  };
}

/** Stylelint's messages end with the rule in brackets. */
export function withoutRule(message: string, code: string | undefined): string {
  const end = ` (${code})`;
  return message.endsWith(end) ? message.slice(0, -end.length) : message;
}

function toFix(warning: JsonObject): RawFix | undefined {
  const start = numberAt(warning, "fix", "range", 0);
  const end = numberAt(warning, "fix", "range", 1);
  const text = textAt(warning, "fix", "text");
  if (start === undefined || end === undefined || text === undefined) return undefined;
  const edits = [{ start: { offset: start }, end: { offset: end }, text }];
  return { title: "Apply the fix of Stylelint", safety: "safe", edits };
}
