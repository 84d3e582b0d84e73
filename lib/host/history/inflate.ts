/**
 * Inflates zlib streams (RFC 1950 and 1951). The runtime's own way is `node:zlib`, which costs 20 ms
 * to load and 14 us a call; objects of a history are some hundred bytes each.
 *
 * @module
 */

import { InputError } from "../../errors.ts";

/** Codes up to this many bits are looked up at once; longer ones are followed bit by bit. */
const FAST_BITS = 9;
const LONGEST_CODE_BITS = 15;
const END_OF_BLOCK = 256;
const LENGTH_BASES = Uint16Array.of(
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115],
  ...[131, 163, 195, 227, 258],
);
const LENGTH_BITS = Uint8Array.of(
  ...[0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0],
);
const DISTANCE_BASES = Uint16Array.of(
  ...[1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537],
  ...[2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577],
);
const DISTANCE_BITS = Uint8Array.from(DISTANCE_BASES, (_, i) => Math.max(0, (i >> 1) - 1));
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A canonical Huffman code. */
interface Code {
  /** By the next bits: symbol and length, `symbol << 4 | length`; 0 for a longer code. */
  readonly fast: Uint16Array;
  /** How many codes there are of each length. */
  readonly counts: Uint16Array;
  /** The symbols, by code. */
  readonly symbols: Uint16Array;
}

/**
 * Inflates a stream.
 *
 * @param input Begins with the stream; what follows it is left alone.
 * @param limitBytes Most bytes that may come out.
 * @throws {InputError} When it is cut, damaged, or longer than the limit.
 */
export function inflate(input: Uint8Array, limitBytes: number): Uint8Array {
  if (input.length < 2 || (input[0] & 15) !== 8 || (input[0] * 256 + input[1]) % 31 !== 0) {
    throw damaged("it does not begin as one");
  }
  if ((input[1] & 32) !== 0) throw damaged("it asks for a dictionary");
  const stream = new Inflater(input.subarray(2), limitBytes);
  return stream.run();
}

class Inflater {
  readonly #input: Uint8Array;
  readonly #limit: number;
  #output: Uint8Array;
  #used = 0;
  #at = 0;
  #bits = 0;
  #held = 0;

  constructor(input: Uint8Array, limit: number) {
    this.#input = input;
    this.#limit = limit;
    this.#output = new Uint8Array(Math.min(limit, 4 * input.length));
  }

  run(): Uint8Array {
    for (let isLast = false; !isLast;) {
      isLast = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#copyStored();
      else if (kind === 1) this.#decode(fixedCodes());
      else if (kind === 2) this.#decode(this.#readCodes());
      else throw damaged("a block is of no known kind");
    }
    const output = this.#output.subarray(0, this.#used);
    this.#align();
    let sum = 0;
    for (let i = 0; i < 4; i++) sum = sum * 256 + this.#take(8);
    if (sum !== adler32(output)) throw damaged("its checksum is wrong");
    return output;
  }

  /** Drops the bits up to the next byte, and gives back whole bytes that were taken too early. */
  #align(): void {
    this.#at -= this.#held >> 3;
    this.#held = 0;
    this.#bits = 0;
  }

  /** Fills up to at least so many bits; beyond the end there are zeros, a bounded number of them. */
  #need(count: number): void {
    while (this.#held < count) {
      if (this.#at >= this.#input.length + 2) throw damaged("it is cut");
      this.#bits |= (this.#input[this.#at++] ?? 0) << this.#held;
      this.#held += 8;
    }
  }

  #take(count: number): number {
    if (count === 0) return 0;
    this.#need(count);
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#held -= count;
    return value;
  }

  #symbol({ fast, counts, symbols }: Code): number {
    this.#need(LONGEST_CODE_BITS);
    const entry = fast[this.#bits & ((1 << FAST_BITS) - 1)];
    if (entry !== 0) {
      this.#bits >>>= entry & 15;
      this.#held -= entry & 15;
      return entry >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE_BITS; length++) {
      code |= (this.#bits >> (length - 1)) & 1;
      const count = counts[length];
      if (code - count < first) {
        this.#bits >>>= length;
        this.#held -= length;
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw damaged("a code stands for nothing");
  }

  #decode([lengths, distances]: readonly [Code, Code]): void {
    for (;;) {
      const symbol = this.#symbol(lengths);
      if (symbol === END_OF_BLOCK) return;
      if (symbol < END_OF_BLOCK) {
        this.#grow(1);
        this.#output[this.#used++] = symbol;
        continue;
      }
      const size = LENGTH_BASES[symbol - 257] + this.#take(LENGTH_BITS[symbol - 257]);
      const place = this.#symbol(distances);
      const distance = DISTANCE_BASES[place] + this.#take(DISTANCE_BITS[place]);
      if (!(size > 0 && distance > 0 && distance <= this.#used)) {
        throw damaged("a copy is out of range");
      }
      this.#grow(size);
      for (let i = 0; i < size; i++, this.#used++) {
        this.#output[this.#used] = this.#output[this.#used - distance];
      }
    }
  }

  #copyStored(): void {
    this.#align();
    const size = this.#take(16);
    if ((this.#take(16) ^ size) !== 0xffff) throw damaged("a stored block contradicts itself");
    this.#align();
    if (this.#at + size > this.#input.length) throw damaged("it is cut");
    this.#grow(size);
    this.#output.set(this.#input.subarray(this.#at, this.#at + size), this.#used);
    this.#used += size;
    this.#at += size;
  }

  #readCodes(): readonly [Code, Code] {
    const [lengths, distances] = [this.#take(5) + 257, this.#take(5) + 1];
    const order = CODE_LENGTH_ORDER.slice(0, this.#take(4) + 4);
    const own = new Uint8Array(CODE_LENGTH_ORDER.length);
    for (const i of order) own[i] = this.#take(3);
    const code = toCode(own);
    const sizes = new Uint8Array(lengths + distances);
    for (let i = 0; i < sizes.length;) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        sizes[i++] = symbol;
        continue;
      }
      const size = symbol === 16 ? sizes[i - 1] : 0;
      const times = symbol === 16
        ? 3 + this.#take(2)
        : symbol === 17
        ? 3 + this.#take(3)
        : 11 + this.#take(7);
      if (size === undefined || i + times > sizes.length) throw damaged("its codes do not fit");
      sizes.fill(size, i, i += times);
    }
    return [toCode(sizes.subarray(0, lengths)), toCode(sizes.subarray(lengths))];
  }

  #grow(size: number): void {
    const wanted = this.#used + size;
    if (wanted <= this.#output.length) return;
    if (wanted > this.#limit) throw damaged("it is longer than it may be");
    const larger = new Uint8Array(Math.min(this.#limit, 2 * wanted));
    larger.set(this.#output.subarray(0, this.#used));
    this.#output = larger;
  }
}

function toCode(sizes: Uint8Array): Code {
  const counts = new Uint16Array(LONGEST_CODE_BITS + 1);
  for (const size of sizes) counts[size]++;
  counts[0] = 0;
  const starts = new Uint16Array(LONGEST_CODE_BITS + 2);
  const next = new Uint16Array(LONGEST_CODE_BITS + 2);
  let left = 1;
  for (let size = 1; size <= LONGEST_CODE_BITS; size++) {
    left = 2 * left - counts[size];
    if (left < 0) throw damaged("it has more codes than there are bits for");
    starts[size + 1] = starts[size] + counts[size];
    next[size + 1] = (next[size] + counts[size]) << 1;
  }
  const symbols = new Uint16Array(sizes.length);
  const fast = new Uint16Array(1 << FAST_BITS);
  for (let symbol = 0; symbol < sizes.length; symbol++) {
    const size = sizes[symbol];
    if (size === 0) continue;
    symbols[starts[size]++] = symbol;
    const code = next[size]++;
    if (size > FAST_BITS) continue;
    for (let bits = reverse(code, size); bits < fast.length; bits += 1 << size) {
      fast[bits] = symbol << 4 | size;
    }
  }
  return { fast, counts, symbols };
}

function reverse(code: number, size: number): number {
  let reversed = 0;
  for (let i = 0; i < size; i++) reversed |= ((code >> i) & 1) << (size - 1 - i);
  return reversed;
}

let fixed: readonly [Code, Code] | undefined;

/** The codes of blocks that bring none; made when first used and never changed. */
function fixedCodes(): readonly [Code, Code] {
  return fixed ??= [
    toCode(Uint8Array.from({ length: 288 }, (_, i) => i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
    toCode(new Uint8Array(30).fill(5)),
  ];
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let i = 0; i < bytes.length;) {
    for (const end = Math.min(bytes.length, i + 3800); i < end; i++) b += a += bytes[i];
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

function damaged(why: string): InputError {
  return new InputError(`Cannot inflate the stream: ${why}`);
}
