/**
 * The tokens as a trie in one array: a double-array trie whose children are found by exclusive or.
 *
 * A cell of 32 bits is a node. From node `u`, the child for byte `c` can only be in cell
 * `base(u) ^ c`, and it is there if that cell carries the label `c`. No two nodes share a base, so
 * the label is proof enough. The layout, from the lowest bit:
 *
 * - 8 bits: the label, the byte that leads here;
 * - 1 bit {@linkcode ENDS}: a token ends here and longer ones go on; it is in cell `base ^ 255`;
 * - 1 bit {@linkcode LEAF}: a token ends here and none goes on; the upper bits are the token;
 * - 21 bits: the base, or the token;
 * - 1 bit {@linkcode NOT_A_NODE}: a free cell, or one that holds a token (in its lower bits).
 *
 * Byte 255 occurs in no UTF-8 text, so its label is free for the cell of a token. Cells 0 to 255 are
 * kept free: a walk that failed goes on as node 0, and finds nothing there whatever comes.
 *
 * @module
 */

/** Cell of the root. */
export const ROOT = 256;
/** A token ends here, and longer ones go on. */
export const ENDS = 1 << 8;
/** A token ends here, and none goes on. */
export const LEAF = 1 << 9;
/** How far the base, or the token of a leaf, is shifted. */
export const BASE_SHIFT = 10;
/** Bits of a base or of a token. */
export const BASE_MASK = 0x1fffff;
/** Not a node. */
export const NOT_A_NODE = 0x80000000 | 0;
/** What of a cell must be equal to the byte for a step to hold. */
export const STEP_MASK = 0x800000ff | 0;
/** The token in a cell that holds one. */
export const TOKEN_MASK = 0x7fffffff;

/**
 * Finds the longest token at the start of a range.
 *
 * @returns The token, or -1 if none begins with the first byte.
 */
export function findLongest(
  trie: Int32Array,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let node = trie[ROOT];
  let token = -1;
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    const next = trie[(node >>> BASE_SHIFT) ^ byte];
    if ((next & STEP_MASK) !== byte) break;
    if (next & LEAF) return (next >>> BASE_SHIFT) & BASE_MASK;
    node = next;
    if (node & ENDS) token = trie[(node >>> BASE_SHIFT) ^ 255] & TOKEN_MASK;
  }
  return token;
}

/**
 * Finds the token that is exactly a range.
 *
 * @returns The token, or -1 if the range is none.
 */
export function findExact(
  trie: Int32Array,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let node = trie[ROOT];
  for (let i = start; i < end; i++) {
    if (node & LEAF) return -1;
    const byte = bytes[i];
    node = trie[(node >>> BASE_SHIFT) ^ byte];
    if ((node & STEP_MASK) !== byte) return -1;
  }
  return toToken(trie, node);
}

/** The token that ends at a node, or -1. */
export function toToken(trie: Int32Array, node: number): number {
  if (node & LEAF) return (node >>> BASE_SHIFT) & BASE_MASK;
  return node & ENDS ? trie[(node >>> BASE_SHIFT) ^ 255] & TOKEN_MASK : -1;
}
