/**
 * Feeds text of any length through an encoder, in a buffer that stays small.
 *
 * Small buffers stay in the processor's cache, and an encoder that is called often is compiled early.
 * Only a single piece that is longer than the buffer makes it grow.
 *
 * @module
 */

import { SENTINEL } from "./character.ts";
import type { Encoder } from "./encoder.ts";
import { findLimit } from "./limit.ts";

/** Bytes of text in the buffer, unless a piece is longer. */
const CHUNK_BYTES = 1 << 15;
/** Room behind the text: the sentinel, and the words that are read with the last byte. */
export const SLACK_BYTES = 20;
/** A buffer that grew beyond this is given back after the text. */
const KEPT_BYTES = 1 << 22;
/** Most bytes that a UTF-16 unit needs in UTF-8. */
const UNIT_BYTES = 3;

const TEXT_ENCODER = new TextEncoder();

/** Called when tokens are there; empties the encoder's output if it has taken them. */
export type OnTokens = () => void;

/** The buffer in front of an encoder. */
export class Input {
  readonly #encoder: Encoder;
  #bytes = new Uint8Array(CHUNK_BYTES + SLACK_BYTES);
  #view = new DataView(this.#bytes.buffer);
  /** Bytes that wait. */
  #length = 0;

  /** Makes a buffer in front of an encoder. */
  constructor(encoder: Encoder) {
    this.#encoder = encoder;
  }

  /** Adds text; whole code points only, or the halves become U+FFFD each. */
  addText(text: string, onTokens: OnTokens): void {
    let rest = text;
    while (rest.length > 0) {
      const room = this.#bytes.length - SLACK_BYTES - this.#length;
      if (room < UNIT_BYTES * 2) {
        this.#encode(false, onTokens);
        continue;
      }
      const target = this.#bytes.subarray(this.#length, this.#length + room);
      const { read, written } = TEXT_ENCODER.encodeInto(rest, target);
      this.#length += written;
      rest = rest.slice(read);
    }
  }

  /** Adds bytes, cut anywhere. */
  addBytes(bytes: Uint8Array, onTokens: OnTokens): void {
    for (let from = 0; from < bytes.length;) {
      const room = this.#bytes.length - SLACK_BYTES - this.#length;
      if (room === 0) {
        this.#encode(false, onTokens);
        continue;
      }
      const part = bytes.subarray(from, from + room);
      this.#bytes.set(part, this.#length);
      this.#length += part.length;
      from += part.length;
    }
  }

  /** Encodes what waits: there is no more. */
  finish(onTokens: OnTokens): void {
    this.#encode(true, onTokens);
    if (this.#bytes.length > KEPT_BYTES) this.#setBytes(new Uint8Array(CHUNK_BYTES + SLACK_BYTES));
  }

  /** Forgets what waits. */
  clear(): void {
    this.#length = 0;
  }

  #encode(isLast: boolean, onTokens: OnTokens): void {
    const end = this.#length;
    this.#bytes[end] = SENTINEL;
    const limit = isLast ? end : findLimit(this.#bytes, 0, end);
    const rest = this.#encoder.encode({ bytes: this.#bytes, view: this.#view, end }, limit);
    this.#bytes.copyWithin(0, rest, end);
    this.#length = end - rest;
    if (this.#length > this.#bytes.length >> 1) this.#grow();
    onTokens();
  }

  #setBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  #grow(): void {
    const bytes = new Uint8Array((this.#bytes.length - SLACK_BYTES) * 2 + SLACK_BYTES);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#setBytes(bytes);
  }
}
