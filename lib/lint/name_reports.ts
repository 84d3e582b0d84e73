import type { Finding } from "./finding.ts";

/** How the findings of a text or of some documents are parted into reports. */
export type Parting = "document" | "rows" | "text";

/** What was said last of a file, and in which report. */
interface Said {
  line: number;
  column: number;
  report: number;
  readonly rows: Set<string>;
}

/**
 * Gives each finding the name of the report that it comes from. A document is a report. Rows that
 * follow each other are one as long as they go down through each file; lines of a text are one as
 * long as none is repeated.
 *
 * @returns A function that takes the findings of one document, or of one run of rows or lines.
 */
export function nameReports(): (findings: readonly Finding[], parting: Parting) => Finding[] {
  const files = new Map<string, Said>();
  const units = new Map<string, number>();
  let documents = 0;
  return (findings, parting) => {
    documents++;
    const seen = new Set<string>();
    return findings.map((finding) => {
      if (finding.record !== undefined) return finding;
      if (finding.unit !== undefined) {
        return { ...finding, report: toUnitReport(finding.unit, seen, units) };
      }
      if (parting === "document") return { ...finding, report: `${documents}` };
      return { ...finding, report: `${parting}${toRowReport(finding, parting, files)}` };
    });
  };
}

/** A unit that comes back in another document begins another run. */
function toUnitReport(unit: string, seen: Set<string>, units: Map<string, number>): string {
  if (!seen.has(unit)) {
    seen.add(unit);
    units.set(unit, (units.get(unit) ?? 0) + 1);
  }
  return `run${units.get(unit)}`;
}

function toRowReport(finding: Finding, parting: Parting, files: Map<string, Said>): number {
  const { source, path = "", start, message } = finding;
  const { line = 0, column = start?.offset ?? 0 } = start ?? {};
  const key = `${parting} ${source} ${path}`;
  let said = files.get(key);
  if (said === undefined) {
    said = { line, column, report: 0, rows: new Set() };
    files.set(key, said);
  }
  const row = parting === "text" ? `${line}:${column}:${message}` : "";
  const isBack = parting === "rows"
    ? line < said.line || (line === said.line && column < said.column)
    : said.rows.has(row);
  if (isBack) {
    said.report++;
    said.rows.clear();
  }
  if (parting === "text") said.rows.add(row);
  said.line = line;
  said.column = column;
  return said.report;
}
