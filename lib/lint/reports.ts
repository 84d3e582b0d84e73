/**
 * Several reports of one tool about one file: passes of a fixer, or runs at other times. A place
 * counts only in the text that it was found in, so the fixes of but one report can be made, and only
 * if it is certain which of them is about the file as it is.
 *
 * @module
 */

import type { DiagnosticRecord } from "../types.ts";
import type { Evidence } from "./witness.ts";

/** A record, and what speaks for it. */
export interface Reported {
  /** The record. */
  readonly record: DiagnosticRecord;
  /** Names the report that it comes from; absent for records of our own, which bear digests. */
  readonly report?: string;
  /** What the file says to it. */
  readonly compare: () => Evidence;
  /** Whether the tool repeats what each of its edits is about, and that was found there. */
  readonly isVerified: boolean;
}

type Rows = readonly Reported[];

/**
 * Takes the fixes from records that may be about another state of their file.
 *
 * @param rows All records of an input, in order.
 * @param onDrop Told of each file whose fixes are left out, and why.
 */
export function settleReports(
  rows: readonly Reported[],
  onDrop?: (notice: string) => void,
): DiagnosticRecord[] {
  const doubted = new Set<Reported>();
  for (const group of groupByFile(rows)) {
    const why = judge(group, doubted);
    if (why === undefined) continue;
    const { source, location } = group[0].record;
    onDrop?.(`fixes of ${source} for "${location?.path}": ${why}`);
  }
  if (doubted.size === 0) return rows.map((row) => row.record);
  return rows.map((row) => doubted.has(row) ? withoutFixes(row) : row.record);
}

/** The rows of each tool about each file in which there is a fix that nothing vouches for. */
function groupByFile(rows: Rows): Reported[][] {
  const bySource = new Map<string, Map<string, Reported[]>>();
  for (const row of rows) {
    const { source, location } = row.record;
    if (row.report === undefined || location === undefined) continue;
    let byPath = bySource.get(source);
    if (byPath === undefined) bySource.set(source, byPath = new Map());
    const group = byPath.get(location.path);
    if (group === undefined) byPath.set(location.path, [row]);
    else group.push(row);
  }
  return [...bySource.values()].flatMap((byPath) => [...byPath.values()])
    .filter((group) => group.some(isDoubtful));
}

function isDoubtful({ record, isVerified }: Reported): boolean {
  return !isVerified && record.fixes.length > 0;
}

/** Adds the rows whose fixes may not be made, and says why; undefined when all may. */
function judge(group: Rows, doubted: Set<Reported>): string | undefined {
  const reports = [...Map.groupBy(group, (row) => row.report).values()];
  const agree = reports.length === 1 || isOneReport(reports);
  if (agree) {
    if (!group.some((row) => row.compare() === "refuted")) return undefined;
    for (const row of group.filter(isDoubtful)) doubted.add(row);
    return "the file is not what the tool read, run it again";
  }
  const now = findCurrent(reports);
  const known = new Set(now?.map(toKey));
  for (const row of group) if (isDoubtful(row) && !known.has(toKey(row))) doubted.add(row);
  return now === undefined
    ? "several reports differ, and nothing tells which is about the file as it is"
    : "several reports differ: only those of the one about the file as it is are made";
}

/** Whether all reports are parts of the longest one, as when a header is read in several units. */
function isOneReport(reports: readonly Rows[]): boolean {
  const keys = reports.map((rows) => new Set(rows.map(toKey)));
  const longest = keys.reduce((a, b) => b.size > a.size ? b : a);
  return keys.every((own) => own.isSubsetOf(longest));
}

/** The first report for which something speaks that is not in all of them, and nothing against. */
function findCurrent(reports: readonly Rows[]): Rows | undefined {
  const keys = reports.map((rows) => new Set(rows.map(toKey)));
  const common = keys.reduce((a, b) => a.intersection(b));
  return reports.find((rows) => {
    const own = rows.filter((row) => !common.has(toKey(row))).map((row) => row.compare());
    return own.includes("confirmed") && !own.includes("refuted");
  });
}

/** What makes two rows the same: the rule, the place, and what would be done. */
function toKey({ record: { code, location, fixes } }: Reported): string {
  const range = location?.range;
  const edits = fixes.map((fix) => fix.edits);
  return JSON.stringify([code, range?.startLine, range?.startColumn, edits]);
}

/** The record without its fixes, and without the promise that it is about the file as it is. */
function withoutFixes({ record }: Reported): DiagnosticRecord {
  const { digest: _digest, ...location } = record.location!;
  return { ...record, location, fixes: [] };
}
