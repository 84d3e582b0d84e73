/**
 * Syntax trees as the stages see them: the port that loads a grammar, and what every user of a tree
 * needs. The trees are those of tree-sitter; offsets in them count UTF-16 units, as strings do.
 *
 * @module
 */

import type { Node, Query, Tree } from "web-tree-sitter";
import type { GrammarName } from "./languages.ts";

export type { Node as SyntaxNode, Query as SyntaxQuery, Tree as SyntaxTree } from "web-tree-sitter";

/** A grammar, ready to parse. */
export interface Grammar {
  /** Its language. */
  readonly name: GrammarName;
  /** Parses a text; errors are nodes of the tree. The caller deletes the tree, see `withTree`. */
  readonly parse: (text: string) => Tree;
  /** Compiles a query; throws when it does not fit the grammar. The caller deletes it. */
  readonly query: (source: string) => Query;
}

/**
 * Loads a grammar, once for each language.
 *
 * @throws {Failure} With `E_CONFIG` when the runtime does not let the grammar be read.
 */
export type LoadGrammar = (name: GrammarName) => Promise<Grammar>;

/** Parses a text, hands the tree to a function, and frees it when the function is done. */
export function withTree<T>(grammar: Grammar, text: string, use: (tree: Tree) => T): T {
  const tree = grammar.parse(text);
  try {
    return use(tree);
  } finally {
    tree.delete();
  }
}

/** Number of places in a tree where the parser had to skip or to invent something. */
export function countSyntaxErrors(tree: Tree): number {
  return countIn(tree.rootNode);
}

/** Walks only into nodes that hold an error, so that a sound tree costs one look. */
function countIn(node: Node): number {
  if (node.isMissing) return 1;
  if (!node.hasError) return 0;
  const own = node.isError ? 1 : 0;
  return node.children.reduce((sum, child) => sum + countIn(child), own);
}

/** Number of syntax errors of a text; see `countSyntaxErrors`. */
export function countErrorsOf(grammar: Grammar, text: string): number {
  return withTree(grammar, text, countSyntaxErrors);
}
