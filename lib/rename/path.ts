/**
 * The way from the root of a tree to a leaf.
 *
 * @module
 */

import type { SyntaxNode, SyntaxTree } from "../syntax.ts";
import type { Path, Step } from "./table.ts";

/**
 * The way from the root to the leaf that holds an offset.
 *
 * The cursor's own search by offset is not used: the runtime ignores the offset that it is given.
 *
 * @param tree The tree.
 * @param start First UTF-16 unit that the leaf must hold, from 0.
 */
export function descend(tree: SyntaxTree, start: number): Path {
  const root = tree.rootNode;
  const leaf = root.descendantForIndex(start, start + 1);
  const path: Step[] = [{ node: root, field: null }];
  let node = root;
  while (leaf !== null && node.id !== leaf.id) {
    const child = node.childWithDescendant(leaf);
    if (child === null) break;
    path.push(toStep(node, child));
    node = child;
  }
  return path;
}

/** Fields are looked up only where a rule asks, as a long list of children is slow to search. */
function toStep(parent: SyntaxNode, node: SyntaxNode): Step {
  let field: string | null | undefined;
  return {
    node,
    get field() {
      if (field === undefined) field = findField(parent, node);
      return field;
    },
  };
}

function findField(parent: SyntaxNode, node: SyntaxNode): string | null {
  const cursor = parent.walk();
  try {
    if (!cursor.gotoFirstChild()) return null;
    while (cursor.nodeId !== node.id) if (!cursor.gotoNextSibling()) return null;
    return cursor.currentFieldName;
  } finally {
    cursor.delete();
  }
}
