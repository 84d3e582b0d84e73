/**
 * The tokenizer: text to ids, and back.
 *
 * @module
 */

import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { createEngine } from "./engine.ts";
import { Input, SLACK_BYTES } from "./input.ts";
import { toNormalForm } from "./normal_form.ts";
import { findStarts } from "./offsets.ts";
import type { PieceEncoder } from "./piece_encoder.ts";
import { SpecialFinder, SpecialTokenError } from "./special.ts";
import { createSplitter, type Splitter } from "./split.ts";
import { StreamEncoder, type StreamParts, TokenCounter } from "./streams.ts";
import type { TokenList } from "./token_list.ts";
import { findLongestPrefix } from "./truncate.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What {@linkcode Tokenizer.encode} may do. */
export interface EncodeOptions {
  /** Special tokens that may be in the text, by name, or all of them. Default: none. */
  readonly allowedSpecials?: Iterable<string> | "all";
}

/** Tokens, and where they begin. */
export interface LocatedTokens {
  /** The ids. */
  readonly ids: Uint32Array;
  /**
   * The index of the character in which each token begins, in UTF-16 units from 0, of the text or,
   * where the vocabulary normalizes, of the normalized text.
   */
  readonly starts: Uint32Array;
}

/** The longest prefix of a text that fits. */
export interface TruncatedText {
  /** The prefix: of the text or, where the vocabulary normalizes, of the normalized text. */
  readonly text: string;
  /** Its length in tokens. */
  readonly tokens: number;
}

/** Encodes and decodes with one vocabulary. */
export class Tokenizer {
  /** The vocabulary. */
  readonly vocabulary: Vocabulary;
  readonly #splitter: Splitter;
  readonly #engine: PieceEncoder;
  readonly #encoder: Encoder;
  readonly #input: Input;
  #specials: SpecialFinder | undefined;
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
    this.#splitter = createSplitter(vocabulary.splitter, vocabulary.transducer);
    this.#engine = engine;
    this.#encoder = this.#createEncoder();
    this.#input = new Input(this.#encoder);
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
    const finder = this.#specials ??= new SpecialFinder(specials.keys());
    let start = 0;
    let match;
    while ((match = finder.find(text, start)) !== undefined) {
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

  /** Encodes text, as {@linkcode encodeOrdinary}, and says where each token begins. */
  encodeWithStarts(text: string): LocatedTokens {
    const normal = this.#normalize(text);
    const ids = this.encodeOrdinary(normal);
    const decoder = this.#getDecoder();
    return { ids, starts: findStarts(normal, Array.from(ids, (id) => decoder.lengthOfId(id))) };
  }

  /**
   * Cuts text to the longest prefix that has no more than so many tokens; special tokens mean
   * nothing. No longer prefix has so few, see `truncate.ts`.
   *
   * @throws {RangeError} If `limitTokens` is not a whole number from 0.
   */
  truncateToTokens(text: string, limitTokens: number): TruncatedText {
    if (!Number.isSafeInteger(limitTokens) || limitTokens < 0) {
      throw new RangeError(
        `Cannot truncate text as limitTokens must be a whole number from 0: ` +
          `current value is ${limitTokens}`,
      );
    }
    const decoder = this.#getDecoder();
    const most = this.toMostBytes(limitTokens); // in units it is even more
    const bytes = new TextEncoder().encode(this.#normalize(text).slice(0, most));
    const padded = new Uint8Array(bytes.length + SLACK_BYTES);
    padded.set(bytes);
    this.#clear();
    const prefix = findLongestPrefix(
      { bytes: padded, view: new DataView(padded.buffer), end: bytes.length },
      limitTokens,
      {
        encoder: this.#encoder,
        findPieceEnd: this.#splitter.findPieceEnd,
        vocabulary: this.vocabulary,
        lengthOf: (token) => decoder.lengthOfToken(token),
      },
    );
    const kept = decoder.toText(bytes.subarray(0, prefix.sizeBytes));
    return { text: kept, tokens: prefix.tokens };
  }

  /** How many bytes of a text decide what {@linkcode truncateToTokens} keeps. */
  toMostBytes(limitTokens: number): number {
    // One character more than can fit; normal form C can have a quarter of the bytes.
    const factor = this.vocabulary.normalizer === "nfc" ? 4 : 1;
    return (limitTokens * this.#getDecoder().longestBytes + 4) * factor;
  }

  /** Makes a counter for text that comes in chunks. */
  createCounter(): TokenCounter {
    return new TokenCounter(this.#createStreamParts());
  }

  /** Makes an encoder for text that comes in chunks. */
  createStreamEncoder(): StreamEncoder {
    return new StreamEncoder(this.#createStreamParts());
  }

  #createStreamParts(): StreamParts {
    return {
      encoder: this.#createEncoder(),
      normalizer: this.vocabulary.normalizer,
      toIds: (tokens) => this.#toIds(tokens),
    };
  }

  #createEncoder(): Encoder {
    return new Encoder({ splitter: this.#splitter, engine: this.#engine });
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
    return this.vocabulary.normalizer === "nfc" ? toNormalForm(text) : text;
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

  #takeIds(): Uint32Array {
    return this.#toIds(this.#encoder.output);
  }

  /** The ids of tokens; special tokens are there as the complement of their id. */
  #toIds({ tokens, count }: TokenList): Uint32Array {
    const result = new Uint32Array(tokens.subarray(0, count));
    const { ids } = this.vocabulary;
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
