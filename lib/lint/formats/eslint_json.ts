import type { Finding, RawEdit, RawFix } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { BYTES, UTF16 } from "../units.ts";

/** ESLint's `json`. */
export const eslintJson: JsonFormat = {
  name: "eslint-json",
  recognises: (value) => isListOf(value, "filePath", "messages"),
  read: (values) => values.flatMap((value) => listAt(value).flatMap(readFile)),
};

/** ESLint's `json-with-metadata`: the same in an object with the rules. */
export const eslintJsonWithMetadata: JsonFormat = {
  name: "eslint-json-with-metadata",
  recognises: (value) => isListOf(at(value, "results"), "filePath", "messages"),
  read: (values) => values.flatMap((value) => listAt(value, "results").flatMap(readFile)),
};

function readFile(file: JsonObject): Finding[] {
  const path = textAt(file, "filePath");
  const output = textAt(file, "output");
  const messages = listAt(file, "messages");
  if (path === undefined) return [];
  if (output === undefined) {
    const content = textAt(file, "source");
    return messages.map((message) => readMessage(message, path, content));
  }
  const findings = messages.map((message) => withoutPlace(readMessage(message, path)));
  return [toOutputFinding(path, output), ...findings];
}

/** After a dry run of its fixes ESLint tells the whole text that they make. */
function toOutputFinding(path: string, output: string): Finding {
  const edit = { start: { offset: 0 }, end: { atEnd: true }, text: output, units: BYTES };
  return {
    message: "ESLint can fix this file",
    severity: "warning",
    source: "eslint",
    path,
    fixes: [{ title: "Apply the fixes of ESLint", safety: "safe", edits: [edit] }],
  };
}

/** What is left after a dry run has its place in the fixed text, not in the file. */
function withoutPlace(finding: Finding): Finding {
  return { ...finding, start: undefined, end: undefined, fixes: [] };
}

function readMessage(message: JsonObject, path: string, content?: string): Finding {
  const line = numberAt(message, "line");
  const endLine = numberAt(message, "endLine");
  const safe = toFix(message, "Apply the fix of ESLint", "safe");
  const suggestions = listAt(message, "suggestions").map((suggestion) =>
    toFix(suggestion, textAt(suggestion, "desc") ?? "Apply a suggestion of ESLint", "manual")
  );
  return {
    message: textAt(message, "message") ?? "",
    severity: numberAt(message, "severity") === 1 ? "warning" : "error",
    source: "eslint",
    code: textAt(message, "ruleId"),
    path,
    start: line === undefined ? undefined : { line, column: numberAt(message, "column") },
    end: endLine === undefined
      ? undefined
      : { line: endLine, column: numberAt(message, "endColumn") },
    units: UTF16,
    fixes: [safe, ...suggestions].filter((fix) => fix !== undefined),
    content,
  };
}

function toFix(holder: JsonObject, title: string, safety: RawFix["safety"]): RawFix | undefined {
  const start = numberAt(holder, "fix", "range", 0);
  const end = numberAt(holder, "fix", "range", 1);
  const text = textAt(holder, "fix", "text");
  if (start === undefined || end === undefined || text === undefined) return undefined;
  if (start < 0) return end === 0 ? { title, safety, edits: [toMarkRemoval(text)] } : undefined;
  return { title, safety, edits: [{ start: { offset: start }, end: { offset: end }, text }] };
}

/** To ESLint the byte order mark stands at -1, before the text. */
function toMarkRemoval(text: string): RawEdit {
  return { start: { offset: 0 }, end: { offset: 3 }, text, expected: "\ufeff", units: BYTES };
}
