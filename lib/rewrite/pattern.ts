/**
 * Compiles a pattern: to a shape that a node must have, a query that finds the nodes worth a look,
 * and a word that a file must hold to be worth parsing.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import { countSyntaxErrors, type Grammar, type SyntaxNode, type SyntaxTree } from "../syntax.ts";
import { CONTEXTS } from "./contexts.ts";
import { fromWord, type Hole, holeNames, type Piece, splitHoles, toWord } from "./holes.ts";

/** What a node must look like. */
export type Shape =
  | Hole
  | {
    /** A token, or a node without parts. */
    readonly type: "leaf";
    /** Its type. */
    readonly node: string;
    /** Its text. */
    readonly text: string;
  }
  | {
    /** A node with parts. */
    readonly type: "node";
    /** Its type. */
    readonly node: string;
    /** Its parts, without commas, semicolons and comments. */
    readonly parts: readonly Shape[];
  };

/** A compiled pattern. */
export interface Pattern {
  /** What a node must look like. */
  readonly shape: Exclude<Shape, Hole>;
  /** Finds, as `@whole`, all nodes that can have that shape, and others. */
  readonly query: string;
  /** A text that a file must hold; empty when the pattern has none. */
  readonly word: string;
  /** The names of the holes. */
  readonly names: ReadonlySet<string>;
  /** Whether a semicolon at the end is part of it. */
  readonly hasSemicolon: boolean;
}

/**
 * Compiles a pattern.
 *
 * @throws {Failure} With `E_USAGE` when it does not parse, is more than one node, or is all hole.
 */
export function compilePattern(grammar: Grammar, text: string): Pattern {
  const pieces = splitHoles(text.trim());
  const code = pieces.map((piece) => piece.type === "text" ? piece.text : toWord(piece)).join("");
  for (const [before, after] of CONTEXTS[grammar.name]) {
    const tree = grammar.parse(before + code + after);
    try {
      const node = findNode(tree, before.length, before.length + code.length);
      if (node !== undefined) return toPattern(node, pieces, text);
    } finally {
      tree.delete();
    }
  }
  throw new Failure(
    "E_USAGE",
    `Cannot read pattern "${text}": it is not one expression, statement or declaration in ${grammar.name}`,
  );
}

/** Whether a text, with holes or without, is one expression, statement or declaration. */
export function isOneNode(grammar: Grammar, text: string): boolean {
  try {
    compilePattern(grammar, text);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Nodes that nobody means: `A<B>` as an expression, where a type is at hand. */
const UNLIKELY_TYPES = new Set(["instantiation_expression"]);

/** The innermost node that is exactly a range, in a tree without errors. */
function findNode(tree: SyntaxTree, start: number, end: number): SyntaxNode | undefined {
  if (countSyntaxErrors(tree) > 0) return undefined;
  const node = tree.rootNode.namedDescendantForIndex(start, end);
  if (node === null || node.parent === null || node.startIndex !== start || node.endIndex !== end) {
    return undefined;
  }
  return UNLIKELY_TYPES.has(node.type) ? undefined : node;
}

function toPattern(node: SyntaxNode, pieces: readonly Piece[], text: string): Pattern {
  const shape = toShape(node);
  if ("name" in shape) {
    throw new Failure("E_USAGE", `Cannot read pattern "${text}": it fits everything`);
  }
  const literals: string[] = [];
  const body = toQuery(node, literals);
  const tests = literals.map((literal, at) => `(#eq? @l${at} ${JSON.stringify(literal)})`);
  const query = `(${body} @whole ${tests.join(" ")})`;
  return {
    shape,
    query,
    word: longestWord(shape),
    names: holeNames(pieces),
    hasSemicolon: /;\s*$/.test(text),
  };
}

const SKIPPED_TOKENS = new Set([",", ";"]);

/** The parts of a node that count: not comments, and not what may stand or not at the end of lists. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return node.children.filter((child) =>
    !child.isExtra && !SKIPPED_TOKENS.has(child.type) && child.endIndex > child.startIndex
  );
}

/** A list of arguments that needs no brackets: a hole in it is one of them, not all. */
function isList({ type, firstNamedChild }: SyntaxNode): boolean {
  return type === "argument_list" && firstNamedChild !== null;
}

function toShape(node: SyntaxNode): Shape {
  const hole = isList(node) ? undefined : fromWord(node.text);
  if (hole !== undefined) return hole;
  const parts = partsOf(node);
  if (parts.length === 0) return { type: "leaf", node: node.type, text: node.text };
  return { type: "node", node: node.type, parts: parts.map(toShape) };
}

/**
 * A query for all nodes that can have the shape. Only parts with a field are named: they are in
 * one place, so the query engine has nothing to try; the shape decides the rest.
 */
function toQuery(node: SyntaxNode, literals: string[]): string {
  const fields: string[] = [];
  node.children.forEach((child, at) => {
    const field = node.fieldNameForChild(at);
    const isHole = fromWord(child.text) !== undefined && !isList(child);
    if (field === null || !child.isNamed || isHole) return;
    if (node.childrenForFieldName(field).length > 1) return;
    fields.push(`${field}: ${toQuery(child, literals)}`);
  });
  if (partsOf(node).length > 0) return `(${[node.type, ...fields].join(" ")})`;
  literals.push(node.text);
  return `(${node.type}) @l${literals.length - 1}`;
}

/** The longest word that must stand in a file as it is in the pattern. */
function longestWord(shape: Shape): string {
  switch (shape.type) {
    case "leaf":
      return shape.text.match(/[A-Za-z0-9_]+/g)?.sort((a, b) => b.length - a.length)[0] ?? "";
    case "node":
      return shape.parts.map(longestWord).reduce((a, b) => b.length > a.length ? b : a, "");
    default:
      return "";
  }
}
