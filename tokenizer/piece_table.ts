/**
 * A small table of pieces seen lately, with their tokens: most pieces of a text are in it.
 *
 * A piece is compared as words of four bytes, with zeros behind its last byte. It has one cell only,
 * and the newer piece takes it. The table is small enough to stay in the processor's cache.
 *
 * - Pieces of up to eight bytes have cells of four words: two of bytes, the first token with the
 *   length of the piece above it, the second token with a mark above it, or 0.
 * - Pieces of up to sixteen bytes have cells of eight words: four of bytes, the length with the number
 *   of tokens above it, and up to three tokens.
 *
 * The tokens of a cell are all copied, whatever their number: a branch there would be guessed wrong
 * too often.
 *
 * @module
 */

import type { TokenList } from "./token_list.ts";

/** Longest piece in the short cells, in bytes. */
export const SHORT_BYTES = 8;
/** Longest piece in the long cells, in bytes. */
export const LONG_BYTES = 16;
/** Most tokens of a piece in the table, and so the room that copying needs. */
export const PIECE_TOKENS = 3;

/** Where a short cell keeps its tokens. */
export const FIRST = 2, SECOND = 3;
/** The token in a word of a short cell. */
export const SHORT_TOKEN_MASK = 0xffffff;
/** How far the length is shifted in the word of the first token. */
export const LENGTH_SHIFT = 24;
/** How far the mark of a second token is shifted in its word. */
export const MARK_SHIFT = 31;

/** Where a long cell keeps its length and number of tokens, and where its tokens. */
const SIZES = 4, TOKENS = 5;
/** Cells, as powers of two. */
const SHORT_BITS = 14, LONG_BITS = 13;

/** The cells, in two arrays. */
export interface PieceTable {
  /** Cells of four words. */
  readonly short: Int32Array;
  /** Cells of eight words. */
  readonly long: Int32Array;
}

/** Makes an empty table. */
export function createPieceTable(): PieceTable {
  return { short: new Int32Array(4 << SHORT_BITS), long: new Int32Array(8 << LONG_BITS) };
}

/** Which bits of two words belong to a piece of up to eight bytes, by length: two masks each. */
export const WORD_MASKS: Int32Array = Int32Array.from(
  { length: (SHORT_BYTES + 1) * 2 },
  (_, i) => {
    const bytes = Math.min(4, Math.max(0, (i >> 1) - (i & 1) * 4));
    return bytes === 4 ? -1 : (1 << (bytes * 8)) - 1;
  },
);

function hash(word0: number, word1: number): number {
  const sum = Math.imul(word0, 0x9e3779b1) ^ Math.imul(word1, 0x85ebca77);
  return Math.imul(sum ^ (sum >>> 15), 0x9e3779b1);
}

/** The first word of the short cell of a piece. */
export function findShortCell(word0: number, word1: number): number {
  return (hash(word0, word1) >>> (32 - SHORT_BITS)) << 2;
}

/** The first word of the long cell of a piece. */
function findLongCell(word0: number, word1: number, word2: number, word3: number): number {
  const sum = Math.imul(word2, 0xc2b2ae3d) ^ Math.imul(word3, 0x27d4eb2f);
  return (hash(word0 ^ sum, word1) >>> (32 - LONG_BITS)) << 3;
}

/**
 * Copies the tokens of a piece of nine to sixteen bytes to `tokens[count]` and behind.
 *
 * @returns How many there are; 0 if the piece is not in the table.
 */
export function copyLong(
  long: Int32Array,
  view: DataView,
  start: number,
  length: number,
  tokens: Int32Array,
  count: number,
): number {
  const word0 = view.getInt32(start, true);
  const word1 = view.getInt32(start + 4, true);
  const word2 = view.getInt32(start + 8, true) & WORD_MASKS[(length - 8) * 2];
  const word3 = view.getInt32(start + 12, true) & WORD_MASKS[(length - 8) * 2 + 1];
  const cell = findLongCell(word0, word1, word2, word3);
  const sizes = long[cell + SIZES];
  const difference = (long[cell] ^ word0) | (long[cell + 1] ^ word1) | (long[cell + 2] ^ word2) |
    (long[cell + 3] ^ word3) | ((sizes & 0xff) ^ length);
  if (difference !== 0) return 0;
  tokens[count] = long[cell + TOKENS];
  tokens[count + 1] = long[cell + TOKENS + 1];
  tokens[count + 2] = long[cell + TOKENS + 2];
  return sizes >> 8;
}

/** Adds a piece with the tokens of `list` from `first` on, unless it or they are too many. */
export function addPiece(
  table: PieceTable,
  view: DataView,
  start: number,
  end: number,
  list: TokenList,
  first: number,
): void {
  const length = end - start;
  const count = list.count - first;
  if (length <= SHORT_BYTES) {
    if (count < PIECE_TOKENS) addShort(table, view, start, length, list, first);
  } else if (length <= LONG_BYTES) {
    if (count <= PIECE_TOKENS) addLong(table, view, start, length, list, first);
  }
}

function addShort(
  { short }: PieceTable,
  view: DataView,
  start: number,
  length: number,
  { tokens, count }: TokenList,
  first: number,
): void {
  const word0 = view.getInt32(start, true) & WORD_MASKS[length * 2];
  const word1 = view.getInt32(start + 4, true) & WORD_MASKS[length * 2 + 1];
  const cell = findShortCell(word0, word1);
  short[cell] = word0;
  short[cell + 1] = word1;
  short[cell + FIRST] = tokens[first] | (length << LENGTH_SHIFT);
  short[cell + SECOND] = count - first < 2 ? 0 : tokens[first + 1] | (1 << MARK_SHIFT);
}

function addLong(
  { long }: PieceTable,
  view: DataView,
  start: number,
  length: number,
  { tokens, count }: TokenList,
  first: number,
): void {
  const word0 = view.getInt32(start, true);
  const word1 = view.getInt32(start + 4, true);
  const word2 = view.getInt32(start + 8, true) & WORD_MASKS[(length - 8) * 2];
  const word3 = view.getInt32(start + 12, true) & WORD_MASKS[(length - 8) * 2 + 1];
  const cell = findLongCell(word0, word1, word2, word3);
  long[cell] = word0;
  long[cell + 1] = word1;
  long[cell + 2] = word2;
  long[cell + 3] = word3;
  long[cell + SIZES] = length | ((count - first) << 8);
  for (let i = first; i < count; i++) long[cell + TOKENS + i - first] = tokens[i];
}
