/**
 * From ids back to bytes.
 *
 * @module
 */

import { leftOf, rightOf } from "./merges.ts";
import type { TokenBytes } from "./trie_build.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Bytes of room behind the last token, for copies by whole words. */
const SLACK_BYTES = 8;

/**
 * The bytes of all tokens: those that the vocabulary keeps, or put together from the merges.
 *
 * @returns The bytes, with eight more behind the last.
 */
export function toTokenBytes(vocabulary: Vocabulary): TokenBytes {
  const known = vocabulary.tokenBytes;
  if (known !== undefined) return withSlack(known);
  const { merges, byteTokens } = vocabulary;
  const { parts } = merges;
  const count = parts.length;
  const starts = new Uint32Array(count + 1);
  for (let token = 0; token < count; token++) {
    starts[token + 1] = starts[token] + (parts[token] >>> 24);
  }
  const bytes = new Uint8Array(starts[count] + SLACK_BYTES);
  for (let byte = 0; byte < 256; byte++) bytes[starts[byteTokens[byte]]] = byte;
  for (let token = 0; token < count; token++) {
    const left = leftOf(merges, token);
    if (left === token) continue;
    const right = rightOf(merges, token); // both come before this token
    let to = starts[token];
    for (let from = starts[left]; from < starts[left + 1];) bytes[to++] = bytes[from++];
    for (let from = starts[right]; from < starts[right + 1];) bytes[to++] = bytes[from++];
  }
  return { bytes, starts };
}

function withSlack({ bytes, starts }: TokenBytes): TokenBytes {
  const padded = new Uint8Array(starts[starts.length - 1] + SLACK_BYTES);
  padded.set(bytes.subarray(0, starts[starts.length - 1]));
  return { bytes: padded, starts };
}

/** Room for the longest token behind the last byte written, in bytes. */
const START_BYTES = 1 << 16;
/** Keeps a mark at the start, as it is text here. */
const TEXT_DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Puts the bytes of tokens one after the other. */
export class Decoder {
  readonly #tokenBytes: TokenBytes;
  readonly #view: DataView;
  readonly #specials: ReadonlyMap<number, Uint8Array>;
  /** The token of each id; absent where they are equal. */
  readonly #tokens: Int32Array | undefined;
  /** Length of the longest token in bytes. */
  readonly longestBytes: number;
  #bytes: Uint8Array = new Uint8Array(START_BYTES);

  /** Makes a decoder. */
  constructor(vocabulary: Vocabulary) {
    this.#tokenBytes = toTokenBytes(vocabulary);
    this.#view = toView(this.#tokenBytes.bytes);
    const encoder = new TextEncoder();
    this.#specials = new Map(
      [...vocabulary.specials].map(([text, id]) => [id, encoder.encode(text)]),
    );
    this.#tokens = vocabulary.ids && invert(vocabulary.ids);
    const { starts } = this.#tokenBytes;
    let longest = Math.max(0, ...[...this.#specials.values()].map((bytes) => bytes.length));
    for (let i = 1; i < starts.length; i++) longest = Math.max(longest, starts[i] - starts[i - 1]);
    this.longestBytes = longest;
  }

  /** The text of ids; bytes that are no UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    return TEXT_DECODER.decode(this.#write(ids));
  }

  /** Length of an id in bytes. */
  lengthOfId(id: number): number {
    const special = this.#specials.get(id);
    return special?.length ?? this.lengthOfToken(this.#tokens?.[id] ?? id);
  }

  /** Length of a token in bytes. */
  lengthOfToken(token: number): number {
    const { starts } = this.#tokenBytes;
    return starts[token + 1] - starts[token];
  }

  /** The bytes of ids. */
  decodeBytes(ids: ArrayLike<number>): Uint8Array {
    return this.#write(ids).slice();
  }

  /**
   * Writes the bytes of ids, eight at a time: most tokens are not longer, and what was too much is
   * overwritten by the next one.
   *
   * @throws {RangeError} If an id is not in the vocabulary.
   */
  #write(ids: ArrayLike<number>): Uint8Array {
    const { starts } = this.#tokenBytes;
    const tokens = this.#tokens;
    const count = starts.length - 1;
    const from = this.#view;
    let bytes: Uint8Array = this.#bytes;
    let to = toView(bytes);
    let room = bytes.length - this.longestBytes - SLACK_BYTES;
    let end = 0;
    for (let i = 0; i < ids.length; i++) {
      if (end > room) {
        bytes = this.#grow();
        to = toView(bytes);
        room = bytes.length - this.longestBytes - SLACK_BYTES;
      }
      const token = tokens === undefined ? ids[i] : tokens[ids[i]];
      if (!(token >= 0 && token < count && Number.isInteger(token))) {
        end += this.#writeSpecial(ids[i], bytes, end);
        continue;
      }
      const start = starts[token];
      const length = starts[token + 1] - start;
      to.setInt32(end, from.getInt32(start, true), true);
      to.setInt32(end + 4, from.getInt32(start + 4, true), true);
      for (let k = 8; k < length; k += 4) {
        to.setInt32(end + k, from.getInt32(start + k, true), true);
      }
      end += length;
    }
    if (bytes.length > 1 << 24) this.#bytes = new Uint8Array(START_BYTES);
    return bytes.subarray(0, end);
  }

  #writeSpecial(id: number, bytes: Uint8Array, end: number): number {
    const special = this.#specials.get(id);
    if (special === undefined) {
      throw new RangeError(`Cannot decode id ${id}: it is not in the vocabulary`);
    }
    bytes.set(special, end);
    return special.length;
  }

  #grow(): Uint8Array {
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    return this.#bytes = bytes;
  }
}

function toView({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function invert(ids: Int32Array): Int32Array {
  const tokens = new Int32Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1).fill(
    0x7fffffff,
  );
  for (const [token, id] of ids.entries()) tokens[id] = token;
  return tokens;
}
