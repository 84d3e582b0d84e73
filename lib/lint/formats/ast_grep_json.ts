import { type Finding, type RawEdit, type RawFix, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { hasFields, isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { BYTES } from "../units.ts";

/** ast-grep's `--json` and `--json=compact`. */
export const astGrepJson: JsonFormat = {
  name: "ast-grep-json",
  recognises: (value) => isListOf(value, "charCount", "range", "file"),
  read: (values) => values.flatMap((value) => listAt(value).map(readMatch)),
};

/** ast-grep's `--json=stream`. */
export const astGrepJsonStream: JsonFormat = {
  name: "ast-grep-json-stream",
  hasRows: true,
  recognises: (value) => hasFields(value, "charCount", "range", "file"),
  read: (values) => values.filter((value) => hasFields(value)).map(readMatch),
};

function readMatch(match: JsonObject): Finding {
  const start = numberAt(match, "range", "byteOffset", "start");
  const end = numberAt(match, "range", "byteOffset", "end");
  const line = numberAt(match, "range", "start", "line");
  const endLine = numberAt(match, "range", "end", "line");
  const fix = toFix(match, start, end);
  return {
    message: textAt(match, "message") || textAt(match, "ruleId") || "The pattern matches",
    severity: toSeverity(match.severity, "hint"),
    source: "ast-grep",
    code: textAt(match, "ruleId"),
    path: textAt(match, "file"),
    start: { line: line === undefined ? undefined : line + 1, offset: start },
    end: { line: endLine === undefined ? undefined : endLine + 1, offset: end },
    units: BYTES,
    fixes: fix === undefined ? [] : [fix],
  };
}

function toFix(match: JsonObject, matchStart?: number, matchEnd?: number): RawFix | undefined {
  const text = textAt(match, "replacement");
  const start = numberAt(match, "replacementOffsets", "start") ?? matchStart;
  const end = numberAt(match, "replacementOffsets", "end") ?? matchEnd;
  if (text === undefined || start === undefined || end === undefined) return undefined;
  const isMatch = start === matchStart && end === matchEnd;
  const seen = textAt(match, "text");
  const edits: RawEdit[] = [
    { start: { offset: start }, end: { offset: end }, text, expected: isMatch ? seen : undefined },
  ];
  if (!isMatch && seen !== undefined) {
    const place = { start: { offset: matchStart }, end: { offset: matchEnd } };
    edits.push({ ...place, text: seen, expected: seen }); // changes nothing, but is compared
  }
  return { title: "Apply the fix of the rule", safety: "safe", edits };
}
