/**
 * A list of tokens that can be looked up by their bytes, while a vocabulary is read.
 *
 * Bytes are put behind the last token first; then they become a token, or are only looked up.
 *
 * @module
 */

import type { TokenList } from "./token_list.ts";
import type { TokenBytes } from "./trie_build.ts";
import { VocabularyError } from "./vocabulary_error.ts";

/** Room for the tokens of most models; what is not used costs nothing. */
export const MODEL_TOKENS: number = 1 << 18;
/** The same for their bytes. */
const START_BYTES = 1 << 21;
/** Places at first: enough for most models, and few enough to stay in the processor's cache. */
const START_PLACES = 1 << 18;
/** How much of the places is taken at most. */
const LOAD = 3 / 4;
/** Most tokens; no model comes near. */
const ENTRY_LIMIT = 1 << 20;
/** The number of a token in its place, plus one. */
const TOKEN_MASK = 0x1fffff;

/** The hash of no bytes, and what it is multiplied with at each byte. */
export const HASH_START = 0x811c9dc5 | 0, HASH_FACTOR = 0x9e3779b1;

/** Not in the table. */
export const NOT_FOUND: number = -1;

/** The list. */
export class TokenTable {
  /** The bytes of all tokens, one after the other, and those behind them that are none yet. */
  bytes: Uint8Array = new Uint8Array(START_BYTES);
  #starts = new Uint32Array(START_PLACES * LOAD);
  #count = 0;
  /** Of each token the number plus one, with the upper bits of its hash above; 0 for none. */
  #places = new Int32Array(START_PLACES);
  /** Where the next byte goes. */
  end = 0;
  /** Hash of the bytes that were put last; who puts them sets it on the way. */
  hash: number = HASH_START;

  /** How many tokens there are. */
  get count(): number {
    return this.#count;
  }

  /** Where the bytes begin that are no token yet. */
  get pendingStart(): number {
    return this.#starts[this.#count];
  }

  /** Makes room for so many bytes behind the last one. */
  reserve(sizeBytes: number): void {
    const wanted = this.end + sizeBytes;
    if (wanted <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(wanted, this.bytes.length * 2));
    bytes.set(this.bytes);
    this.bytes = bytes;
  }

  /** Forgets the bytes that are no token. */
  dropPending(): void {
    this.end = this.pendingStart;
  }

  /** Makes a token of the bytes that were put last; of equal tokens, the first is found. */
  add(): number {
    const token = this.#count++;
    if (token === ENTRY_LIMIT) {
      throw new VocabularyError(`Cannot read vocabulary: it has more than ${ENTRY_LIMIT} entries`);
    }
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count] = this.end;
    this.#place(token, this.hash);
    return token;
  }

  /** Finds the token with the bytes put last, from `start` on; it or {@linkcode NOT_FOUND}. */
  find(start: number): number {
    return this.#find(this.hash, start, this.end);
  }

  /**
   * Finds the token with all bytes from `start` on, however they were put; `found` are those found
   * so before, which mostly go on in order.
   */
  findNext({ tokens, count }: TokenList, start: number): number {
    const { end } = this;
    const next = count === 0 ? 0 : tokens[count - 1] + 1;
    if (this.#isEqual(next, start, end)) return next;
    return this.#find(hashBytes(this.bytes, start, end), start, end);
  }

  #find(hash: number, start: number, end: number): number {
    return (this.#places[this.#findPlace(hash, start, end)] & TOKEN_MASK) - 1;
  }

  /** Whether a token has the bytes of a range. */
  #isEqual(token: number, start: number, end: number): boolean {
    const bytes = this.bytes;
    const from = this.#starts[token];
    if (token >= this.#count || this.#starts[token + 1] - from !== end - start) return false;
    for (let i = start; i < end; i++) if (bytes[i] !== bytes[from + i - start]) return false;
    return true;
  }

  /** The tokens in order. */
  toTokenBytes(): TokenBytes {
    return {
      bytes: this.bytes.subarray(0, this.pendingStart),
      starts: this.#starts.subarray(0, this.#count + 1),
    };
  }

  #place(token: number, hash: number): void {
    const place = this.#findPlace(hash, this.#starts[token], this.#starts[token + 1]);
    if (this.#places[place] === 0) this.#places[place] = (hash & ~TOKEN_MASK) | (token + 1);
  }

  /** The place of the token with the bytes of a range, or the free one where it belongs. */
  #findPlace(hash: number, start: number, end: number): number {
    const places = this.#places;
    const mask = places.length - 1;
    for (let place = (hash ^ (hash >>> 15)) & mask;; place = (place + 1) & mask) {
      const entry = places[place];
      if (entry === 0) return place;
      if (((entry ^ hash) & ~TOKEN_MASK) !== 0) continue;
      if (this.#isEqual((entry & TOKEN_MASK) - 1, start, end)) return place;
    }
  }

  #grow(): void {
    this.#places = new Int32Array(this.#places.length * 2);
    const starts = new Uint32Array(this.#places.length * LOAD);
    starts.set(this.#starts);
    this.#starts = starts;
    for (let token = 0; token + 1 < this.#count; token++) {
      this.#place(token, hashBytes(this.bytes, starts[token], starts[token + 1]));
    }
  }
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], HASH_FACTOR);
  return hash;
}
