/**
 * The tokenizer: text to ids, and back.
 *
 * @module
 */

import { BacktrackEncoder } from "./bpe_backtrack.ts";
import { MergeEncoder } from "./bpe_merge.ts";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { Input } from "./input.ts";
import { PieceCache } from "./piece_cache.ts";
import type { PieceEncoder } from "./piece_encoder.ts";
import { SpecialFinder, SpecialTokenError } from "./special.ts";
import { createSplitter } from "./split.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What {@linkcode Tokenizer.encode} may do. */
export interface EncodeOptions {
  /** Special tokens that may be in the text, by name, or all of them. Default: none. */
  readonly allowedSpecials?: Iterable<string> | "all";
}

/** Encodes and decodes with one vocabulary. */
export class Tokenizer {
  /** The vocabulary. */
  readonly vocabulary: Vocabulary;
  readonly #encoder: Encoder;
  readonly #input: Input;
  readonly #specials: SpecialFinder;
  #decoder: Decoder | undefined;
  /** Whether special tokens are among those found. */
  #hasSpecials = false;

  /**
   * Makes a tokenizer.
   *
   * @param vocabulary What it knows.
   * @param engine Encodes pieces that are not tokens. Default: the fastest that fits.
   */
  constructor(vocabulary: Vocabulary, engine: PieceEncoder = createEngine(vocabulary)) {
    this.vocabulary = vocabulary;
    this.#encoder = new Encoder({
      trie: vocabulary.trie,
      splitter: createSplitter(vocabulary.splitter),
      engine,
    });
    this.#input = new Input(this.#encoder);
    this.#specials = new SpecialFinder(vocabulary.specials.keys());
  }

  /** Encodes text in which special tokens mean nothing. */
  encodeOrdinary(text: string): Uint32Array {
    this.#clear();
    this.#addText(text);
    return this.#takeIds();
  }

  /** Encodes bytes, as {@linkcode encodeOrdinary} does text; bytes that are no UTF-8 are kept too. */
  encodeBytes(bytes: Uint8Array): Uint32Array {
    this.#clear();
    this.#input.addBytes(bytes, keep);
    this.#input.finish(keep);
    return this.#takeIds();
  }

  /**
   * Encodes text.
   *
   * @throws {SpecialTokenError} If a special token is in it that is not allowed by name.
   */
  encode(text: string, { allowedSpecials = [] }: EncodeOptions = {}): Uint32Array {
    const allowed = allowedSpecials === "all" ? undefined : new Set(allowedSpecials);
    const { specials } = this.vocabulary;
    this.#clear();
    let start = 0;
    let match;
    while ((match = this.#specials.find(text, start)) !== undefined) {
      const { special, index } = match;
      if (allowed?.has(special) === false) throw new SpecialTokenError(special, index);
      this.#addText(text.slice(start, index));
      this.#encoder.output.push(~specials.get(special)!);
      this.#hasSpecials = true;
      start = index + special.length;
    }
    this.#addText(text.slice(start));
    return this.#takeIds();
  }

  /** Counts the tokens of text in which special tokens mean nothing. */
  countTokens(text: string): number {
    this.#clear();
    const { output } = this.#encoder;
    let count = 0;
    const take = () => {
      count += output.count;
      output.clear();
    };
    this.#input.addText(this.#normalize(text), take);
    this.#input.finish(take);
    return count;
  }

  /** The bytes that ids stand for. */
  decodeBytes(ids: ArrayLike<number>): Uint8Array {
    return this.#getDecoder().decodeBytes(ids);
  }

  /** The text that ids stand for; bytes that are no UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    return this.#getDecoder().decode(ids);
  }

  #getDecoder(): Decoder {
    return this.#decoder ??= new Decoder(this.vocabulary);
  }

  #normalize(text: string): string {
    return this.vocabulary.normalizer === "nfc" ? text.normalize("NFC") : text;
  }

  #clear(): void {
    this.#input.clear();
    this.#encoder.output.clear();
    this.#hasSpecials = false;
  }

  #addText(text: string): void {
    this.#input.addText(this.#normalize(text), keep);
    this.#input.finish(keep);
  }

  /** The tokens found, as ids; special tokens are there as the complement of their id. */
  #takeIds(): Uint32Array {
    const { tokens, count } = this.#encoder.output;
    const { ids } = this.vocabulary;
    const result = new Uint32Array(tokens.subarray(0, count));
    if (ids === undefined && !this.#hasSpecials) return result;
    for (let i = 0; i < count; i++) {
      const token = tokens[i];
      result[i] = token < 0 ? ~token : ids?.[token] ?? token;
    }
    return result;
  }
}

/** Leaves tokens where they are. */
function keep(): void {}

/** The fastest engine that is right for a vocabulary. */
export function createEngine(vocabulary: Vocabulary): PieceEncoder {
  const isProper = vocabulary.results === undefined;
  return new PieceCache(
    isProper ? new BacktrackEncoder(vocabulary) : new MergeEncoder(vocabulary),
  );
}
