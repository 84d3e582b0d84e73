/**
 * From bytes to tokens: cuts text into pieces, and each piece into tokens.
 *
 * One loop follows the automaton of the splitter to the ends of pieces, another looks the pieces up in
 * a small table of those seen lately. What is not there goes to the engine.
 *
 * @module
 */

import { ASK, DONE, START, WORD } from "./automaton.ts";
import { skipLowerCase } from "./lower_case.ts";
import type { PieceEncoder } from "./piece_encoder.ts";
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

/** Text to encode. */
export interface Text {
  /** The bytes: `SENTINEL` at `end`, and 16 more of any kind. */
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  /** Where the text ends. */
  readonly end: number;
}

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

/** Finds the ends of pieces, up to and without the first one beyond `limit`; returns their count. */
function findEnds(
  { bytes, view, end }: Text,
  start: number,
  limit: number,
  { automaton, findPieceEnd }: Splitter,
  ends: Int32Array,
): number {
  let count = 0;
  for (let piece = start; piece < end && count < ends.length;) {
    let at = piece + 2;
    let state = automaton[automaton[START + bytes[piece]] + bytes[piece + 1]];
    while (state >= START) {
      if (state === WORD) at = skipLowerCase(view, at);
      state = automaton[state + bytes[at++]];
    }
    let pieceEnd = at - 1; // guessed, so that the next piece need not wait for the state
    if (state !== DONE) pieceEnd = state === ASK ? findPieceEnd(bytes, piece, end) : at - 2;
    if (pieceEnd > limit) break;
    ends[count++] = pieceEnd;
    piece = pieceEnd;
  }
  return count;
}
