/**
 * What of a file is shown to the model.
 *
 * @module
 */

import { definitionHead } from "../definition_line.ts";

/** Lines of a file, from 1; the end exclusive. */
export interface Span {
  /** First line. */
  readonly startLine: number;
  /** Line after the last one. */
  readonly endLine: number;
}

/** A file and the parts of it that are shown. */
export interface View {
  /** Path from the repository root. */
  readonly path: string;
  /** Its lines, without their ends. */
  readonly lines: readonly string[];
  /** What is shown, in the order of the file; no two touch. */
  readonly spans: readonly Span[];
}

/** Gaps up to this many lines are shown: a cut there would cost more than it saves. */
const GAP_LINES = 2;

/** Cuts a text into lines; the end of the last line does not begin another one. */
export function splitLines(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
}

/** Shows more of a file; spans that touch or nearly touch become one. */
export function addSpan(view: View, span: Span): View {
  const spans: Span[] = [];
  const ordered = [...view.spans, span].toSorted((a, b) => a.startLine - b.startLine);
  for (const next of ordered) {
    const last = spans.at(-1);
    if (last === undefined || next.startLine > last.endLine + GAP_LINES) spans.push(next);
    else {
      const endLine = Math.max(last.endLine, next.endLine);
      spans[spans.length - 1] = { startLine: last.startLine, endLine };
    }
  }
  return { ...view, spans };
}

/** Whether a file is shown from its first line to its last. */
export function isWhole({ lines, spans }: View): boolean {
  return spans.length === 1 && spans[0].startLine === 1 && spans[0].endLine > lines.length;
}

/** Prints what is shown, each span under its own heading, and names what is not. */
export function printView(view: View): string {
  const spans = view.spans.map((span) => printSpan(view, span));
  const outline = printOutline(view);
  return [...spans, ...(outline === "" ? [] : [outline])].join("\n");
}

/** Prints one span with its heading. */
export function printSpan(view: View, { startLine, endLine }: Span): string {
  const text = view.lines.slice(startLine - 1, endLine - 1).join("\n");
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  const where = isWhole(view)
    ? "whole file"
    : `lines ${startLine}-${endLine - 1} of ${view.lines.length}`;
  return `${view.path} (${where})\n${fence}\n${text}\n${fence}\n`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

const OUTLINE_LIMIT = 8;
const SIGNATURE_CHARS = 70;
const MEMBER_INDENT_REGEXP = /^(?:\t| {0,4})\S/;

/**
 * Names the definitions of a file that are not shown, those nearest to what is shown first; a class
 * that a span lies in is always near.
 */
function printOutline(view: View): string {
  if (isWhole(view)) return "";
  const hidden: { readonly line: number; readonly distance: number }[] = [];
  view.lines.forEach((text, i) => {
    const line = i + 1;
    if (!MEMBER_INDENT_REGEXP.test(text) || isShown(view, line)) return;
    if (definitionHead(text) === 0) return;
    const distances = view.spans.map((span) => distanceTo(span, line));
    hidden.push({ line, distance: Math.min(...distances) });
  });
  const near = hidden.toSorted((a, b) => a.distance - b.distance || a.line - b.line)
    .slice(0, OUTLINE_LIMIT).toSorted((a, b) => a.line - b.line);
  if (near.length === 0) return "";
  const names = near.map(({ line }) =>
    `line ${line}: ${view.lines[line - 1].trim().slice(0, SIGNATURE_CHARS)}`
  );
  return `Not shown of ${view.path}:\n${names.join("\n")}\n`;
}

function isShown({ spans }: View, line: number): boolean {
  return spans.some((span) => line >= span.startLine && line < span.endLine);
}

function distanceTo({ startLine, endLine }: Span, line: number): number {
  return line < startLine ? startLine - line : line - endLine + 1;
}
