import { type Finding, type Mark, type RawFix, toSeverity, type Units } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { hasFields, isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { CODE_POINTS, TAB_STOP_CODE_POINTS } from "../units.ts";

/** ShellCheck's `json1`, where a tab is one column. */
export const shellcheckJson1: JsonFormat = {
  name: "shellcheck-json1",
  recognises: (value) =>
    hasFields(value, "comments") && (isEmpty(value.comments) || isListOf(value.comments, "level")),
  read: (values) =>
    values.flatMap((value) =>
      listAt(value, "comments").map((comment) => readComment(comment, CODE_POINTS))
    ),
};

/** ShellCheck's `json`, where a tab goes to the next multiple of 8. */
export const shellcheckJson: JsonFormat = {
  name: "shellcheck-json",
  recognises: (value) => isListOf(value, "file", "level", "code", "endColumn"),
  read: (values) =>
    values.flatMap((value) =>
      listAt(value).map((comment) => readComment(comment, TAB_STOP_CODE_POINTS))
    ),
};

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function readComment(comment: JsonObject, units: Units): Finding {
  const fix = toFix(comment);
  return {
    message: textAt(comment, "message") ?? "",
    severity: toSeverity(comment.level),
    source: "shellcheck",
    code: `SC${numberAt(comment, "code")}`,
    path: textAt(comment, "file"),
    start: toMark(comment, "line", "column"),
    end: toMark(comment, "endLine", "endColumn"),
    units,
    fixes: fix === undefined ? [] : [fix],
  };
}

function toMark(place: JsonObject, line: string, column: string): Mark {
  return { line: numberAt(place, line), column: numberAt(place, column) };
}

function toFix(comment: JsonObject): RawFix | undefined {
  const replacements = listAt(comment, "fix", "replacements");
  if (replacements.length === 0) return undefined;
  const edits = replacements.map((replacement) => ({
    start: toMark(replacement, "line", "column"),
    end: toMark(replacement, "endLine", "endColumn"),
    text: textAt(replacement, "replacement") ?? "",
  }));
  return { title: "Apply the fix of ShellCheck", safety: "safe", edits };
}
