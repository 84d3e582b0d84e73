/**
 * From bytes to tokens: cuts text into pieces, and each piece into tokens.
 *
 * One loop finds the ends of pieces (`piece_ends.ts`), another looks the pieces up in a small table of
 * those seen lately. What is not there goes to the engine.
 *
 * @module
 */

import type { PieceEncoder } from "./piece_encoder.ts";
import { findEnds, MOST_ENDS, type Text } from "./piece_ends.ts";
import {
  addPiece,
  copyLong,
  createPieceTable,
  findShortCell,
  FIRST,
  LENGTH_SHIFT,
  LONG_BYTES,
  MARK_SHIFT,
  PIECE_TOKENS,
  SECOND,
  SHORT_BYTES,
  SHORT_TOKEN_MASK,
  WORD_MASKS,
} from "./piece_table.ts";
import type { Splitter } from "./split.ts";
import { TokenList } from "./token_list.ts";

/** The parts of an encoder. */
export interface EncoderParts {
  /** Cuts text into pieces. */
  readonly splitter: Splitter;
  /** Encodes pieces. */
  readonly engine: PieceEncoder;
}

/** The two loops. */
export class Encoder {
  readonly #parts: EncoderParts;
  readonly #table = createPieceTable();
  readonly #ends = new Int32Array(MOST_ENDS);
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
    const ends = this.#ends;
    for (let start = 0;;) {
      let count = findEnds(text, start, this.#parts.splitter, ends);
      while (count > 0 && ends[count - 1] > limit) count--;
      if (count === 0) return start;
      this.#encodePieces(text, start, count);
      start = ends[count - 1];
    }
  }

  /** Encodes the pieces whose ends were found. */
  #encodePieces(text: Text, start: number, pieceCount: number): void {
    const { view } = text;
    const ends = this.#ends;
    const { short, long } = this.#table;
    const output = this.output;
    output.reserve(pieceCount * PIECE_TOKENS);
    let tokens = output.tokens;
    let count = output.count;
    for (let i = 0, piece = start; i < pieceCount; i++) {
      const end = ends[i];
      const length = end - piece;
      if (length <= SHORT_BYTES) {
        const word0 = view.getInt32(piece, true) & WORD_MASKS[length * 2];
        const word1 = view.getInt32(piece + 4, true) & WORD_MASKS[length * 2 + 1];
        const cell = findShortCell(word0, word1);
        const first = short[cell + FIRST];
        const difference = (short[cell] ^ word0) | (short[cell + 1] ^ word1) |
          ((first >>> LENGTH_SHIFT) ^ length);
        if (difference === 0) {
          const second = short[cell + SECOND];
          tokens[count] = first & SHORT_TOKEN_MASK;
          tokens[count + 1] = second & SHORT_TOKEN_MASK;
          count += 1 + (second >>> MARK_SHIFT);
          piece = end;
          continue;
        }
      } else if (length <= LONG_BYTES) {
        const known = copyLong(long, view, piece, length, tokens, count);
        if (known > 0) {
          count += known;
          piece = end;
          continue;
        }
      }
      output.count = count;
      this.#encodeNew(text, piece, end);
      output.reserve((pieceCount - i) * PIECE_TOKENS);
      count = output.count;
      tokens = output.tokens;
      piece = end;
    }
    output.count = count;
  }

  /** Encodes a piece that is not in the table, and adds it there. */
  #encodeNew({ bytes, view }: Text, start: number, end: number): void {
    const first = this.output.count;
    this.encodePiece(bytes, start, end);
    addPiece(this.#table, view, start, end, this.output, first);
  }

  /** Encodes one piece. */
  encodePiece(bytes: Uint8Array, start: number, end: number): void {
    this.#parts.engine.encodePiece(bytes, start, end, this.output);
  }
}
