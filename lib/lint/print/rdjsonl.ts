import type { DiagnosticRecord, Range } from "../../types.ts";

const SEVERITIES = { error: "ERROR", warning: "WARNING", info: "INFO", hint: "INFO" } as const;

/** Writes records in reviewdog's format, one a line. Fixes that are not safe stay out of it. */
export function printRdjsonl(records: readonly DiagnosticRecord[]): string {
  return records.filter((record) => record.location !== undefined)
    .map((record) => JSON.stringify(toDiagnostic(record)) + "\n").join("");
}

function toDiagnostic(record: DiagnosticRecord) {
  const { message, location, severity, source, code } = record;
  const range = location?.range;
  return {
    message,
    location: {
      path: location?.path,
      ...(range === undefined ? {} : { range: toRange(range) }),
    },
    severity: SEVERITIES[severity],
    source: { name: source },
    ...(code === undefined ? {} : { code: { value: code } }),
  };
}

function toRange({ startLine, startColumn, endLine, endColumn }: Range) {
  const start = { line: startLine, ...(startColumn === undefined ? {} : { column: startColumn }) };
  if (startColumn !== undefined && endColumn === undefined) return { start };
  return {
    start,
    end: { line: endLine, ...(endColumn === undefined ? {} : { column: endColumn }) },
  };
}
