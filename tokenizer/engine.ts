/**
 * The engine that is right for a vocabulary, and fastest.
 *
 * @module
 */

import { BacktrackEncoder } from "./bpe_backtrack.ts";
import { MergeEncoder } from "./bpe_merge.ts";
import { PieceCache } from "./piece_cache.ts";
import type { PieceEncoder } from "./piece_encoder.ts";
import type { TokenList } from "./token_list.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { WholePieceEncoder } from "./whole_piece.ts";

/** Bytes of new pieces after which the trie is worth building: merging them takes as long. */
const PATIENCE_BYTES = 1 << 16;

/** Makes the engine of a vocabulary. */
export function createEngine(vocabulary: Vocabulary): PieceEncoder {
  const merge = () => new PieceCache(new MergeEncoder(vocabulary));
  const search = () => new PieceCache(new BacktrackEncoder(vocabulary));
  if (vocabulary.results !== undefined) return new WholePieceEncoder(vocabulary.trie, merge);
  const find = () => new WholePieceEncoder(vocabulary.trie, search);
  return vocabulary.hasTrie() ? find() : new PatientEncoder(merge(), find);
}

/** Merges at first, and gets another engine when there is much to do. For proper vocabularies. */
class PatientEncoder implements PieceEncoder {
  #engine: PieceEncoder;
  readonly #createNext: () => PieceEncoder;
  #leftBytes = PATIENCE_BYTES;

  constructor(first: PieceEncoder, createNext: () => PieceEncoder) {
    this.#engine = first;
    this.#createNext = createNext;
  }

  encodePiece(bytes: Uint8Array, start: number, end: number, output: TokenList): void {
    if (this.#leftBytes > 0) {
      this.#leftBytes -= end - start;
      if (this.#leftBytes <= 0) this.#engine = this.#createNext();
    }
    this.#engine.encodePiece(bytes, start, end, output);
  }
}
