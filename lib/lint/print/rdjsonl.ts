import type { ReadFile } from "../../ports.ts";
import type { ByteEdit, DiagnosticRecord, Range } from "../../types.ts";
import { lineOfByte, type SourceText } from "../source_text.ts";
import { readSources } from "./sources.ts";

const SEVERITIES = { error: "ERROR", warning: "WARNING", info: "INFO", hint: "INFO" } as const;

/**
 * Writes records in reviewdog's format, one a line. It takes each suggestion by itself, and cannot
 * say that one is not safe: so only safe fixes of one edit, in the file of the record, are in it.
 *
 * @param records The records.
 * @param readFile Reads a file of the repository: the format counts lines where fixes count bytes.
 */
export async function printRdjsonl(
  records: readonly DiagnosticRecord[],
  readFile: ReadFile,
): Promise<string> {
  const fixed = records.filter((record) => findEdit(record) !== undefined);
  const sources = await readSources(fixed, readFile);
  return records.filter((record) => record.location !== undefined)
    .map((record) => {
      const source = sources.get(record.location?.path ?? "");
      return JSON.stringify(toDiagnostic(record, source)) + "\n";
    }).join("");
}

function toDiagnostic(record: DiagnosticRecord, file: SourceText | undefined) {
  const { message, location, severity, source, code } = record;
  const range = location?.range;
  const edit = findEdit(record);
  return {
    message,
    location: {
      path: location?.path,
      ...(range === undefined ? {} : { range: toRange(range) }),
    },
    severity: SEVERITIES[severity],
    source: { name: source },
    ...(code === undefined ? {} : { code: { value: code } }),
    ...(edit === undefined || file === undefined
      ? {}
      : { suggestions: [toSuggestion(edit, file)] }),
  };
}

/** The one edit of the safe fix that comes first. */
function findEdit({ location, fixes }: DiagnosticRecord): ByteEdit | undefined {
  const edits = fixes.find((fix) => fix.safety === "safe")?.edits ?? [];
  return edits.length === 1 && edits[0].path === location?.path ? edits[0] : undefined;
}

function toSuggestion({ startByte, endByte, text }: ByteEdit, source: SourceText) {
  const [start, end] = [startByte, endByte].map((byte) => {
    const line = lineOfByte(source, byte);
    return { line: line + 1, column: byte - source.lineStarts[line] + 1 };
  });
  return { range: { start, end }, text };
}

function toRange({ startLine, startColumn, endLine, endColumn }: Range) {
  const start = { line: startLine, ...(startColumn === undefined ? {} : { column: startColumn }) };
  if (startColumn !== undefined && endColumn === undefined) return { start };
  return {
    start,
    end: { line: endLine, ...(endColumn === undefined ? {} : { column: endColumn }) },
  };
}
