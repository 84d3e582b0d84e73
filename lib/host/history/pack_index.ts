import { InputError } from "../../errors.ts";

const HASH_BYTES = 20;
const HEADER_BYTES = 8;
const FANOUT_BYTES = 4 * 256;
const SIGNATURE = 0xff744f63;
const VERSION = 2;
/** How far the first guess is thought to be off, in objects. */
const FIRST_STEP = 32;
const LARGE_FLAG = 0x8000_0000;

/** Reads some bytes of a file; fewer where it ends. */
export type ReadAt = (start: number, length: number) => Uint8Array;

/** The index of a pack, version 2: where in the pack each object begins. */
export class PackIndex {
  readonly #readAt: ReadAt;
  readonly #fanout: DataView;
  readonly #size: number;

  /**
   * Reads the beginning of it.
   *
   * @throws {InputError} When it is none, or of another version.
   */
  constructor(readAt: ReadAt) {
    const head = toView(readAt(0, HEADER_BYTES + FANOUT_BYTES), HEADER_BYTES + FANOUT_BYTES);
    if (head.getUint32(0) !== SIGNATURE || head.getUint32(4) !== VERSION) {
      throw damaged("its version is not known");
    }
    this.#readAt = readAt;
    this.#fanout = new DataView(head.buffer, head.byteOffset + HEADER_BYTES, FANOUT_BYTES);
    this.#size = this.#fanout.getUint32(FANOUT_BYTES - 4);
  }

  /** Where an object begins in the pack; undefined when it is not in it. */
  find(name: Uint8Array): number | undefined {
    let low = name[0] === 0 ? 0 : this.#fanout.getUint32(4 * (name[0] - 1));
    let high = this.#fanout.getUint32(4 * name[0]);
    if (low > high || high > this.#size) throw damaged("its table contradicts itself");
    let at = low + Math.floor((high - low) * (name[1] * 256 + name[2]) / 65536); // names are even
    for (let step = FIRST_STEP; low < high; step *= 2) {
      const order = compare(name, this.#read(at * HASH_BYTES, HASH_BYTES));
      if (order === 0) return this.#offset(at);
      if (order < 0) high = at;
      else low = at + 1;
      const middle = (low + high) >>> 1;
      at = order < 0 ? Math.max(middle, high - step) : Math.min(middle, low + step);
    }
    return undefined;
  }

  #offset(number: number): number {
    const names = this.#size * HASH_BYTES;
    const offset = toView(this.#read(names + 4 * (this.#size + number), 4), 4).getUint32(0);
    if (offset < LARGE_FLAG) return offset;
    const start = names + 8 * this.#size + 8 * (offset - LARGE_FLAG);
    const large = toView(this.#read(start, 8), 8);
    return large.getUint32(0) * 2 ** 32 + large.getUint32(4);
  }

  #read(start: number, length: number): Uint8Array {
    return this.#readAt(HEADER_BYTES + FANOUT_BYTES + start, length);
  }
}

function compare(a: Uint8Array, b: Uint8Array): number {
  if (b.length < HASH_BYTES) throw damaged("it is cut");
  for (let i = 0; i < HASH_BYTES; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

function toView(bytes: Uint8Array, length: number): DataView {
  if (bytes.length < length) throw damaged("it is cut");
  return new DataView(bytes.buffer, bytes.byteOffset, length);
}

function damaged(why: string): InputError {
  return new InputError(`Cannot read the index of a pack: ${why}`);
}
