/**
 * The longest prefix of a text that has no more than so many tokens.
 *
 * More text can have fewer tokens: " tokeniz" has two, " tokenizer" has one. So the count of the
 * prefix is no guide to where to stop; the search goes down from a bound that is proven instead, and
 * the first prefix that fits is the longest.
 *
 * Let `F(k)` be the tokens of the first `k` bytes. Two things bound it from below:
 *
 * - Pieces that are final after `k` bytes (`findLimit` in `limit.ts`) are pieces of every longer
 *   text too. So `F(k)` is at least the tokens of these pieces, a number that never falls with `k`.
 *   From where the pieces up to the first one too many are final, no prefix can fit.
 * - The tokens of what comes after these pieces are one way to write it in tokens. So they are no
 *   fewer than in the shortest way to do so, which is quick to find for all prefixes at once.
 * - The next piece ends somewhere behind what is final, or it would be final too. If it is long, the
 *   tokens of all its prefixes are found at once, and it has no fewer than the one of these with the
 *   fewest.
 *
 * @module
 */

import { SENTINEL } from "./character.ts";
import type { Encoder } from "./encoder.ts";
import { CUT_OFF_BYTES, endsRuns, findLimit, LOOK_AHEAD_BYTES } from "./limit.ts";
import type { Text } from "./piece_ends.ts";
import { countPrefixes } from "./prefix_counts.ts";
import type { FindPieceEnd } from "./split.ts";
import { BASE_SHIFT, ENDS, LEAF, ROOT, STEP_MASK } from "./trie.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What the search needs. */
export interface TruncateParts {
  /** Encodes; its output is empty. */
  readonly encoder: Encoder;
  /** Cuts text into pieces. */
  readonly findPieceEnd: FindPieceEnd;
  /** The vocabulary. */
  readonly vocabulary: Vocabulary;
  /** Length of a token in bytes. */
  readonly lengthOf: (token: number) => number;
}

/** A prefix of a text. */
export interface Prefix {
  /** Its length in bytes. */
  readonly sizeBytes: number;
  /** Its tokens. */
  readonly tokens: number;
}

/**
 * Finds the longest prefix, on the boundary of a character, that has no more than so many tokens.
 *
 * @param text The text.
 * @param limitTokens Most tokens.
 * @param parts What the search needs.
 */
export function findLongestPrefix(text: Text, limitTokens: number, parts: TruncateParts): Prefix {
  const { bytes, end } = text;
  const marks = markPieces(text, limitTokens, parts);
  const last = marks[marks.length - 1];
  if (last.tokens <= limitTokens) return last;
  const bound = findBound(bytes, last.sizeBytes, end);
  const fewest = new FewestTokens(bytes, bound, parts.vocabulary.trie);
  const counter = new RangeCounter(text, bound, parts);
  let limit = bound;
  for (let k = bound; k > 0; k--) {
    if (limit > k - CUT_OFF_BYTES - LOOK_AHEAD_BYTES) limit = findLimit(bytes, 0, k);
    if (k < end && isInside(bytes[k])) continue;
    while (marks.length > 1 && marks[marks.length - 1].sizeBytes > limit) marks.pop();
    const { sizeBytes, tokens } = marks[marks.length - 1];
    if (tokens + fewest.between(sizeBytes, k) > limitTokens) continue;
    if (tokens + counter.fewestOfLong(sizeBytes, k, limit) > limitTokens) continue;
    const total = tokens + counter.count(sizeBytes, k);
    if (total <= limitTokens) return { sizeBytes: k, tokens: total };
  }
  return { sizeBytes: 0, tokens: 0 };
}

/** The prefixes that end with a piece, up to the first with too many tokens. */
function markPieces(
  text: Text,
  limitTokens: number,
  { encoder, findPieceEnd, lengthOf }: TruncateParts,
): Prefix[] {
  const { bytes, end } = text;
  bytes[end] = SENTINEL;
  encoder.encode(text, end);
  const { tokens: found } = encoder.output;
  const marks: Prefix[] = [{ sizeBytes: 0, tokens: 0 }];
  let tokens = 0;
  for (let piece = 0, at = 0; piece < end && tokens <= limitTokens;) {
    piece = findPieceEnd(bytes, piece, end);
    while (at < piece) at += lengthOf(found[tokens++]);
    marks.push({ sizeBytes: piece, tokens });
  }
  encoder.output.clear();
  return marks;
}

/** The longest prefix in which a piece that ends at `pieceEnd` need not be final. */
function findBound(bytes: Uint8Array, pieceEnd: number, end: number): number {
  let i = pieceEnd + LOOK_AHEAD_BYTES;
  while (i < end && !endsRuns(bytes, i)) i++;
  return Math.min(end, i + CUT_OFF_BYTES - 1);
}

/** Whether a byte is inside a character. */
function isInside(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}

/** A piece from this length on, in bytes, is counted together with its prefixes. */
const LONG_BYTES = 128;

/** The tokens of the prefixes of a long piece. */
interface LongCounts {
  /** The tokens of the prefix of each length. */
  readonly exact: Uint32Array;
  /** The fewest tokens of a prefix of this length or any longer one. */
  readonly fewest: Uint32Array;
}

/** Counts the tokens of ranges, each as a text of its own. */
class RangeCounter {
  readonly #text: Text;
  readonly #bound: number;
  readonly #parts: TruncateParts;
  /** The long pieces by start. */
  readonly #long = new Map<number, LongCounts>();

  constructor(text: Text, bound: number, parts: TruncateParts) {
    this.#text = text;
    this.#bound = bound;
    this.#parts = parts;
  }

  /** The tokens of a range. */
  count(start: number, end: number): number {
    const { bytes } = this.#text;
    const next = bytes[end];
    bytes[end] = SENTINEL;
    let tokens = 0;
    for (let piece = start; piece < end;) {
      const pieceEnd = this.#parts.findPieceEnd(bytes, piece, end);
      tokens += this.#countPiece(piece, pieceEnd);
      piece = pieceEnd;
    }
    bytes[end] = next;
    return tokens;
  }

  /** The fewest tokens of a piece from `start` that ends beyond `limit`; 0 if it is not long. */
  fewestOfLong(start: number, end: number, limit: number): number {
    if (!this.#isLong(start, end)) return 0;
    return this.#countLong(start).fewest[Math.max(1, limit + 1 - start)];
  }

  #isLong(start: number, end: number): boolean {
    const isProper = this.#parts.vocabulary.results === undefined;
    return isProper && end - start >= LONG_BYTES;
  }

  #countLong(start: number): LongCounts {
    const known = this.#long.get(start);
    if (known !== undefined) return known;
    const exact = countPrefixes(this.#parts.vocabulary, this.#text.bytes, start, this.#bound);
    const fewest = exact.slice();
    for (let i = fewest.length - 2; i >= 0; i--) fewest[i] = Math.min(fewest[i], fewest[i + 1]);
    const counts = { exact, fewest };
    this.#long.set(start, counts);
    return counts;
  }

  #countPiece(start: number, end: number): number {
    const { encoder } = this.#parts;
    if (this.#isLong(start, end)) return this.#countLong(start).exact[end - start];
    encoder.encodePiece(this.#text.bytes, start, end);
    const { count } = encoder.output;
    encoder.output.clear();
    return count;
  }
}

/** How few tokens a range can be written in, whatever the pieces and merges. */
class FewestTokens {
  readonly #bytes: Uint8Array;
  readonly #bound: number;
  readonly #trie: Int32Array;
  #start = -1;
  #fewest = new Uint32Array(0);

  constructor(bytes: Uint8Array, bound: number, trie: Int32Array) {
    this.#bytes = bytes;
    this.#bound = bound;
    this.#trie = trie;
  }

  /** The fewest tokens from `start` to `end`, which is at most the bound. */
  between(start: number, end: number): number {
    if (start !== this.#start) this.#fill(start);
    return this.#fewest[end - start];
  }

  #fill(start: number): void {
    const trie = this.#trie;
    const length = this.#bound - start;
    const fewest = new Uint32Array(length + 1).fill(length);
    fewest[0] = 0;
    for (let i = 0; i < length; i++) {
      const next = fewest[i] + 1;
      fewest[i + 1] = Math.min(fewest[i + 1], next); // any byte is a token
      let node = trie[ROOT];
      for (let j = i; j < length; j++) {
        const byte = this.#bytes[start + j];
        const child = trie[(node >>> BASE_SHIFT) ^ byte];
        if ((child & STEP_MASK) !== byte) break;
        if (child & (ENDS | LEAF)) fewest[j + 1] = Math.min(fewest[j + 1], next);
        if (child & LEAF) break;
        node = child;
      }
    }
    this.#start = start;
    this.#fewest = fewest;
  }
}
