/**
 * The merges of a vocabulary: which pair of tokens becomes which token, and in which order.
 *
 * Merge `m` joins `left(m)` and `right(m)`; a lower number merges first. In a proper vocabulary (see
 * `bpe_draft.ts`) the merge and the token that it makes have the same number.
 *
 * @module
 */

/** The merges, as they are kept in an index file. */
export interface Merges {
  /** Of each merge, from the lowest bit: 20 bits left, 4 upper bits of right, 8 bits of length. */
  readonly parts: Int32Array;
  /** Of each merge, the 16 lower bits of right. */
  readonly rights: Uint16Array;
  /** The merges by pair, see {@linkcode findMerge}. */
  readonly pairs: Int32Array;
  /** A bit for each of 2^20 hashes of pairs: where it is 0, no pair has that hash. */
  readonly filter: Int32Array;
}

/** No merge has so high a number. */
export const NO_MERGE = 0x7fffffff;
/** Most merges, and most tokens, that the layout has room for. */
export const MERGE_LIMIT = 1 << 20;
/** Longest token that the layout has room for, in bytes. */
export const LENGTH_LIMIT_BYTES = 255;

const LEFT_MASK = 0xfffff;
const MERGE_MASK = 0xfffff;
const FINGERPRINT_SHIFT = 20;
const FINGERPRINT_MASK = 0x7ff;
const EMPTY = -1;
/** Words of the filter, and how far the hash is shifted to the number of one. */
export const FILTER_WORDS: number = 1 << 15;
const FILTER_WORD_SHIFT = 17;

/** The bit of a hash in its word of the filter. */
function toFilterBit(hash: number): number {
  return 1 << ((hash >>> 12) & 31);
}

/** The left part of a merge. */
export function leftOf({ parts }: Merges, merge: number): number {
  return parts[merge] & LEFT_MASK;
}

/** The right part of a merge. */
export function rightOf({ parts, rights }: Merges, merge: number): number {
  return ((parts[merge] >>> 4) & 0xf0000) | rights[merge];
}

/** Length of what a merge makes, in bytes. */
export function lengthOf({ parts }: Merges, merge: number): number {
  return parts[merge] >>> 24;
}

function hashPair(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae3d);
  return hash ^ (hash >>> 13);
}

/**
 * Finds the merge of two tokens.
 *
 * Most pairs are none, and the filter, which stays in the processor's cache, tells of five in six. A
 * cell holds a merge and eleven bits of its hash, so that another pair is seldom looked at twice.
 *
 * @returns The merge, or {@linkcode NO_MERGE}.
 */
export function findMerge(merges: Merges, left: number, right: number): number {
  const { parts, rights, pairs, filter } = merges;
  const hash = hashPair(left, right);
  if ((filter[hash >>> FILTER_WORD_SHIFT] & toFilterBit(hash)) === 0) return NO_MERGE;
  const fingerprint = (hash >>> FINGERPRINT_SHIFT) & FINGERPRINT_MASK;
  const mask = pairs.length - 1;
  for (let cell = (hash << 2) & mask;; cell = (cell + 1) & mask) {
    const entry = pairs[cell];
    if (entry === EMPTY) return NO_MERGE;
    if (entry >>> FINGERPRINT_SHIFT !== fingerprint) continue;
    const merge = entry & MERGE_MASK;
    const part = parts[merge];
    if ((part & LEFT_MASK) === left && (((part >>> 4) & 0xf0000) | rights[merge]) === right) {
      return merge;
    }
  }
}

/**
 * Makes room for so many merges; each is then set, in order.
 *
 * @throws {RangeError} If there are too many.
 */
export function createMerges(count: number): Merges {
  if (count > MERGE_LIMIT) {
    throw new RangeError(`Cannot pack merges: there are ${count} and may be ${MERGE_LIMIT}`);
  }
  return {
    parts: new Int32Array(count),
    rights: new Uint16Array(count),
    pairs: new Int32Array(toTableSize(count)).fill(EMPTY),
    filter: new Int32Array(FILTER_WORDS),
  };
}

/** Cells for a number of pairs: a power of two, at most four fifths full. */
function toTableSize(count: number): number {
  let size = 16;
  while (size * 0.8 < count) size *= 2;
  return size;
}

/** Sets what is no merge: a token that is a single byte, and its own part. */
export function setByte(merges: Merges, token: number): void {
  setParts(merges, token, token, token, 1);
}

/** Sets a merge, which then can be found; of equal pairs, the first is found. */
export function setMerge(
  merges: Merges,
  merge: number,
  left: number,
  right: number,
  lengthBytes: number,
): void {
  setParts(merges, merge, left, right, lengthBytes);
  const { pairs, filter } = merges;
  const hash = hashPair(left, right);
  filter[hash >>> FILTER_WORD_SHIFT] |= toFilterBit(hash);
  const mask = pairs.length - 1;
  let cell = (hash << 2) & mask;
  while (pairs[cell] !== EMPTY) cell = (cell + 1) & mask;
  pairs[cell] = merge | (((hash >>> FINGERPRINT_SHIFT) & FINGERPRINT_MASK) << FINGERPRINT_SHIFT);
}

function setParts(
  { parts, rights }: Merges,
  merge: number,
  left: number,
  right: number,
  lengthBytes: number,
): void {
  parts[merge] = left | ((right >>> 16) << 20) | (lengthBytes << 24);
  rights[merge] = right;
}
