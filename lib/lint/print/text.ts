import type { DiagnosticRecord } from "../../types.ts";

/** Writes records for a person, as compilers do: `path:line:column: severity: message [code]`. */
export function printText(records: readonly DiagnosticRecord[]): string {
  return records.map((record) => `${printPlace(record)}${printRest(record)}\n`).join("");
}

function printPlace({ location }: DiagnosticRecord): string {
  if (location === undefined) return "";
  const { path, range } = location;
  if (range === undefined) return `${path}: `;
  const column = range.startColumn === undefined ? "" : `${range.startColumn}:`;
  return `${path}:${range.startLine}:${column} `;
}

function printRest({ severity, message, source, code, fixes }: DiagnosticRecord): string {
  const rule = code === undefined ? source : `${source} ${code}`;
  const mark = fixes.some((fix) => fix.safety === "safe") ? " (fixable)" : "";
  return `${severity}: ${message.replaceAll("\n", "\n    ")} [${rule}]${mark}`;
}
