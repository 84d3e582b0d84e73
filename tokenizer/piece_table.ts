/**
 * A small table of pieces seen lately, with their tokens: most pieces of a text are in it.
 *
 * A cell has eight words: up to 16 bytes of the piece (four to a word, zeros behind the last), its
 * length in bytes together with the number of its tokens, and up to three tokens. A piece has one
 * cell only; the newer one takes it. The table is small enough to stay in the processor's cache.
 *
 * The loop in `encoder.ts` reads the cells itself, and copies all three tokens whatever their number:
 * a branch there would be guessed wrong too often.
 *
 * @module
 */

/** Longest piece in the table, in bytes. */
export const PIECE_BYTES = 16;
/** Most tokens of a piece in the table. */
export const PIECE_TOKENS = 3;
/** Where a cell keeps length (8 bits) and number of tokens. */
export const SIZES = 4;
/** Where a cell keeps its tokens. */
export const TOKENS = 5;

/** Cells, as a power of two. */
const CELL_BITS = 13;
/** How far the hash is shifted to the number of a cell's first word. */
const HASH_SHIFT = 32 - CELL_BITS;

/** Makes an empty table. */
export function createPieceTable(): Int32Array {
  return new Int32Array(8 << CELL_BITS);
}

/** Which bits of the four words belong to a piece, by length: four masks each. */
export const WORD_MASKS: Int32Array = Int32Array.from(
  { length: (PIECE_BYTES + 1) * 4 },
  (_, i) => {
    const bytes = Math.min(4, Math.max(0, (i >> 2) - (i & 3) * 4));
    return bytes === 4 ? -1 : (1 << (bytes * 8)) - 1;
  },
);

/** The first word of the cell of a piece. */
export function findCell(word0: number, word1: number, word2: number, word3: number): number {
  const sum = Math.imul(word0, 0x9e3779b1) ^ Math.imul(word1, 0x85ebca77) ^
    Math.imul(word2, 0xc2b2ae3d) ^ Math.imul(word3, 0x27d4eb2f);
  return (Math.imul(sum ^ (sum >>> 15), 0x9e3779b1) >>> HASH_SHIFT) << 3;
}
