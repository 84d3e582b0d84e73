/**
 * Walks over the head of a GGUF file: lengths and numbers with the lowest byte first.
 *
 * What a length says is held against the size of the file before anything is read or made.
 *
 * @module
 */

import type { ReadRange } from "./read_range.ts";
import { VocabularyError } from "./vocabulary_error.ts";

/** What a GGUF file begins with, as a word. */
const GGUF_MAGIC = 0x46554747;
/** Bytes of one read: the head of most models, which is gone over twice. */
const WINDOW_BYTES = 1 << 23;
/** Longest head that is walked over, in bytes. */
const HEAD_LIMIT_BYTES = 1 << 28;
/** Entries of metadata; real files have a few dozen. */
const METADATA_LIMIT = 1 << 16;

/** The types of values, by number. */
export const GGUF_TYPES = [
  "uint8",
  "int8",
  "uint16",
  "int16",
  "uint32",
  "int32",
  "float32",
  "bool",
  "string",
  "array",
  "uint64",
  "int64",
  "float64",
] as const;

/** The type of a value. */
export type GgufType = typeof GGUF_TYPES[number];

const SIZES_BYTES: Readonly<Record<Exclude<GgufType, "string" | "array">, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bool: 1,
  uint64: 8,
  int64: 8,
  float64: 8,
};

/**
 * Takes a string.
 *
 * @param bytes Has it.
 * @param start Where it begins in `bytes`.
 * @param end Where it ends.
 * @param number Which one of the array it is, from 0.
 */
export type VisitString = (bytes: Uint8Array, start: number, end: number, number: number) => void;

/** A position in the head. */
export class GgufCursor {
  readonly #sizeBytes: number;
  readonly #readRange: ReadRange;
  /** The part of the file at hand, and where it begins in the file. */
  #window: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(this.#window.buffer);
  #windowStart = 0;
  /** The next byte, in the window. */
  #at = 0;
  /** Where the string begins that was passed over last, in the window. */
  #stringStart = 0;

  /** Makes a cursor at the start of a file. */
  constructor(file: { readonly sizeBytes: number; readonly readRange: ReadRange }) {
    this.#sizeBytes = file.sizeBytes;
    this.#readRange = file.readRange;
  }

  /** Reads what comes first; returns how many entries of metadata follow. */
  async readHead(): Promise<number> {
    await this.#need(24);
    const magic = this.#view.getUint32(this.#at, true);
    const version = this.#view.getUint32(this.#at + 4, true);
    this.#at += 16; // the number of tensors is of no interest
    if (magic !== GGUF_MAGIC) throw refuse("it does not begin as one");
    if (version !== 2 && version !== 3) throw refuse(`version ${version} is not known`);
    return await this.#readLength(METADATA_LIMIT, 13);
  }

  /** Reads the type of the value that follows. */
  async readType(): Promise<GgufType> {
    await this.#need(4);
    const number = this.#view.getUint32(this.#at, true);
    this.#at += 4;
    const type = GGUF_TYPES[number];
    if (type === undefined) throw refuse(`there is no type ${number}`);
    return type;
  }

  /** Reads a string. */
  async readText(): Promise<string> {
    await this.#readString();
    return new TextDecoder().decode(this.#window.subarray(this.#stringStart, this.#at));
  }

  /** Where the next byte is in the file. */
  get position(): number {
    return this.#windowStart + this.#at;
  }

  /** Goes to a position of before. */
  seek(position: number): void {
    const at = position - this.#windowStart;
    if (at >= 0 && at <= this.#window.length) {
      this.#at = at;
      return;
    }
    this.#windowStart = position;
    this.#setWindow(new Uint8Array(0));
  }

  /** Reads an array of strings, each as a range of bytes that is gone after the call. */
  async eachString(type: GgufType, limit: number, visit: VisitString): Promise<void> {
    const length = await this.#readArray(type, ["string"], limit);
    for (let i = 0; i < length;) {
      i = this.#takeStrings(i, length, visit);
      if (i === length) break;
      await this.#readString();
      visit(this.#window, this.#stringStart, this.#at, i++);
    }
  }

  /** Reads an array of numbers of 32 bits. */
  async readNumbers(type: GgufType, limit: number): Promise<Int32Array> {
    const length = await this.#readArray(type, ["int32", "uint32"], limit);
    await this.#need(length * 4);
    const start = this.#at;
    this.#at += length * 4;
    return new Int32Array(this.#window.slice(start, this.#at).buffer);
  }

  /** Passes over a value. */
  async skipValue(type: GgufType): Promise<void> {
    if (type === "string") await this.#readString();
    else if (type !== "array") this.#skip(SIZES_BYTES[type]);
    else {
      const element = await this.readType();
      if (element === "array") throw refuse("arrays of arrays are not known");
      const size = element === "string" ? 8 : SIZES_BYTES[element];
      const length = await this.#readLength(Infinity, size);
      if (element !== "string") return this.#skip(length * size);
      for (let i = 0; i < length; i++) {
        i = this.#skipStrings(i, length);
        if (i < length) await this.#readString();
      }
    }
  }

  async #readArray(
    type: GgufType,
    elements: readonly GgufType[],
    limit: number,
  ): Promise<number> {
    const element = type === "array" ? await this.readType() : type;
    if (type !== "array" || !elements.includes(element)) {
      throw refuse(`expected an array of ${elements[0]}, found ${element}`);
    }
    return await this.#readLength(limit, element === "string" ? 8 : 4);
  }

  /** Reads a length of things that have a least size. */
  async #readLength(limit: number, leastBytes: number): Promise<number> {
    await this.#need(8);
    const length = this.#takeLength();
    const left = this.#sizeBytes - this.#windowStart - this.#at;
    if (length > limit || length * leastBytes > left) {
      throw refuse(
        `a length of ${length} at byte ${this.#windowStart + this.#at - 8} is too large`,
      );
    }
    return length;
  }

  #takeLength(): number {
    const low = this.#view.getUint32(this.#at, true);
    const high = this.#view.getUint32(this.#at + 4, true);
    this.#at += 8;
    return high * 2 ** 32 + low;
  }

  /**
   * Visits the strings here that are wholly in the window.
   *
   * @param first The number of the next string.
   * @param end The number of strings.
   * @returns The number of the string that comes next.
   */
  #takeStrings(first: number, end: number, visit: VisitString): number {
    const window = this.#window;
    const view = this.#view;
    let at = this.#at;
    let i = first;
    for (; i < end && at + 8 <= window.length; i++) {
      const start = at + 8;
      const length = view.getUint32(at, true);
      if (length > window.length - start || view.getUint32(at + 4, true) !== 0) break;
      at = start + length;
      visit(window, start, at, i);
    }
    this.#at = at;
    return i;
  }

  /** Passes over the strings here that are wholly in the window; returns the number that comes next. */
  #skipStrings(first: number, end: number): number {
    const view = this.#view;
    const size = this.#window.length;
    let at = this.#at;
    let i = first;
    for (; i < end && at + 8 <= size; i++) {
      const length = view.getUint32(at, true);
      if (length > size - at - 8 || view.getUint32(at + 4, true) !== 0) break;
      at += 8 + length;
    }
    this.#at = at;
    return i;
  }

  async #readString(): Promise<void> {
    const length = await this.#readLength(HEAD_LIMIT_BYTES, 1);
    await this.#need(length);
    this.#stringStart = this.#at;
    this.#at += length;
  }

  #skip(count: number): void {
    const left = this.#window.length - this.#at;
    if (count <= left) {
      this.#at += count;
      return;
    }
    this.#checkEnd(count);
    this.#windowStart += this.#at + count;
    this.#setWindow(new Uint8Array(0));
  }

  /** Makes sure that so many bytes are in the window. */
  async #need(count: number): Promise<void> {
    if (this.#at + count <= this.#window.length) return;
    this.#checkEnd(count);
    const start = this.#windowStart + this.#at;
    const window = await this.#readRange(start, start + Math.max(count, WINDOW_BYTES));
    if (window.length < count) throw refuse("it ends too early");
    this.#windowStart = start;
    this.#setWindow(window);
  }

  #setWindow(window: Uint8Array): void {
    this.#window = window;
    this.#view = new DataView(window.buffer, window.byteOffset, window.length);
    this.#at = 0;
  }

  #checkEnd(count: number): void {
    const end = this.#windowStart + this.#at + count;
    if (end > this.#sizeBytes) throw refuse("it ends too early");
    if (end > HEAD_LIMIT_BYTES) throw refuse("its head is too long");
  }
}

function refuse(why: string): VocabularyError {
  return new VocabularyError(`Cannot read GGUF: ${why}`);
}
