/**
 * From ids back to bytes.
 *
 * @module
 */

import { leftOf, rightOf } from "./merges.ts";
import type { TokenBytes } from "./trie_build.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Bytes of room behind the last token, for copies by whole words. */
const SLACK_BYTES = 16;

/**
 * The bytes of all tokens: those that the vocabulary keeps, or put together from the merges.
 *
 * @returns The bytes, with sixteen more behind the last.
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

/** Bits of the length in a place, which is below where the bytes begin. */
const LENGTH_BITS = 8, LENGTH_MASK = 0xff, PLACE_LIMIT = 1 << 24;
/** Ids that are written before the buffer is looked at again. */
const BLOCK_IDS = 1 << 10;
/** The buffer at first, in bytes; and the largest that is kept. */
const START_BYTES = 1 << 16, KEPT_BYTES = 1 << 24;

/** Puts the bytes of tokens one after the other. */
export class Decoder {
  readonly #tokenBytes: TokenBytes;
  readonly #fromView: DataView;
  readonly #textDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #specials: ReadonlyMap<number, Uint8Array>;
  /** Of each id where its bytes are, and below it how many; 0 for those that have no place here. */
  readonly #places: Int32Array;
  /** The token of each id; absent where they are equal. */
  readonly #tokens: Int32Array | undefined;
  /** Length of the longest token in bytes. */
  readonly longestBytes: number;
  #bytes: Uint8Array = new Uint8Array(START_BYTES);
  #toView: DataView = toView(this.#bytes);

  /** Makes a decoder. */
  constructor(vocabulary: Vocabulary) {
    this.#tokenBytes = toTokenBytes(vocabulary);
    this.#fromView = toView(this.#tokenBytes.bytes);
    const encoder = new TextEncoder();
    this.#specials = new Map(
      [...vocabulary.specials].map(([text, id]) => [id, encoder.encode(text)]),
    );
    this.#tokens = vocabulary.ids && invert(vocabulary.ids);
    this.#places = toPlaces(this.#tokenBytes, vocabulary.ids);
    const { starts } = this.#tokenBytes;
    let longest = Math.max(0, ...[...this.#specials.values()].map((bytes) => bytes.length));
    for (let i = 1; i < starts.length; i++) longest = Math.max(longest, starts[i] - starts[i - 1]);
    this.longestBytes = longest;
  }

  /** The text of ids; bytes that are no UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    return this.toText(this.#write(ids));
  }

  /** The text of bytes; those that are no UTF-8 become U+FFFD, and a mark at the start is text. */
  toText(bytes: Uint8Array): string {
    return this.#textDecoder.decode(bytes);
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
   * Writes the bytes of ids into the buffer, which has room for any tokens of a block before that is
   * written: a check at each token would cost a quarter of the time.
   *
   * @throws {RangeError} If an id is not in the vocabulary.
   */
  #write(ids: ArrayLike<number>): Uint8Array {
    let end = 0;
    for (let from = 0; from < ids.length; from += BLOCK_IDS) {
      const to = Math.min(from + BLOCK_IDS, ids.length);
      this.#reserve(end, end + (to - from) * this.longestBytes + SLACK_BYTES);
      end = this.#writeBlock(ids, from, to, end);
    }
    const written = this.#bytes.subarray(0, end);
    if (this.#bytes.length > KEPT_BYTES) this.#setBytes(new Uint8Array(START_BYTES));
    return written;
  }

  /**
   * Writes the bytes of a block of ids from `start` on; returns where they end.
   *
   * Copies sixteen bytes, as two words of 64 bits: few tokens are longer, and what was too much is
   * overwritten by the next one.
   */
  #writeBlock(ids: ArrayLike<number>, first: number, last: number, start: number): number {
    const places = this.#places;
    const from = this.#fromView;
    const to = this.#toView;
    let end = start;
    for (let i = first; i < last; i++) {
      const place = places[ids[i]] | 0;
      if (place === 0) {
        end += this.#writeOther(ids[i], end);
        continue;
      }
      const at = place >>> LENGTH_BITS;
      const length = place & LENGTH_MASK;
      to.setBigInt64(end, from.getBigInt64(at, true), true);
      to.setBigInt64(end + 8, from.getBigInt64(at + 8, true), true);
      for (let k = 16; k < length; k += 8) {
        to.setBigInt64(end + k, from.getBigInt64(at + k, true), true);
      }
      end += length;
    }
    return end;
  }

  /** Writes a special token, or one that has no place; returns its length. */
  #writeOther(id: number, end: number): number {
    const bytes = this.#specials.get(id) ?? this.#findBytes(id);
    if (bytes === undefined) {
      throw new RangeError(`Cannot decode id ${id}: it is not in the vocabulary`);
    }
    this.#bytes.set(bytes, end);
    return bytes.length;
  }

  #findBytes(id: number): Uint8Array | undefined {
    const { bytes, starts } = this.#tokenBytes;
    const token = this.#tokens === undefined ? id : this.#tokens[id];
    const start = starts[token];
    const end = starts[token + 1];
    return start === undefined || end === undefined ? undefined : bytes.subarray(start, end);
  }

  /** Makes room up to `wanted`, and keeps what is written up to `end`. */
  #reserve(end: number, wanted: number): void {
    if (wanted <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(wanted, this.#bytes.length * 2));
    bytes.set(this.#bytes.subarray(0, end));
    this.#setBytes(bytes);
  }

  #setBytes(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#toView = toView(bytes);
  }
}

/** Places by id. A token that is too long for one, or too far behind, has none. */
function toPlaces({ starts }: TokenBytes, ids: Int32Array | undefined): Int32Array {
  const count = starts.length - 1;
  const places = new Int32Array(ids === undefined ? count : findMost(ids) + 1);
  for (let token = 0; token < count; token++) {
    const start = starts[token];
    const length = starts[token + 1] - start;
    if (length > LENGTH_MASK || start >= PLACE_LIMIT) continue;
    places[ids === undefined ? token : ids[token]] = length === 0
      ? 0
      : start << LENGTH_BITS | length;
  }
  return places;
}

function findMost(numbers: Int32Array): number {
  return numbers.reduce((most, number) => Math.max(most, number), -1);
}

function toView({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function invert(ids: Int32Array): Int32Array {
  const tokens = new Int32Array(findMost(ids) + 1).fill(0x7fffffff);
  for (const [token, id] of ids.entries()) tokens[id] = token;
  return tokens;
}
