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

/** Most tokens; no model comes near. */
const ENTRY_LIMIT = 1 << 20;
/** The number of a token in its place, plus one. */
const TOKEN_MASK = 0x1fffff;

/** Not in the table. */
export const NOT_FOUND: number = -1;

/** The list. */
export class TokenTable {
  /** The bytes of all tokens, one after the other, and those behind them that are none yet. */
  bytes: Uint8Array = new Uint8Array(1 << 20);
  #starts = new Uint32Array(1 << 18);
  #count = 0;
  /** Of each token the number plus one, with the upper bits of its hash above; 0 for none. */
  #places = new Int32Array(1 << 19);
  /** Where the next byte goes. */
  end = 0;

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

  /** Puts a byte behind all others. */
  putByte(byte: number): void {
    if (this.end === this.bytes.length) this.reserve(1);
    this.bytes[this.end++] = byte;
  }

  /** Forgets the bytes that are no token. */
  dropPending(): void {
    this.end = this.pendingStart;
  }

  /** Makes a token of the bytes that are none yet; of equal tokens, the first is found. */
  add(): number {
    const token = this.#count++;
    if (token === ENTRY_LIMIT) {
      throw new VocabularyError(`Cannot read vocabulary: it has more than ${ENTRY_LIMIT} entries`);
    }
    if (this.#count === this.#starts.length) this.#grow();
    this.#starts[this.#count] = this.end;
    this.#place(token);
    return token;
  }

  /** Finds the token with the bytes of a range; returns it or {@linkcode NOT_FOUND}. */
  find(start: number, end: number): number {
    const hash = hashBytes(this.bytes, start, end);
    return (this.#places[this.#findPlace(hash, start, end)] & TOKEN_MASK) - 1;
  }

  /** Finds a token as `find` does; `found` are those found before, which mostly go on in order. */
  findNext({ tokens, count }: TokenList, start: number, end: number): number {
    const next = count === 0 ? 0 : tokens[count - 1] + 1;
    return this.isEqual(next, start, end) ? next : this.find(start, end);
  }

  /** Whether a token has the bytes of a range. */
  isEqual(token: number, start: number, end: number): boolean {
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

  #place(token: number): void {
    const start = this.#starts[token];
    const end = this.#starts[token + 1];
    const hash = hashBytes(this.bytes, start, end);
    const place = this.#findPlace(hash, start, end);
    if (this.#places[place] === 0) this.#places[place] = (hash & ~TOKEN_MASK) | (token + 1);
  }

  /** The place of the token with the bytes of a range, or the free one where it belongs. */
  #findPlace(hash: number, start: number, end: number): number {
    const places = this.#places;
    const mask = places.length - 1;
    for (let place = hash & mask;; place = (place + 1) & mask) {
      const entry = places[place];
      if (entry === 0) return place;
      if (((entry ^ hash) & ~TOKEN_MASK) !== 0) continue;
      if (this.isEqual((entry & TOKEN_MASK) - 1, start, end)) return place;
    }
  }

  #grow(): void {
    const starts = new Uint32Array(this.#starts.length * 2);
    starts.set(this.#starts);
    this.#starts = starts;
    this.#places = new Int32Array(this.#places.length * 2);
    for (let token = 0; token + 1 < this.#count; token++) this.#place(token);
  }
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
