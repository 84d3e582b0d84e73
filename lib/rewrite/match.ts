/**
 * Compares nodes with the shape of a pattern.
 *
 * @module
 */

import type { SyntaxNode, SyntaxQuery, SyntaxTree } from "../syntax.ts";
import { partsOf, type Pattern, type Shape } from "./pattern.ts";

/** What fills a hole: a range of the text; empty, at a place, for no nodes. */
export interface Filling {
  /** First UTF-16 unit, from 0. */
  readonly start: number;
  /** Unit after the last one. */
  readonly end: number;
  /** Whether it is one node. */
  readonly isOne: boolean;
  /** Types of the nodes. */
  readonly types: string;
}

/** A place that a pattern fits. */
export interface Match {
  /** First UTF-16 unit, from 0. */
  readonly start: number;
  /** Unit after the last one. */
  readonly end: number;
  /** What fills each hole. */
  readonly fillings: ReadonlyMap<string, Filling>;
  /** Type of the node that it is in, and for each hole the types of what fills it. */
  readonly kinds: readonly string[];
  /** Where comments begin that no hole takes along, in UTF-16 units. */
  readonly lost: readonly number[];
}

/** Finds all places that a pattern fits, outer ones before those inside them. */
export function findMatches(
  tree: SyntaxTree,
  text: string,
  pattern: Pattern,
  query: SyntaxQuery,
): readonly Match[] {
  const seen = new Set<number>();
  const matches: Match[] = [];
  for (const { name, node } of query.captures(tree.rootNode)) {
    if (name !== "whole" || seen.has(node.id)) continue;
    seen.add(node.id);
    const fillings = new Map<string, Filling>();
    if (!fits(pattern.shape, node, { text, fillings })) continue;
    const types = [...fillings].map(([hole, filling]) => `${hole}=${filling.types}`);
    const kinds = [node.parent?.type ?? "", ...types];
    const lost = findLost(node, text, fillings);
    matches.push({ start: node.startIndex, end: endOf(node, pattern), fillings, kinds, lost });
  }
  return matches.sort((a, b) => a.start - b.start || b.end - a.end);
}

const COMMENT_TYPES = ["comment", "line_comment", "block_comment", "html_comment"];
const COMMENT_REGEXP = /\/[/*]|#|<!--/;

/** The comments of a match that are in none of its fillings. */
function findLost(
  node: SyntaxNode,
  text: string,
  fillings: ReadonlyMap<string, Filling>,
): readonly number[] {
  if (!COMMENT_REGEXP.test(text.slice(node.startIndex, node.endIndex))) return [];
  const taken = [...fillings.values()];
  return node.descendantsOfType(COMMENT_TYPES).map(({ startIndex }) => startIndex).filter((at) =>
    at >= node.startIndex && at < node.endIndex &&
    !taken.some(({ start, end }) => at >= start && at < end)
  );
}

/** Some grammars count a semicolon to the node before it; it stays when the pattern has none. */
function endOf(node: SyntaxNode, { hasSemicolon }: Pattern): number {
  const last = node.lastChild;
  return !hasSemicolon && last?.type === ";" ? last.startIndex : node.endIndex;
}

interface Attempt {
  readonly text: string;
  readonly fillings: Map<string, Filling>;
}

function fits(shape: Shape, node: SyntaxNode, attempt: Attempt): boolean {
  switch (shape.type) {
    case "one":
    case "many":
      return node.isNamed && fill(shape.name, toFilling([node], node.startIndex), attempt);
    case "leaf":
      return node.type === shape.node && node.text === shape.text;
    case "node":
      return node.type === shape.node && fitAll(shape.parts, partsOf(node), node, attempt);
  }
}

/** Whether parts fit one after the other; a hole for many takes as few as it can. */
function fitAll(
  shapes: readonly Shape[],
  nodes: readonly SyntaxNode[],
  parent: SyntaxNode,
  attempt: Attempt,
): boolean {
  if (shapes.length === 0) return nodes.length === 0;
  const [shape, ...rest] = shapes;
  if (shape.type !== "many") {
    const [node, ...others] = nodes;
    return node !== undefined && fits(shape, node, attempt) &&
      fitAll(rest, others, parent, attempt);
  }
  for (let count = 0; count <= nodes.length; count++) {
    const known = new Map(attempt.fillings);
    const taken = nodes.slice(0, count);
    const place = nodes[count]?.startIndex ?? parent.endIndex;
    const isFilled = fill(shape.name, withComments(taken, toFilling(taken, place)), attempt);
    if (isFilled && fitAll(rest, nodes.slice(count), parent, attempt)) return true;
    attempt.fillings.clear();
    known.forEach((filling, name) => attempt.fillings.set(name, filling));
    // Only macros have tokens where others have nodes.
    if (nodes[count]?.isNamed === false && parent.type !== "token_tree") return false;
  }
  return false;
}

function toFilling(nodes: readonly SyntaxNode[], place: number): Filling {
  const start = nodes[0]?.startIndex ?? place;
  const end = nodes.at(-1)?.endIndex ?? place;
  const types = [...new Set(nodes.map((node) => node.type))].sort().join("+");
  return { start, end, isOne: nodes.length === 1, types };
}

/** Takes the comments along that stand before the first and, in one piece, after the last node. */
function withComments(nodes: readonly SyntaxNode[], filling: Filling): Filling {
  let { start, end } = filling;
  let before = nodes[0]?.previousSibling ?? null;
  for (; before?.isExtra; before = before.previousSibling) start = before.startIndex;
  let after = nodes.at(-1)?.nextSibling ?? null;
  for (; after?.isExtra && after.text.startsWith("/*"); after = after.nextSibling) {
    end = after.endIndex;
  }
  return { ...filling, start, end };
}

/** Fills a hole; a name that stands twice must be filled twice with the same text. */
function fill(name: string, filling: Filling, { text, fillings }: Attempt): boolean {
  if (name === "_") return true;
  const known = fillings.get(name);
  fillings.set(name, known ?? filling);
  if (known === undefined) return true;
  return text.slice(known.start, known.end) === text.slice(filling.start, filling.end);
}
