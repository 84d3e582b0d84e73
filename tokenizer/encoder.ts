/**
 * From bytes to tokens: cuts text into pieces, and each piece into tokens.
 *
 * The loop follows the automaton of the splitter to the end of a piece, and looks the piece up in a
 * small table of those seen lately. What is not there is looked up in the trie, for most pieces are
 * tokens as they are; all else goes to an engine.
 *
 * @module
 */

import { ASK, DONE, START, WORD } from "./automaton.ts";
import type { PieceEncoder } from "./piece_encoder.ts";
import {
  createPieceTable,
  findCell,
  PIECE_BYTES,
  PIECE_TOKENS,
  SIZES,
  TOKENS,
  WORD_MASKS,
} from "./piece_table.ts";
import type { Splitter } from "./split.ts";
import { TokenList } from "./token_list.ts";
import { findExact } from "./trie.ts";

/** The parts of an encoder. */
export interface EncoderParts {
  /** The tokens, for pieces that are one. */
  readonly trie: Int32Array;
  /** Cuts text into pieces. */
  readonly splitter: Splitter;
  /** Encodes the other pieces. */
  readonly engine: PieceEncoder;
}

/** Text to encode. */
export interface Text {
  /** The bytes: `SENTINEL` at `end`, and 16 more of any kind. */
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  /** Where the text ends. */
  readonly end: number;
}

/** No place in the table. */
const NO_CELL = -1;
/** Most pieces between two turns from cutting to encoding. */
const PIECES = 1 << 12;

/** The two loops. */
export class Encoder {
  readonly #parts: EncoderParts;
  readonly #table = createPieceTable();
  readonly #ends = new Int32Array(PIECES);
  /** The tokens found so far. */
  readonly output: TokenList = new TokenList();

  /** Makes an encoder. */
  constructor(parts: EncoderParts) {
    this.#parts = parts;
  }

  /**
   * Encodes pieces from the start on, up to and without the first one that ends beyond `limit`.
   *
   * @param text The text.
   * @param limit Its end, or `findLimit` if more may follow.
   * @returns Where the first piece starts that was not encoded.
   */
  encode(text: Text, limit: number): number {
    let start = 0;
    for (;;) {
      const count = findEnds(text, start, limit, this.#parts.splitter, this.#ends);
      this.#encodePieces(text, start, count);
      if (count > 0) start = this.#ends[count - 1];
      if (count < PIECES) return start;
    }
  }

  /** Encodes the pieces whose ends were found. */
  #encodePieces({ bytes, view }: Text, start: number, pieceCount: number): void {
    const ends = this.#ends;
    const table = this.#table;
    const output = this.output;
    output.reserve(pieceCount * PIECE_TOKENS);
    let tokens = output.tokens;
    let count = output.count;
    let piece = start;
    for (let i = 0; i < pieceCount; i++) {
      const end = ends[i];
      const length = end - piece;
      let cell = NO_CELL;
      if (length <= PIECE_BYTES) {
        const word0 = view.getInt32(piece, true) & WORD_MASKS[length * 4];
        const word1 = view.getInt32(piece + 4, true) & WORD_MASKS[length * 4 + 1];
        const word2 = view.getInt32(piece + 8, true) & WORD_MASKS[length * 4 + 2];
        const word3 = view.getInt32(piece + 12, true) & WORD_MASKS[length * 4 + 3];
        cell = findCell(word0, word1, word2, word3);
        const sizes = table[cell + SIZES];
        if (
          table[cell] === word0 && table[cell + 1] === word1 && table[cell + 2] === word2 &&
          table[cell + 3] === word3 && (sizes & 0xff) === length
        ) {
          tokens[count] = table[cell + TOKENS];
          tokens[count + 1] = table[cell + TOKENS + 1];
          tokens[count + 2] = table[cell + TOKENS + 2];
          count += sizes >> 8;
          piece = end;
          continue;
        }
        table[cell] = word0;
        table[cell + 1] = word1;
        table[cell + 2] = word2;
        table[cell + 3] = word3;
      }
      output.count = count;
      this.encodePiece(bytes, piece, end);
      if (cell !== NO_CELL) this.#fillCell(cell, length, count);
      output.reserve((pieceCount - i) * PIECE_TOKENS);
      count = output.count;
      tokens = output.tokens;
      piece = end;
    }
    output.count = count;
  }

  /** Encodes one piece. */
  encodePiece(bytes: Uint8Array, start: number, end: number): void {
    const { trie, engine } = this.#parts;
    const token = findExact(trie, bytes, start, end);
    if (token >= 0) this.output.push(token);
    else engine.encodePiece(bytes, start, end, this.output);
  }

  /** Fills in the tokens that begin at `first`; a piece with too many keeps no cell. */
  #fillCell(cell: number, length: number, first: number): void {
    const { tokens, count } = this.output;
    const isFew = count - first <= PIECE_TOKENS;
    this.#table[cell + SIZES] = isFew ? length | ((count - first) << 8) : 0;
    for (let i = first; isFew && i < count; i++) this.#table[cell + TOKENS + i - first] = tokens[i];
  }
}

/** Finds the ends of pieces, up to and without the first one beyond `limit`; returns their count. */
function findEnds(
  { bytes, end }: Text,
  start: number,
  limit: number,
  { automaton, findPieceEnd }: Splitter,
  ends: Int32Array,
): number {
  let count = 0;
  for (let piece = start; piece < end && count < ends.length;) {
    let state = START;
    let at = piece;
    for (;; at++) {
      if (state === WORD) { while (isLowerCase(bytes[at])) at++; }
      state = automaton[state + bytes[at]];
      if (state < START) break;
    }
    if (state !== DONE) at = state === ASK ? findPieceEnd(bytes, piece, end) : at - 1;
    if (at > limit) break;
    ends[count++] = at;
    piece = at;
  }
  return count;
}

/** Whether a byte is a lower case letter, in one comparison. */
function isLowerCase(byte: number): boolean {
  return (byte - 0x61) >>> 0 < 26;
}
