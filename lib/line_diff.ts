/**
 * The lines that two texts do not share.
 *
 * Myers' algorithm in linear space, as in "An O(ND) Difference Algorithm and Its Variations" (1986),
 * after two steps that keep it fast on real files: lines at both ends that are equal are cut off,
 * and lines that only one side has are set aside, as they cannot be shared. A cap on the search
 * keeps the worst case near linear: beyond it the diff is right but may not be the shortest.
 *
 * @module
 */

/** A stretch of lines that differs; lines from 0, ends exclusive. */
export interface LineChange {
  /** First line of the old text that goes. */
  readonly beforeStart: number;
  /** Line after the last one that goes; equal to the start when nothing goes. */
  readonly beforeEnd: number;
  /** First line of the new text that comes. */
  readonly afterStart: number;
  /** Line after the last one that comes; equal to the start when nothing comes. */
  readonly afterEnd: number;
}

/** Edits that one search may cost before it takes the best split so far. */
const SEARCH_LIMIT = 1024;

/**
 * Finds what differs, in the order of the lines.
 *
 * @param before Lines of the old text.
 * @param after Lines of the new text.
 */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] {
  const [left, right] = intern(before, after);
  const shortest = Math.min(left.length, right.length);
  let head = 0;
  while (head < shortest && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shortest - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const removed = new Uint8Array(left.length + 1);
  const added = new Uint8Array(right.length + 1);
  const sides: Sides = {
    left: pickShared(left, right, { head, tail, changed: removed }),
    right: pickShared(right, left, { head, tail, changed: added }),
    removed,
    added,
  };
  compare(sides, {
    left: 0,
    leftEnd: sides.left.lines.length,
    right: 0,
    rightEnd: sides.right.lines.length,
  });
  return toChanges(removed, added);
}

/** Lines as numbers, equal lines as equal numbers. */
function intern(before: readonly string[], after: readonly string[]): [number[], number[]] {
  const ids = new Map<string, number>();
  const toId = (line: string): number => {
    const known = ids.get(line);
    if (known !== undefined) return known;
    ids.set(line, ids.size);
    return ids.size - 1;
  };
  return [before.map(toId), after.map(toId)];
}

/** The lines of one side that the other side has too, and where they stand. */
interface Shared {
  readonly lines: readonly number[];
  readonly positions: readonly number[];
}

function pickShared(
  own: readonly number[],
  other: readonly number[],
  options: { readonly head: number; readonly tail: number; readonly changed: Uint8Array },
): Shared {
  const { head, tail, changed } = options;
  const known = new Set(other.slice(head, other.length - tail));
  const lines: number[] = [];
  const positions: number[] = [];
  for (let at = head; at < own.length - tail; at++) {
    if (known.has(own[at])) {
      lines.push(own[at]);
      positions.push(at);
    } else changed[at] = 1;
  }
  return { lines, positions };
}

interface Sides {
  readonly left: Shared;
  readonly right: Shared;
  readonly removed: Uint8Array;
  readonly added: Uint8Array;
}

interface Box {
  readonly left: number;
  readonly leftEnd: number;
  readonly right: number;
  readonly rightEnd: number;
}

/** Marks what differs inside a box: equal ends go, the rest is split at a point of the best path. */
function compare(sides: Sides, box: Box): void {
  const a = sides.left.lines;
  const b = sides.right.lines;
  let { left, leftEnd, right, rightEnd } = box;
  while (left < leftEnd && right < rightEnd && a[left] === b[right]) left++, right++;
  while (left < leftEnd && right < rightEnd && a[leftEnd - 1] === b[rightEnd - 1]) {
    leftEnd--, rightEnd--;
  }
  const [x, y] = left === leftEnd || right === rightEnd
    ? [left, right]
    : findSplit(a, b, { left, leftEnd, right, rightEnd });
  const isCorner = (x === left && y === right) || (x === leftEnd && y === rightEnd);
  if (isCorner) {
    for (let at = left; at < leftEnd; at++) sides.removed[sides.left.positions[at]] = 1;
    for (let at = right; at < rightEnd; at++) sides.added[sides.right.positions[at]] = 1;
    return;
  }
  compare(sides, { left, leftEnd: x, right, rightEnd: y });
  compare(sides, { left: x, leftEnd, right: y, rightEnd });
}

/** A point that a shortest path passes, found by searching from both ends until they meet. */
function findSplit(
  a: readonly number[],
  b: readonly number[],
  box: Box,
): readonly [number, number] {
  const width = box.leftEnd - box.left;
  const height = box.rightEnd - box.right;
  const delta = width - height;
  const middle = Math.min(Math.ceil((width + height) / 2), SEARCH_LIMIT) + 1;
  const forward = new Int32Array(2 * middle + 1).fill(-1);
  const backward = new Int32Array(2 * middle + 1).fill(-1);
  forward[middle + 1] = 0;
  backward[middle + 1] = 0;
  for (let cost = 0; cost < middle; cost++) {
    for (let k = -cost; k <= cost; k += 2) {
      let x = advance(forward, middle + k, k === -cost, k === cost);
      if (x > width || x - k > height || x - k < 0) {
        forward[middle + k] = x;
        continue;
      }
      while (x < width && x - k < height && a[box.left + x] === b[box.right + x - k]) x++;
      forward[middle + k] = x;
      const back = delta - k;
      if (
        delta % 2 !== 0 && back > -cost && back < cost && meets(backward, middle + back, width - x)
      ) {
        return [box.left + x, box.right + x - k];
      }
    }
    for (let k = -cost; k <= cost; k += 2) {
      let x = advance(backward, middle + k, k === -cost, k === cost);
      if (x > width || x - k > height || x - k < 0) {
        backward[middle + k] = x;
        continue;
      }
      while (
        x < width && x - k < height && a[box.leftEnd - 1 - x] === b[box.rightEnd - 1 - (x - k)]
      ) x++;
      backward[middle + k] = x;
      const ahead = delta - k;
      if (
        delta % 2 === 0 && ahead >= -cost && ahead <= cost &&
        meets(forward, middle + ahead, width - x)
      ) return [box.leftEnd - x, box.rightEnd - (x - k)];
    }
  }
  return bestReach(forward, middle, box);
}

function advance(reach: Int32Array, at: number, isLowest: boolean, isHighest: boolean): number {
  if (isLowest) return reach[at + 1];
  if (isHighest) return reach[at - 1] + 1;
  return Math.max(reach[at + 1], reach[at - 1] + 1);
}

function meets(reach: Int32Array, at: number, limit: number): boolean {
  return reach[at] >= 0 && reach[at] >= limit;
}

/** Where the forward search got furthest, when the search was given up. */
function bestReach(forward: Int32Array, middle: number, box: Box): readonly [number, number] {
  const width = box.leftEnd - box.left;
  const height = box.rightEnd - box.right;
  let best: readonly [number, number] = [0, 0];
  for (let at = 0; at < forward.length; at++) {
    const x = forward[at];
    const y = x - (at - middle);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    if (x + y > best[0] + best[1]) best = [x, y];
  }
  return [box.left + best[0], box.right + best[1]];
}

function toChanges(removed: Uint8Array, added: Uint8Array): LineChange[] {
  const changes: LineChange[] = [];
  let left = 0;
  let right = 0;
  while (left < removed.length || right < added.length) {
    const beforeStart = left;
    const afterStart = right;
    while (removed[left] === 1) left++;
    while (added[right] === 1) right++;
    if (left > beforeStart || right > afterStart) {
      changes.push({ beforeStart, beforeEnd: left, afterStart, afterEnd: right });
    }
    left++;
    right++;
  }
  return changes;
}
