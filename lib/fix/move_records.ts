import type { DiffHunk, FileDiff } from "../diff.ts";
import type { DiagnosticRecord } from "../types.ts";

/**
 * Moves diagnostics to where their lines are after a patch. Columns and fixes are left out in the
 * files that it changes: they are about the text before.
 *
 * @param records The diagnostics.
 * @param diffs The patch; it only modifies files.
 */
export function moveRecords(
  records: readonly DiagnosticRecord[],
  diffs: readonly FileDiff[],
): DiagnosticRecord[] {
  const byPath = new Map(diffs.map((diff) => [diff.path, diff.hunks]));
  return records.map((record) => {
    const { location } = record;
    const hunks = location === undefined ? undefined : byPath.get(location.path);
    if (location === undefined || hunks === undefined) return record;
    const { path, range } = location;
    const moved = range && {
      startLine: moveLine(range.startLine, hunks),
      endLine: moveLine(range.endLine, hunks),
    };
    return { ...record, location: { path, ...(moved && { range: moved }) }, fixes: [] };
  });
}

/** Where a line is; one that was removed stands for the line that came in its place. */
function moveLine(line: number, hunks: readonly DiffHunk[]): number {
  let shift = 0;
  for (const hunk of hunks) {
    const start = hunk.beforeLines === 0 ? hunk.beforeStart + 1 : hunk.beforeStart;
    if (line < start) break;
    if (line < start + hunk.beforeLines) return moveLineInHunk(line - start, hunk);
    shift += hunk.afterLines - hunk.beforeLines;
  }
  return line + shift;
}

function moveLineInHunk(index: number, { lines, afterStart, afterLines }: DiffHunk): number {
  const first = afterLines === 0 ? afterStart + 1 : afterStart;
  let before = 0;
  let after = 0;
  for (const line of lines) {
    if (line.startsWith("\\")) continue;
    if (!line.startsWith("+") && before++ === index) break;
    if (!line.startsWith("-")) after++;
  }
  return Math.max(1, first + after);
}
