/**
 * Remembers the encodings of short pieces that are not single tokens: names in code repeat.
 *
 * One table of places, one arena of entries: hash, length in bytes and count of tokens, the bytes
 * (four to a word, zeros behind the last), the tokens. When either is full, all is forgotten: no
 * input makes it grow.
 *
 * @module
 */

import type { PieceEncoder } from "./piece_encoder.ts";
import type { TokenList } from "./token_list.ts";

/** Longest piece that is remembered, in bytes. */
const LONGEST_BYTES = 48;
/** Places in the table, a power of two. */
const TABLE_SIZE = 1 << 17;
/** Entries after which all is forgotten. */
const ENTRY_LIMIT = TABLE_SIZE * 0.6;
/** Words in the arena; pages are touched only as it fills. */
const ARENA_WORDS = 1 << 20;
/** Most words of an entry: its head, its bytes, and a token a byte. */
const LARGEST_ENTRY_WORDS = 2 + LONGEST_BYTES / 4 + LONGEST_BYTES;
/** The bytes of the last word that belong to the piece, by length modulo four. */
const LAST_WORD_MASKS = Int32Array.of(-1, 0xff, 0xffff, 0xffffff);

/** A cache in front of an engine. */
export class PieceCache implements PieceEncoder {
  readonly #engine: PieceEncoder;
  readonly #table = new Int32Array(TABLE_SIZE); // 0: free
  readonly #arena = new Int32Array(ARENA_WORDS);
  readonly #key = new Int32Array(LONGEST_BYTES / 4);
  #end = 1;
  #entries = 0;

  /** Makes a cache in front of an engine. */
  constructor(engine: PieceEncoder) {
    this.#engine = engine;
  }

  /** Encodes a piece, see {@linkcode PieceEncoder}. */
  encodePiece(bytes: Uint8Array, start: number, end: number, output: TokenList): void {
    const length = end - start;
    if (length > LONGEST_BYTES) return this.#engine.encodePiece(bytes, start, end, output);
    const hash = this.#readKey(bytes, start, length);
    const place = this.#find(hash, length);
    const entry = this.#table[place];
    if (entry !== 0) {
      const tokens = entry + 2 + ((length + 3) >> 2);
      output.pushRange(this.#arena, tokens, tokens + (this.#arena[entry + 1] >> 8));
    } else {
      const first = output.count;
      this.#engine.encodePiece(bytes, start, end, output);
      this.#add(hash, length, output, first);
    }
  }

  /** Reads the bytes of a piece as words, zeros behind the last; returns their hash. */
  #readKey(bytes: Uint8Array, start: number, length: number): number {
    const key = this.#key;
    let hash = length;
    const words = (length + 3) >> 2;
    for (let i = 0, at = start; i < words; i++, at += 4) {
      let word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      if (i === words - 1) word &= LAST_WORD_MASKS[length & 3];
      key[i] = word;
      hash = Math.imul(hash ^ word, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  /** The place of the piece that was read, or the free one where it belongs. */
  #find(hash: number, length: number): number {
    const table = this.#table;
    const arena = this.#arena;
    let place = hash & (TABLE_SIZE - 1);
    for (;; place = (place + 1) & (TABLE_SIZE - 1)) {
      const entry = table[place];
      if (entry === 0) return place;
      if (arena[entry] === hash && this.#isKeyAt(entry, length)) return place;
    }
  }

  #isKeyAt(entry: number, length: number): boolean {
    if ((this.#arena[entry + 1] & 0xff) !== length) return false;
    for (let i = 0; i < (length + 3) >> 2; i++) {
      if (this.#arena[entry + 2 + i] !== this.#key[i]) return false;
    }
    return true;
  }

  #add(hash: number, length: number, output: TokenList, first: number): void {
    if (this.#entries >= ENTRY_LIMIT || this.#end + LARGEST_ENTRY_WORDS > ARENA_WORDS) {
      this.#table.fill(0);
      this.#end = 1;
      this.#entries = 0;
    }
    const arena = this.#arena;
    this.#table[this.#find(hash, length)] = this.#end;
    this.#entries++;
    arena[this.#end++] = hash;
    arena[this.#end++] = length | ((output.count - first) << 8);
    for (let i = 0; i < (length + 3) >> 2; i++) arena[this.#end++] = this.#key[i];
    for (let i = first; i < output.count; i++) arena[this.#end++] = output.tokens[i];
  }
}
