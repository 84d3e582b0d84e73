import type { Finding, RawFix } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { isListOf, isObject, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { BYTES } from "../units.ts";

/** `-json` of Go's analysers, with the edits that they suggest. */
export const goAnalysisJson: JsonFormat = {
  name: "go-analysis-json",
  recognises: (value) => isByPackage(value) && hasFixes(value),
  read,
};

/** `go vet -json`: the same; this version of it has no edits. */
export const goVetJson: JsonFormat = {
  name: "go-vet-json",
  recognises: (value) => isByPackage(value) && !hasFixes(value),
  read,
};

function read(values: readonly unknown[]): Finding[] {
  return values.flatMap((value) =>
    eachList(value).flatMap(([unit, analyzer, rows]) =>
      rows.flatMap((row) => readRow(row, analyzer).map((finding) => ({ ...finding, unit })))
    )
  );
}

/** Packages, and in them analysers, and in them what each found. */
function isByPackage(value: unknown): boolean {
  if (!isObject(value)) return false;
  const first = Object.values(value)[0];
  if (!isObject(first)) return false;
  const rows = Object.values(first)[0];
  return isListOf(rows, "posn", "message");
}

/** What each analyser found in each package. */
function eachList(value: unknown): (readonly [string, string, JsonObject[]])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([unit, analyzers]) =>
    !isObject(analyzers)
      ? []
      : Object.keys(analyzers).map((name) => [unit, name, listAt(analyzers, name)] as const)
  );
}

function hasFixes(value: unknown): boolean {
  return eachList(value).some(([, , rows]) => rows.some((row) => "suggested_fixes" in row));
}

const POSITION_REGEXP = /^(.*?):(\d+)(?::(\d+))?$/;

function readRow(row: JsonObject, analyzer: string): Finding[] {
  const [, path, line, column] = textAt(row, "posn")?.match(POSITION_REGEXP) ?? [];
  const end = textAt(row, "end")?.match(POSITION_REGEXP);
  if (path === undefined) return [];
  return [{
    message: textAt(row, "message") ?? "",
    severity: "warning",
    source: "go vet",
    code: analyzer,
    path,
    start: { line: Number(line), column: column === undefined ? undefined : Number(column) },
    end: end?.[3] === undefined ? undefined : { line: Number(end[2]), column: Number(end[3]) },
    units: BYTES,
    fixes: listAt(row, "suggested_fixes").slice(0, 1).map(toFix),
  }];
}

function toFix(fix: JsonObject): RawFix {
  const edits = listAt(fix, "edits").map((edit) => ({
    path: textAt(edit, "filename"),
    start: { offset: numberAt(edit, "start") },
    end: { offset: numberAt(edit, "end") },
    text: textAt(edit, "new") ?? "",
  }));
  return { title: textAt(fix, "message") ?? "Apply the suggested fix", safety: "safe", edits };
}
