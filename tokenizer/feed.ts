/**
 * Takes a text in chunks that are cut anywhere, and feeds it to an encoder as if it were whole.
 *
 * @module
 */

import type { Input, OnTokens } from "./input.ts";
import { toNormalForm } from "./normal_form.ts";

/** How chunks become input. */
export class Feed {
  readonly #input: Input;
  readonly #isNormalizing: boolean;
  #decoder = createDecoder();
  /** Text that may change with the next chunk. */
  #held = "";

  /**
   * Makes a feed.
   *
   * @param input Takes the text.
   * @param normalizer Whether text is put into normal form C first.
   */
  constructor(input: Input, normalizer: "none" | "nfc") {
    this.#input = input;
    this.#isNormalizing = normalizer === "nfc";
  }

  /** Adds a chunk. In bytes that are to be normalized, what is no UTF-8 becomes U+FFFD. */
  add(chunk: Uint8Array | string, onTokens: OnTokens): void {
    if (typeof chunk === "string") this.#addText(chunk, onTokens);
    else if (!this.#isNormalizing) this.#input.addBytes(chunk, onTokens);
    else this.#addText(this.#decoder.decode(chunk, { stream: true }), onTokens);
  }

  /** Ends the text; the next chunk begins another. */
  finish(onTokens: OnTokens): void {
    const rest = this.#held + this.#decoder.decode();
    this.#held = "";
    this.#input.addText(this.#isNormalizing ? toNormalForm(rest) : rest, onTokens);
    this.#input.finish(onTokens);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#held = "";
    this.#decoder = createDecoder();
    this.#input.clear();
  }

  #addText(chunk: string, onTokens: OnTokens): void {
    const text = this.#held + chunk;
    const end = this.#isNormalizing ? findNormalEnd(text) : text.length - countOpen(text);
    const ready = text.slice(0, end);
    this.#held = text.slice(end);
    this.#input.addText(this.#isNormalizing ? toNormalForm(ready) : ready, onTokens);
  }
}

function createDecoder(): TextDecoder {
  return new TextDecoder("utf-8", { ignoreBOM: true });
}

/** Units at the end that wait for their other half. */
function countOpen(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? 1 : 0;
}

/** How far normal form C is final: nothing composes with an ASCII character on its right. */
function findNormalEnd(text: string): number {
  let end = text.length - 1;
  while (end > 0 && text.charCodeAt(end) >= 0x80) end--;
  return Math.max(0, end);
}
