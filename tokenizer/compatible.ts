/**
 * Whether two tokens can stand side by side in an encoding.
 *
 * @module
 */

import { findMerge, leftOf, type Merges, NO_MERGE, rightOf } from "./merges.ts";

/**
 * Whether byte-pair encoding leaves the boundary between two tokens alone.
 *
 * Take both apart, last merge first, as the encoding would undo itself in time. If the two tokens at
 * the boundary ever make a pair that merges earlier than the merge undone last, the encoding would
 * have joined them across the boundary before it made what stands there. If that does not happen
 * down to the single bytes, the boundary holds. Of two equal merges the one on the left goes first;
 * hence `right + 1`.
 *
 * Holds for proper vocabularies: a token has the number of the merge that makes it, and single bytes
 * come first.
 *
 * @param merges The merges.
 * @param left The token on the left.
 * @param right The token on the right.
 * @param limit Only merges below it are looked at in the first step; without, all are.
 */
export function isCompatible(
  merges: Merges,
  left: number,
  right: number,
  limit: number = NO_MERGE,
): boolean {
  while (findMerge(merges, left, right) >= limit) {
    if (left > right) {
      limit = left;
      left = rightOf(merges, left);
      if (left === limit) return true; // a single byte, and so is the other, which is lower
    } else {
      limit = right + 1;
      right = leftOf(merges, right);
      if (right + 1 === limit) return true;
    }
  }
  return false;
}
