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
export function nameReports(): (
  findings: readonly Finding[],
  parting: Parting,
) => readonly Finding[] {
  const files = new Map<string, Said>();
  const units = new Map<string, number>();
  let documents = 0;
  return (findings, parting) => {
    documents++;
    // What offers no fixes is never at odds with another report.
    if (parting === "text" && !findings.some(hasFixes)) return findings;
    const seen = new Set<string>();
    const toReport = (finding: Finding): string => {
      if (finding.unit !== undefined) return toUnitReport(finding.unit, seen, units);
      if (parting === "document") return `${documents}`;
      return `${parting}${toRowReport(finding, parting, files)}`;
    };
    // They are fresh from their reader, and copying them costs as much as reading them.
    for (const finding of findings) {
      if (finding.record === undefined) Object.assign(finding, { report: toReport(finding) });
    }
    return findings;
  };
}

function hasFixes({ fixes }: Finding): boolean {
  return fixes !== undefined && fixes.length > 0;
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
