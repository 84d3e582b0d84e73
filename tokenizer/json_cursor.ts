/**
 * Walks over JSON as bytes, for files in which only some parts are wanted as values.
 *
 * @module
 */

import { VocabularyError } from "./vocabulary_error.ts";

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a;
const OPEN_BRACE = 0x7b, CLOSE_BRACE = 0x7d, OPEN_BRACKET = 0x5b, CLOSE_BRACKET = 0x5d;

/** A position in JSON. */
export class JsonCursor {
  /** The JSON. */
  readonly bytes: Uint8Array;
  /** The next byte. */
  at = 0;

  /** Makes a cursor at the start. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Passes over blanks; returns the byte behind them, 0 at the end. */
  peek(): number {
    const { bytes } = this;
    while (bytes[this.at] <= 0x20) this.at++;
    return this.at < bytes.length ? bytes[this.at] : 0;
  }

  /** Passes over one byte, which must be the given one. */
  expect(byte: number): void {
    if (this.peek() !== byte) throw this.refuse(`expected "${String.fromCharCode(byte)}"`);
    this.at++;
  }

  /** Calls `visit` at the value of each member of an object, with its name; it passes over it. */
  eachMember(visit: (name: string) => void): void {
    this.#each(OPEN_BRACE, CLOSE_BRACE, () => {
      const start = this.at;
      this.skipString();
      const name = this.#parse(start, this.at);
      this.expect(COLON);
      this.peek();
      visit(String(name));
    });
  }

  /** Calls `visit` at each element of an array; it passes over it. */
  eachElement(visit: () => void): void {
    this.#each(OPEN_BRACKET, CLOSE_BRACKET, visit);
  }

  #each(open: number, close: number, visit: () => void): void {
    this.expect(open);
    if (this.peek() === close) {
      this.at++;
      return;
    }
    for (;;) {
      this.peek();
      visit();
      if (this.peek() !== COMMA) break;
      this.at++;
    }
    this.expect(close);
  }

  /** Parses the value here, and passes over it. */
  readValue(): unknown {
    this.peek();
    const start = this.at;
    this.skipValue();
    return this.#parse(start, this.at);
  }

  /** Reads a whole number that is not negative. */
  readCount(): number {
    let value = 0;
    const start = this.at;
    for (let byte; (byte = this.bytes[this.at]) >= 0x30 && byte <= 0x39; this.at++) {
      value = value * 10 + byte - 0x30;
    }
    if (this.at === start || this.at - start > 10) throw this.refuse("expected a whole number");
    return value;
  }

  /** Passes over a string. */
  skipString(): void {
    this.expect(QUOTE);
    const { bytes } = this;
    for (let byte; (byte = bytes[this.at]) !== QUOTE; this.at++) {
      if (byte === undefined) throw this.refuse("a string has no end");
      if (byte === BACKSLASH) this.at++;
    }
    this.at++;
  }

  /** Passes over a value; brackets are only counted, the parser looks closer where it matters. */
  skipValue(): void {
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte === QUOTE) this.skipString();
      else if (byte === 0) throw this.refuse("it ends too early");
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++, this.at++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--, this.at++;
      else this.#skipWord();
    } while (depth > 0);
  }

  /** Passes over a number, a word, a comma or a colon. */
  #skipWord(): void {
    const start = this.at;
    while (/[\w.+-]/.test(String.fromCharCode(this.bytes[this.at]))) this.at++;
    if (this.at === start) this.at++;
  }

  #parse(start: number, end: number): unknown {
    try {
      return JSON.parse(new TextDecoder().decode(this.bytes.subarray(start, end)));
    } catch (cause) {
      throw new VocabularyError(`Cannot read tokenizer.json: no JSON at byte ${start}`, { cause });
    }
  }

  /** The error for what stands here. */
  refuse(why: string): VocabularyError {
    return new VocabularyError(`Cannot read tokenizer.json: ${why} at byte ${this.at}`);
  }
}
