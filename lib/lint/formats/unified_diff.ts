/**
 * Diffs: what formatters and fixers print when they are asked not to write. Each is checked
 * against the file, line by line, before any of it is used.
 *
 * @module
 */

import type { Finding, RawEdit, RawFix } from "../finding.ts";
import type { Lines, TextFormat } from "../format.ts";
import { BYTES, TEXT_BYTES, UNKNOWN } from "../units.ts";

const HUNK_REGEXP = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const DEV_NULL = "/dev/null";

/** Unified diffs, with whatever headers. */
export const unifiedDiff: TextFormat = {
  name: "unified-diff",
  read(lines, index) {
    const { text } = lines;
    const first = /^diff /.test(text[index]) && !text[index].startsWith("--- ")
      ? findHeader(text, index)
      : index;
    if (!text[first]?.startsWith("--- ") || !text[first + 1]?.startsWith("+++ ")) return undefined;
    return readFile(lines, first);
  },
};

/** The extended headers of git stand between the first line and the two that name the file. */
function findHeader(text: readonly string[], index: number): number {
  let next = index + 1;
  while (
    /^(?:index|old mode|new mode|similarity|rename|new file|deleted file) /.test(text[next] ?? "")
  ) {
    next++;
  }
  return next;
}

function readFile(lines: Lines, index: number) {
  const from = toName(lines.text[index]);
  const to = toName(lines.text[index + 1]);
  const quoted = isPlain(lines, index) ? lines.escaped! : lines.raw;
  const edits: RawEdit[] = [];
  let next = index + 2;
  let whole = true;
  for (
    let hunk = lines.text[next]?.match(HUNK_REGEXP);
    hunk;
    hunk = lines.text[next]?.match(HUNK_REGEXP)
  ) {
    const read = readHunk(quoted, next + 1, hunk);
    edits.push(...read.edits);
    whole &&= read.isWhole;
    next = read.next;
  }
  const isChange = whole && from !== DEV_NULL && to !== DEV_NULL;
  return { findings: isChange ? toFindings(from, to, edits) : [], next };
}

/** Whether a diff has no colours of its own, so that what looks so is text of the file. */
function isPlain({ text, escaped }: Lines, index: number): boolean {
  return escaped !== undefined &&
    [0, 1, 2].every((line) =>
      !escaped[index + line]?.includes("\x1b") && text[index + line] !== ""
    );
}

/** The name in a header, without the time that may stand after it. */
function toName(header: string): string {
  return header.slice(4).split("\t")[0].replace(/ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*$/, "").trim();
}

/** Tools decorate the names: `a/` and `b/`, `.orig`, `:before` and `:after`. */
function toPath(from: string, to: string): string {
  const bare = to.replace(/:after$/, "");
  const isGit = from.startsWith("a/") && to.startsWith("b/") && from.slice(2) === to.slice(2);
  return isGit ? bare.slice(2) : bare;
}

function toTool(from: string, to: string): string {
  if (from.endsWith(":before") && to.endsWith(":after")) return "isort";
  if (from.endsWith(".go.orig")) return "gofmt";
  return /\.(?:sh|bash)\.orig$/.test(from) ? "shfmt" : "diff";
}

/** A header without a hunk is what shfmt prints when only line ends differ, or the last one is missing. */
function toFindings(from: string, to: string, edits: readonly RawEdit[]): Finding[] {
  if (edits.length > 0) return [toFinding(from, to, edits)];
  if (toTool(from, to) !== "shfmt") return [];
  const fix: RawFix = {
    title: "Make all line ends LF",
    safety: "safe",
    edits: [],
    unifiesLineEnds: true,
    endsLastLine: true,
  };
  const path = toPath(from, to);
  return [{
    message: "The line ends differ",
    severity: "warning",
    source: "shfmt",
    path,
    fixes: [fix],
  }];
}

function toFinding(from: string, to: string, edits: readonly RawEdit[]): Finding {
  const first = edits.find((edit) => edit.text !== edit.expected) ?? edits[0];
  const tool = toTool(from, to);
  // Its diffs hide how lines end, and that the last one has no end.
  const hidden = tool === "shfmt" ? { unifiesLineEnds: true, endsLastLine: true } as const : {};
  return {
    message: "The tool would change this file",
    severity: "warning",
    source: tool,
    path: toPath(from, to),
    start: { line: first.start.line },
    units: UNKNOWN,
    fixes: [{ title: "Apply the diff of the tool", safety: "safe", edits, ...hidden }],
  };
}

/** Lines of one hunk that are all context, or all changed. */
interface Run {
  readonly isContext: boolean;
  readonly old: string[];
  readonly new: string[];
}

function readHunk(raw: readonly string[], index: number, header: RegExpMatchArray) {
  let oldLeft = Number(header[2] ?? 1);
  let newLeft = Number(header[4] ?? 1);
  // A hunk without old lines stands after the line that it names.
  const firstLine = Number(header[1]) + (oldLeft === 0 ? 1 : 0);
  const runs: Run[] = [];
  let next = index;
  for (; next < raw.length && (oldLeft > 0 || newLeft > 0 || raw[next].startsWith("\\")); next++) {
    const sign = raw[next][0] ?? " ";
    if (isHeader(raw, next)) break; // the hunk is cut, and its counts are wrong
    if (sign === "\\") {
      dropLastEnd(runs, raw[next - 1]?.[0] ?? " ");
      continue;
    }
    if (sign !== " " && sign !== "-" && sign !== "+" && sign !== "\r") break;
    const line = `${raw[next].slice(1)}\n`;
    const isContext = sign === " " || sign === "\r";
    if (runs[runs.length - 1]?.isContext !== isContext) runs.push({ isContext, old: [], new: [] });
    const run = runs[runs.length - 1];
    if (sign !== "+") run.old.push(line);
    if (sign !== "-") run.new.push(line);
    if (sign !== "+") oldLeft--;
    if (sign !== "-") newLeft--;
  }
  if (raw[next]?.startsWith("\\")) dropLastEnd(runs, raw[next++ - 1]?.[0] ?? " ");
  return { edits: toEdits(runs, firstLine), next, isWhole: oldLeft === 0 && newLeft === 0 };
}

/** Whether a file begins here, though a hunk before it should go on. */
function isHeader(raw: readonly string[], index: number): boolean {
  return raw[index].startsWith("--- ") && raw[index + 1]?.startsWith("+++ ") === true &&
    HUNK_REGEXP.test(raw[index + 2] ?? "");
}

/** The line before the remark has no end in the file. */
function dropLastEnd(runs: readonly Run[], sign: string): void {
  const run = runs[runs.length - 1];
  if (run === undefined) return;
  for (const side of [sign === "+" ? [] : run.old, sign === "-" ? [] : run.new]) {
    const last = side.length - 1;
    if (last >= 0) side[last] = side[last].replace(/\n$/, "");
  }
}

/** Context becomes edits that change nothing, so that it is checked too. */
function toEdits(runs: readonly Run[], firstLine: number): RawEdit[] {
  let line = firstLine;
  return runs.map((run) => {
    const expected = run.old.join("");
    const start = { line, column: 1 };
    line += run.old.length;
    const isOpen = run.old.length > 0 && !expected.endsWith("\n");
    return {
      start,
      end: isOpen ? { atEnd: true } : { line, column: 1 },
      text: run.new.join(""),
      expected,
      units: expected.startsWith("\ufeff") ? BYTES : TEXT_BYTES,
    };
  });
}
