/**
 * What of a file is shown to the model.
 *
 * @module
 */

import { definitionHead } from "../definition_line.ts";
import type { CountTokens } from "../ports.ts";
import { findSecrets } from "../secrets.ts";

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

/** Views as text. */
export interface ViewPrinter {
  /** What is shown, each span under its own heading, and the names of what is not. */
  readonly print: (view: View) => string;
  /** Tokens of that, each span and the names counted for themselves. */
  readonly count: (view: View) => number;
  /** Tokens of one span. */
  readonly countSpan: (view: View, span: Span) => number;
}

/** Makes a printer that prints and counts everything once, as most stays while some is taken out. */
export function createViewPrinter(countTokens: CountTokens): ViewPrinter {
  const views = new Map<View, readonly string[]>();
  const viewCounts = new Map<View, number>();
  const counts = new Map<string, number>();
  const count = (text: string) => remember(counts, text, () => countTokens(text));
  const parts = (view: View) =>
    remember(views, view, () => {
      const outline = printOutline(view);
      const spans = view.spans.map((span) => printSpan(view, span));
      return outline === "" ? spans : [...spans, outline];
    });
  return {
    print: (view) => parts(view).join("\n"),
    count: (view) =>
      remember(viewCounts, view, () => parts(view).reduce((sum, text) => sum + count(text), 0)),
    countSpan: (view, span) => count(parts(view)[view.spans.indexOf(span)]),
  };
}

function remember<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

/** Prints one span with its heading. */
function printSpan(view: View, { startLine, endLine }: Span): string {
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
 * that a span lies in is always near. A line with a credential is not for a model, and not named.
 */
function printOutline(view: View): string {
  if (isWhole(view)) return "";
  const near: number[] = [];
  for (const line of listHiddenLines(view)) {
    const text = view.lines[line - 1];
    if (isDefinition(text) && findSecrets(text, view.path).length === 0) near.push(line);
    if (near.length === OUTLINE_LIMIT) break;
  }
  if (near.length === 0) return "";
  const names = near.toSorted((a, b) => a - b).map((line) =>
    `line ${line}: ${view.lines[line - 1].trim().slice(0, SIGNATURE_CHARS)}`
  );
  return `Not shown of ${view.path}:\n${names.join("\n")}\n`;
}

function isDefinition(text: string): boolean {
  return MEMBER_INDENT_REGEXP.test(text) && definitionHead(text) > 0;
}

/**
 * The lines that are not shown, from 1: those nearest to what is shown first, the upper before the
 * lower. Most are never asked for.
 */
function* listHiddenLines({ lines, spans }: View): Generator<number> {
  const gaps = [...spans, undefined].map((span, i) => ({
    start: spans[i - 1]?.endLine ?? -Infinity,
    end: span?.startLine ?? Infinity,
  }));
  const isLine = (line: number) => line >= 1 && line <= lines.length;
  for (let distance = 1; distance <= lines.length; distance++) {
    for (const { start, end } of gaps) {
      const [upper, lower] = [start + distance - 1, end - distance];
      if (upper > lower) continue;
      if (isLine(upper)) yield upper;
      if (lower !== upper && isLine(lower)) yield lower;
    }
  }
}
