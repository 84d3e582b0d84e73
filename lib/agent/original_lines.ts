import { type DiffHunk, type FileDiff } from "../diff.ts";
import type { DiagnosticRecord, Range } from "../types.ts";

/**
 * Moves findings about patched files to where their lines were before, so that they can choose what
 * to show of the files as they are. What is in a file that the patch creates is left out.
 *
 * @param diagnostics Findings of a command that ran on the patched files.
 * @param diffs The patch.
 */
export function toOriginalDiagnostics(
  diagnostics: readonly DiagnosticRecord[],
  diffs: readonly FileDiff[],
): DiagnosticRecord[] {
  const byPath = new Map(diffs.map((diff) => [diff.path, diff]));
  return diagnostics.flatMap((diagnostic) => {
    const { location } = diagnostic;
    const diff = location === undefined ? undefined : byPath.get(location.path);
    if (location === undefined || diff === undefined) return [diagnostic];
    if (diff.change === "create") return [];
    const path = diff.from ?? diff.path;
    const range = location.range && toOriginalRange(location.range, diff.hunks);
    return [{ ...diagnostic, location: { path, ...(range && { range }) }, fixes: [] }];
  });
}

function toOriginalRange(range: Range, hunks: readonly DiffHunk[]): Range {
  return {
    startLine: toOriginalLine(range.startLine, hunks),
    endLine: toOriginalLine(range.endLine, hunks),
  };
}

/** Where a line was; a line that was added stands for the line that it follows. */
function toOriginalLine(line: number, hunks: readonly DiffHunk[]): number {
  let shift = 0;
  for (const hunk of hunks) {
    const start = hunk.afterLines === 0 ? hunk.afterStart + 1 : hunk.afterStart;
    if (line < start) break;
    if (line < start + hunk.afterLines) return toLineInHunk(line - start, hunk);
    shift += hunk.beforeLines - hunk.afterLines;
  }
  return line + shift;
}

function toLineInHunk(index: number, hunk: DiffHunk): number {
  let before = hunk.beforeLines === 0 ? hunk.beforeStart + 1 : hunk.beforeStart;
  let after = 0;
  for (const line of hunk.lines) {
    if (line.startsWith("\\")) continue;
    if (line.startsWith("-")) before++;
    else {
      if (after === index) return Math.max(1, line.startsWith("+") ? before - 1 : before);
      after++;
      if (line.startsWith(" ")) before++;
    }
  }
  return Math.max(1, before);
}
