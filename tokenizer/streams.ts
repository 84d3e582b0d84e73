/**
 * Tokenizers for text that comes in chunks, cut anywhere, even inside a character.
 *
 * @module
 */

import type { Encoder } from "./encoder.ts";
import { Feed } from "./feed.ts";
import { Input } from "./input.ts";
import type { TokenList } from "./token_list.ts";

/** What a tokenizer lends to a stream. */
export interface StreamParts {
  /** An encoder that nobody else uses. */
  readonly encoder: Encoder;
  /** How text is rewritten before. */
  readonly normalizer: "none" | "nfc";
  /** The ids of tokens. */
  readonly toIds: (tokens: TokenList) => Uint32Array;
}

/** Counts tokens, in memory that does not grow with the text. */
export class TokenCounter {
  readonly #feed: Feed;
  readonly #take: () => void;
  #count = 0;

  /** Makes a counter; `Tokenizer.createCounter` does it. */
  constructor({ encoder, normalizer }: StreamParts) {
    this.#feed = new Feed(new Input(encoder), normalizer);
    this.#take = () => {
      this.#count += encoder.output.count;
      encoder.output.clear();
    };
  }

  /** Tokens that are counted for certain; what came last may still change the rest. */
  get count(): number {
    return this.#count;
  }

  /** Adds a chunk. */
  add(chunk: Uint8Array | string): void {
    this.#feed.add(chunk, this.#take);
  }

  /** Ends the text; returns its tokens, and is ready for another. */
  finish(): number {
    this.#feed.finish(this.#take);
    const count = this.#count;
    this.#count = 0;
    return count;
  }
}

/** Encodes, in memory that does not grow with the text. */
export class StreamEncoder {
  readonly #parts: StreamParts;
  readonly #feed: Feed;

  /** Makes an encoder; `Tokenizer.createStreamEncoder` does it. */
  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#feed = new Feed(new Input(parts.encoder), parts.normalizer);
  }

  /** Adds a chunk; returns the ids that are certain. */
  add(chunk: Uint8Array | string): Uint32Array {
    this.#feed.add(chunk, keep);
    return this.#takeIds();
  }

  /** Ends the text; returns the last ids, and is ready for another. */
  finish(): Uint32Array {
    this.#feed.finish(keep);
    return this.#takeIds();
  }

  #takeIds(): Uint32Array {
    const { encoder, toIds } = this.#parts;
    const ids = toIds(encoder.output);
    encoder.output.clear();
    return ids;
  }
}

/** Leaves tokens where they are. */
function keep(): void {}
