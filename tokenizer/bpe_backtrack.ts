/**
 * Byte-pair encoding from left to right, for proper vocabularies.
 *
 * The encoding of a piece is the only way to write it as tokens of which each two neighbours are
 * compatible (README.md says why). So it can be found by search: take the longest token that fits
 * behind the last one; where none fits, take the last one back and try a shorter one. A position
 * from which the search came back once is dead, whatever led there, and is not entered again.
 *
 * @module
 */

import { encodeRun, isRun, RUN_BYTES } from "./bpe_run.ts";
import { isCompatible } from "./compatible.ts";
import { lengthOf, type Merges } from "./merges.ts";
import type { PieceEncoder } from "./piece_encoder.ts";
import type { TokenList } from "./token_list.ts";
import { findLongest } from "./trie.ts";

/** What the search needs of a vocabulary. */
export interface BacktrackVocabulary {
  /** All tokens but those with a byte 255. */
  readonly trie: Int32Array;
  /** The token of each byte. */
  readonly byteTokens: Int32Array;
  /** The merges; token and merge have one number. */
  readonly merges: Merges;
}

/** Cells of the memo, each of four numbers: last, candidate, result, none. */
const MEMO_BITS = 13;
const NO_TOKEN = -1;
/** Cells of the memo of shorter tokens, a power of two. */
const SHORTER_SIZE = 1 << 12;

/** The search. Its steps are linear in the bytes of the piece. */
export class BacktrackEncoder implements PieceEncoder {
  readonly #vocabulary: BacktrackVocabulary;
  readonly #memo = new Int32Array(4 << MEMO_BITS).fill(NO_TOKEN);
  /** The next shorter token of a token, in cells of two numbers. */
  readonly #shorterMemo = new Int32Array(2 * SHORTER_SIZE).fill(NO_TOKEN);
  #dead = new Uint32Array(64);
  /** Candidates looked at so far, for tests: the measure of work. */
  steps = 0;

  /** Makes a search in a vocabulary. */
  constructor(vocabulary: BacktrackVocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Encodes a piece, see {@linkcode PieceEncoder}. */
  encodePiece(bytes: Uint8Array, start: number, end: number, output: TokenList): void {
    const { merges, byteTokens } = this.#vocabulary;
    if (end - start >= RUN_BYTES && isRun(bytes, start, end)) {
      encodeRun(merges, byteTokens[bytes[start]], end - start, output);
      return;
    }
    const first = output.count;
    let position = start;
    let last = NO_TOKEN;
    let candidate = this.#longest(bytes, start, end);
    let hasDead = false;
    while (position < end) {
      let token = last === NO_TOKEN ? candidate : this.#fitting(last, candidate, bytes, position);
      while (
        hasDead && token !== NO_TOKEN && this.#isDead(position + lengthOf(merges, token) - start)
      ) {
        token = this.#shorter(token, bytes, position);
        if (last !== NO_TOKEN && token !== NO_TOKEN) {
          token = this.#fitting(last, token, bytes, position);
        }
      }
      if (token !== NO_TOKEN) {
        output.push(token);
        position += lengthOf(merges, token);
        last = token;
        if (position < end) candidate = this.#longest(bytes, position, end);
      } else {
        if (!hasDead) this.#reserveDead(end - start);
        hasDead = true;
        this.#markDead(position - start);
        output.count--;
        position -= lengthOf(merges, last);
        candidate = last;
        last = output.count > first ? output.tokens[output.count - 1] : NO_TOKEN;
      }
    }
    if (hasDead) this.#dead.fill(0, 0, ((end - start) >> 5) + 1);
  }

  /** The longest token at a position. */
  #longest(bytes: Uint8Array, position: number, end: number): number {
    this.steps++;
    const { trie, byteTokens } = this.#vocabulary;
    const token = findLongest(trie, bytes, position, end);
    return token < 0 ? byteTokens[bytes[position]] : token;
  }

  /** The next shorter token at a position, or none: a prefix of the token, so it can be remembered. */
  #shorter(token: number, bytes: Uint8Array, position: number): number {
    const cell = (token & (SHORTER_SIZE - 1)) << 1;
    const memo = this.#shorterMemo;
    if (memo[cell] === token) return memo[cell + 1];
    const length = lengthOf(this.#vocabulary.merges, token);
    const shorter = length > 1 ? this.#longest(bytes, position, position + length - 1) : NO_TOKEN;
    memo[cell] = token;
    return memo[cell + 1] = shorter;
  }

  /**
   * The longest token, from a candidate on to ever shorter ones, that may follow the last; or none.
   *
   * The shorter tokens are prefixes of the candidate, so the result depends on the two tokens alone
   * and can be remembered: without the memo, long runs of one character cost ten times as much.
   */
  #fitting(last: number, candidate: number, bytes: Uint8Array, position: number): number {
    const memo = this.#memo;
    const hash = Math.imul(last, 0x9e3779b1) ^ Math.imul(candidate, 0x85ebca77);
    const cell = (hash >>> (32 - MEMO_BITS)) << 2;
    if (memo[cell] === last && memo[cell + 1] === candidate) return memo[cell + 2];
    let token = candidate;
    while (token !== NO_TOKEN && !isCompatible(this.#vocabulary.merges, last, token)) {
      this.steps++;
      token = this.#shorter(token, bytes, position);
    }
    memo[cell] = last;
    memo[cell + 1] = candidate;
    memo[cell + 2] = token;
    return token;
  }

  #reserveDead(lengthBytes: number): void {
    const words = (lengthBytes >> 5) + 1;
    if (this.#dead.length < words) this.#dead = new Uint32Array(words * 2);
  }

  #markDead(offset: number): void {
    this.#dead[offset >> 5] |= 1 << (offset & 31);
  }

  #isDead(offset: number): boolean {
    return (this.#dead[offset >> 5] & (1 << (offset & 31))) !== 0;
  }
}
