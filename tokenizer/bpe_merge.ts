/**
 * Byte-pair encoding as it is defined, for any vocabulary: join the pair that merges first, again
 * and again.
 *
 * Short pieces look for that pair from the start each time; long ones keep a heap, so that the work
 * is `n log n`.
 *
 * @module
 */

import { findMerge, type Merges, NO_MERGE } from "./merges.ts";
import type { PieceEncoder } from "./piece_encoder.ts";
import type { TokenList } from "./token_list.ts";

/** What the merging needs of a vocabulary. */
export interface MergeVocabulary {
  /** The token of each byte. */
  readonly byteTokens: Int32Array;
  /** The merges. */
  readonly merges: Merges;
  /** The token that each merge makes; absent where it has the number of the merge. */
  readonly results?: Int32Array;
}

/** From this many bytes on a heap is faster. */
const LONG_BYTES = 64;

/** The merging. */
export class MergeEncoder implements PieceEncoder {
  readonly #vocabulary: MergeVocabulary;
  readonly #tokens = new Int32Array(LONG_BYTES);
  readonly #ranks = new Int32Array(LONG_BYTES);
  /** Pairs looked up so far, for tests: the measure of work. */
  steps = 0;

  /** Makes a merging with a vocabulary. */
  constructor(vocabulary: MergeVocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Encodes a piece, see {@linkcode PieceEncoder}. */
  encodePiece(bytes: Uint8Array, start: number, end: number, output: TokenList): void {
    if (end - start <= LONG_BYTES) this.#encodeShort(bytes, start, end, output);
    else this.#encodeLong(bytes, start, end, output);
  }

  #rank(left: number, right: number): number {
    this.steps++;
    return findMerge(this.#vocabulary.merges, left, right);
  }

  #result(merge: number): number {
    const { results } = this.#vocabulary;
    return results === undefined ? merge : results[merge];
  }

  #encodeShort(bytes: Uint8Array, start: number, end: number, output: TokenList): void {
    const tokens = this.#tokens;
    const ranks = this.#ranks; // of each token with the next
    const { byteTokens } = this.#vocabulary;
    let count = end - start;
    for (let i = 0; i < count; i++) tokens[i] = byteTokens[bytes[start + i]];
    for (let i = 0; i + 1 < count; i++) ranks[i] = this.#rank(tokens[i], tokens[i + 1]);
    for (;;) {
      let at = -1;
      let rank = NO_MERGE;
      for (let i = 0; i + 1 < count; i++) {
        if (ranks[i] >= rank) continue;
        rank = ranks[i];
        at = i;
      }
      if (at < 0) break;
      tokens[at] = this.#result(rank);
      count--;
      for (let i = at + 1; i < count; i++) {
        tokens[i] = tokens[i + 1];
        ranks[i] = ranks[i + 1];
      }
      if (at + 1 < count) ranks[at] = this.#rank(tokens[at], tokens[at + 1]);
      if (at > 0) ranks[at - 1] = this.#rank(tokens[at - 1], tokens[at]);
    }
    output.pushRange(tokens, 0, count);
  }

  /**
   * The same with a doubly linked list of tokens and a heap of pairs. An entry whose rank is not that
   * of its place any more is out of date and is dropped when it comes up.
   */
  #encodeLong(bytes: Uint8Array, start: number, end: number, output: TokenList): void {
    const length = end - start;
    const { byteTokens } = this.#vocabulary;
    const tokens = new Int32Array(length);
    const ranks = new Int32Array(length).fill(NO_MERGE);
    const next = new Int32Array(length);
    const previous = new Int32Array(length);
    const heap = new PairHeap(length);
    for (let i = 0; i < length; i++) {
      tokens[i] = byteTokens[bytes[start + i]];
      next[i] = i + 1;
      previous[i] = i - 1;
    }
    const update = (i: number) => {
      const right = next[i];
      ranks[i] = right < length ? this.#rank(tokens[i], tokens[right]) : NO_MERGE;
      if (ranks[i] !== NO_MERGE) heap.push(ranks[i], i);
    };
    for (let i = 0; i < length; i++) update(i);
    while (heap.pop()) {
      const { rank, place } = heap;
      if (ranks[place] !== rank) continue;
      const right = next[place];
      tokens[place] = this.#result(rank);
      ranks[right] = NO_MERGE;
      next[place] = next[right];
      if (next[place] < length) previous[next[place]] = place;
      update(place);
      if (previous[place] >= 0) update(previous[place]);
    }
    for (let i = 0; i < length; i = next[i]) output.push(tokens[i]);
  }
}

/** Pairs in the order in which they merge: by rank, then from left to right. */
class PairHeap {
  /** Rank and place in one number, exact below 2^53. */
  #keys: Float64Array;
  #count = 0;
  /** Rank of the pair that was popped. */
  rank = 0;
  /** Place of the pair that was popped. */
  place = 0;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity + 16);
  }

  push(rank: number, place: number): void {
    if (this.#count === this.#keys.length) {
      const keys = new Float64Array(this.#count * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    const keys = this.#keys;
    const key = rank * 0x80000000 + place;
    let i = this.#count++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (keys[parent] <= key) break;
      keys[i] = keys[parent];
      i = parent;
    }
    keys[i] = key;
  }

  /** Takes the first pair out; false if there is none. */
  pop(): boolean {
    if (this.#count === 0) return false;
    const keys = this.#keys;
    this.rank = Math.floor(keys[0] / 0x80000000);
    this.place = keys[0] - this.rank * 0x80000000;
    const key = keys[--this.#count];
    let i = 0;
    for (let child = 1; child < this.#count; child = 2 * i + 1) {
      if (child + 1 < this.#count && keys[child + 1] < keys[child]) child++;
      if (keys[child] >= key) break;
      keys[i] = keys[child];
      i = child;
    }
    keys[i] = key;
    return true;
  }
}
