/**
 * Pieces that are one token.
 *
 * @module
 */

import type { PieceEncoder } from "./piece_encoder.ts";
import type { TokenList } from "./token_list.ts";
import { findExact } from "./trie.ts";

/** Looks whether a piece is a token, for most are; all others go to an engine, made for the first. */
export class WholePieceEncoder implements PieceEncoder {
  readonly #trie: Int32Array;
  readonly #createEngine: () => PieceEncoder;
  #engine: PieceEncoder | undefined;

  /** Puts a trie in front of an engine. */
  constructor(trie: Int32Array, createEngine: () => PieceEncoder) {
    this.#trie = trie;
    this.#createEngine = createEngine;
  }

  /** Encodes a piece, see {@linkcode PieceEncoder}. */
  encodePiece(bytes: Uint8Array, start: number, end: number, output: TokenList): void {
    const token = findExact(this.#trie, bytes, start, end);
    if (token >= 0) output.push(token);
    else (this.#engine ??= this.#createEngine()).encodePiece(bytes, start, end, output);
  }
}
