/**
 * Writes the replacements of one file, inner ones inside outer ones.
 *
 * @module
 */

import type { Piece } from "./holes.ts";
import type { Match } from "./match.ts";

/** A range of the new text that must be one node there. */
export interface Span {
  /** First UTF-16 unit, from 0. */
  readonly start: number;
  /** Unit after the last one. */
  readonly end: number;
  /** Names the match, or the filling. */
  readonly key: string;
  /** Whether it is a whole match, not a filling. */
  readonly isWhole: boolean;
}

/** A new text, and what must hold in it. */
export interface Rendered {
  /** The text. */
  readonly text: string;
  /** Ranges that must be one node, as they were before. */
  readonly spans: readonly Span[];
}

interface Rendering {
  readonly source: string;
  readonly matches: readonly Match[];
  readonly replacement: readonly Piece[];
  readonly wrapped: ReadonlySet<string>;
  readonly spans: Span[];
}

/**
 * Replaces all matches.
 *
 * @param source The text.
 * @param matches Where the pattern fits, outer before inner.
 * @param replacement What comes instead.
 * @param wrapped Keys of spans that get parentheses.
 */
export function renderMatches(
  source: string,
  matches: readonly Match[],
  replacement: readonly Piece[],
  wrapped: ReadonlySet<string> = new Set(),
): Rendered {
  const spans: Span[] = [];
  const rendering = { source, matches, replacement, wrapped, spans };
  const text = renderRange(rendering, { start: 0, end: source.length, from: 0, offset: 0 });
  return { text, spans };
}

/** A range of the source, the first match that may be in it, and where it comes to stand. */
interface Target {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly offset: number;
}

function renderRange(rendering: Rendering, { start, end, from, offset }: Target): string {
  const { source, matches } = rendering;
  let text = "";
  let at = start;
  for (let number = from; number < matches.length; number++) {
    const match = matches[number];
    if (match.start < at) continue;
    if (match.end > end) break;
    text += source.slice(at, match.start);
    text += renderMatch(rendering, number, offset + text.length);
    at = match.end;
  }
  return text + source.slice(at, end);
}

function renderMatch(rendering: Rendering, number: number, offset: number): string {
  const { source, matches, replacement, wrapped, spans } = rendering;
  const match = matches[number];
  const key = `${number}`;
  const isWrapped = wrapped.has(key);
  let text = isWrapped ? "(" : "";
  replacement.forEach((piece, at) => {
    if (piece.type === "text") {
      text += indent(trimCommas(piece.text, replacement, { at, match }), source, match);
      return;
    }
    const filling = match.fillings.get(piece.name);
    if (filling === undefined) return;
    const part = `${number} ${piece.name} ${at}`;
    if (wrapped.has(part)) text += "(";
    const start = offset + text.length;
    text += renderRange(rendering, { ...filling, from: number + 1, offset: start });
    const end = offset + text.length;
    if (filling.isOne) spans.push({ start, end, key: part, isWhole: false });
    if (wrapped.has(part)) text += ")";
  });
  const start = offset + (isWrapped ? 1 : 0);
  spans.push({ start, end: offset + text.length, key, isWhole: true });
  return isWrapped ? `${text})` : text;
}

/** Takes away the comma beside a hole that nothing fills. */
function trimCommas(
  text: string,
  replacement: readonly Piece[],
  { at, match }: { readonly at: number; readonly match: Match },
): string {
  const isEmpty = (piece: Piece | undefined) => {
    if (piece === undefined || piece.type !== "many") return false;
    const filling = match.fillings.get(piece.name);
    return filling !== undefined && filling.start === filling.end;
  };
  if (isEmpty(replacement[at - 1]) && /^\s*,/.test(text)) return text.replace(/^\s*,\s*/, "");
  return isEmpty(replacement[at + 1]) ? text.replace(/,\s*$/, "") : text;
}

/** Gives the further lines of a replacement the indentation of the line that it begins in. */
function indent(text: string, source: string, match: Match): string {
  if (!text.includes("\n")) return text;
  const lineStart = source.lastIndexOf("\n", match.start - 1) + 1;
  const blank = /^[ \t]*/.exec(source.slice(lineStart, match.start))?.[0] ?? "";
  return text.replaceAll("\n", `\n${blank}`);
}
