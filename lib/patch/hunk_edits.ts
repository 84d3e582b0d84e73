import { encodeBinary } from "../binary.ts";
import { diffLines } from "../line_diff.ts";
import type { HunkEdit, HunkLine } from "./edit.ts";
import type { LineEdit } from "./file_lines.ts";
import type { Match } from "./match.ts";

/**
 * Turns a hunk that has its place into edits of lines. Lines that stay are not touched, so that they
 * keep the bytes of the file even where the answer has them slightly different.
 *
 * @param hunk The hunk.
 * @param match Its place.
 * @param file Lines of the file, as binary strings.
 * @returns The edits; undefined when the indentation of an added line cannot be told.
 */
export function toLineEdits(
  hunk: HunkEdit,
  match: Match,
  file: readonly string[],
): LineEdit[] | undefined {
  const edits: LineEdit[] = [];
  // A diff says itself which lines go and come; a block shows two texts, from which that is inferred.
  const moved = hunk.ordered ? new Map<string, string>() : findMoved(hunk.lines, match, file);
  for (const run of findRuns(hunk.lines, match)) {
    const end = run.start + run.removed.length;
    const removed = match.reindent === undefined ? file.slice(run.start, end) : run.removed;
    for (const edit of narrow({ ...run, removed })) {
      const added = edit.lines.map((line) =>
        moved.get(line) ?? (match.reindent === undefined ? line : match.reindent(line))
      );
      if (added.some((line) => line === undefined)) return undefined;
      edits.push({ ...edit, lines: added as string[] });
    }
  }
  return edits;
}

/**
 * What the file has for each old line of the answer that differs from it: where the answer puts such
 * a line elsewhere, it moves as it is in the file.
 */
function findMoved(
  lines: readonly HunkLine[],
  match: Match,
  file: readonly string[],
): ReadonlyMap<string, string> {
  const old = lines.filter(({ sign }) => sign !== "+").map(({ text }) => encodeBinary(text));
  const moved = new Map<string, string>();
  const unsure = new Set<string>();
  for (let at = match.start; at < match.end; at++) {
    const line = old[at - match.start + match.skipHead];
    if (line.trim() === "") continue;
    if ((moved.get(line) ?? file[at]) !== file[at]) unsure.add(line);
    moved.set(line, file[at]);
  }
  for (const line of unsure) moved.delete(line);
  return moved;
}

/** Lines that go and lines that come, with nothing that stays between them. */
interface Run {
  readonly start: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

function findRuns(lines: readonly HunkLine[], match: Match): Run[] {
  const runs: Run[] = [];
  const oldLines = lines.filter(({ sign }) => sign !== "+").length;
  let removed: string[] = [];
  let added: string[] = [];
  let seen = 0;
  let at = match.start;
  const close = () => {
    if (removed.length + added.length > 0) {
      runs.push({ start: at - removed.length, removed, added });
    }
    removed = [];
    added = [];
  };
  for (const { sign, text } of lines) {
    if (sign === "+") {
      added.push(encodeBinary(text));
      continue;
    }
    const isSkipped = seen < match.skipHead || seen >= oldLines - match.skipTail;
    seen++;
    if (isSkipped) continue;
    if (sign === " ") close();
    else removed.push(encodeBinary(text));
    at++;
  }
  close();
  return runs;
}

/** Takes out of a run what is the same before and after. */
function narrow({ start, removed, added }: Run): LineEdit[] {
  return diffLines(removed, added).map((change) => ({
    start: start + change.beforeStart,
    end: start + change.beforeEnd,
    lines: added.slice(change.afterStart, change.afterEnd),
  }));
}
