/**
 * What an engine is: the encoding of one piece.
 *
 * @module
 */

import type { TokenList } from "./token_list.ts";

/** Encodes pieces. */
export interface PieceEncoder {
  /**
   * Encodes one piece.
   *
   * @param bytes The text.
   * @param start Where the piece starts.
   * @param end Where it ends, exclusive; beyond `start`.
   * @param output Takes the tokens.
   */
  encodePiece(bytes: Uint8Array, start: number, end: number, output: TokenList): void;
}
