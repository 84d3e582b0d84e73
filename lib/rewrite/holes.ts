/**
 * The holes of patterns and replacements: `$A` for one node, `$$$A` for any number of them.
 *
 * @module
 */

/** A hole: for one node, or for any number. */
export interface Hole {
  /** What fits. */
  readonly type: "one" | "many";
  /** Its name, without dollars. */
  readonly name: string;
}

/** A part of a pattern or a replacement. */
export type Piece = Hole | {
  /** Text as it is written. */
  readonly type: "text";
  /** The text. */
  readonly text: string;
};

const HOLE_REGEXP = /\$(\$\$)?([A-Z_][A-Z0-9_]*)(?![A-Za-z0-9_])/g;

/** Cuts a pattern or a replacement into text and holes. */
export function splitHoles(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(HOLE_REGEXP)) {
    if (match.index > at) pieces.push({ type: "text", text: text.slice(at, match.index) });
    pieces.push({ type: match[1] === undefined ? "one" : "many", name: match[2] });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ type: "text", text: text.slice(at) });
  return pieces;
}

/** The names of the holes, each once. */
export function holeNames(pieces: readonly Piece[]): ReadonlySet<string> {
  return new Set(pieces.flatMap((piece) => piece.type === "text" ? [] : [piece.name]));
}

/** A word that stands for a hole while the pattern is parsed. */
export function toWord(piece: Hole): string {
  return `zs_${piece.type}_${piece.name}`;
}

const WORD_REGEXP = /^zs_(one|many)_([A-Z_][A-Z0-9_]*)$/;

/** The hole that a word stands for; undefined for any other text. */
export function fromWord(text: string): Hole | undefined {
  const match = WORD_REGEXP.exec(text);
  if (match === null) return undefined;
  return { type: match[1] === "one" ? "one" : "many", name: match[2] };
}
