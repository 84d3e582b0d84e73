import { InputError } from "../../errors.ts";
import type { Allowance } from "./allowance.ts";
import { applyDelta } from "./delta.ts";
import { inflate } from "./inflate.ts";
import { type GitObject, OBJECT_LIMIT_BYTES } from "./object.ts";
import { PackIndex, type ReadAt } from "./pack_index.ts";

const KINDS: Readonly<Record<number, GitObject["kind"]>> = {
  1: "commit",
  2: "tree",
  3: "blob",
  4: "tag",
};
const OFFSET_DELTA = 6;
const NAME_DELTA = 7;
const HASH_BYTES = 20;
/** Longest head of an entry: its size, and the distance to or the name of its base. */
const HEAD_BYTES = 32;
/** Deltas upon deltas; git makes 50, and 4095 at most. */
const DEPTH_LIMIT = 4095;
/** How much of what was unpacked is kept, as most deltas have their base in common. */
const KEPT_LIMIT_BYTES = 16 * 1024 * 1024;

/** An entry of a pack: an object, or what makes it from another one. */
interface Entry {
  readonly kind: number;
  readonly bytes: Uint8Array;
  /** Where the other one begins. */
  readonly base?: number;
}

/** What a pack needs beside its bytes. */
export interface PackOptions {
  /** Reads its index. */
  readonly readIndexAt: ReadAt;
  /** What may be unpacked. */
  readonly allowance: Allowance;
}

/** A pack of objects. */
export class Pack {
  readonly #readAt: ReadAt;
  readonly #index: PackIndex;
  readonly #kept = new Map<number, GitObject>();
  readonly #allowance: Allowance;
  #keptBytes = 0;

  /**
   * Reads the beginning of its index.
   *
   * @throws {InputError} When that is none.
   */
  constructor(readAt: ReadAt, { readIndexAt, allowance }: PackOptions) {
    this.#readAt = readAt;
    this.#allowance = allowance;
    this.#index = new PackIndex(readIndexAt);
  }

  /**
   * Finds an object.
   *
   * @throws {InputError} When it is damaged, or too large.
   * @throws {AllowanceSpent} When enough was unpacked.
   */
  find(name: Uint8Array): GitObject | undefined {
    const offset = this.#index.find(name);
    return offset === undefined ? undefined : this.#unpack(offset);
  }

  /** Follows the deltas down to a whole object, then makes the others from it. */
  #unpack(offset: number): GitObject {
    const deltas: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
    let deltaBytes = 0;
    let object = this.#kept.get(offset);
    while (object === undefined) {
      const { kind, bytes, base } = this.#readEntry(offset);
      if (base === undefined) {
        object = { kind: KINDS[kind], bytes };
        this.#keep(offset, object);
        break;
      }
      deltas.push({ offset, bytes });
      this.#allowance.spend(bytes.length);
      deltaBytes += bytes.length;
      if (deltas.length > DEPTH_LIMIT || deltaBytes > OBJECT_LIMIT_BYTES) {
        throw damaged("deltas never end");
      }
      offset = base;
      object = this.#kept.get(offset);
    }
    for (const delta of deltas.reverse()) {
      const bytes = applyDelta(object.bytes, delta.bytes, OBJECT_LIMIT_BYTES);
      object = { kind: object.kind, bytes };
      this.#keep(delta.offset, object);
    }
    return object;
  }

  #readEntry(offset: number): Entry {
    const head = this.#readAt(offset, HEAD_BYTES);
    let at = 0;
    const takeByte = () => {
      if (at >= head.length) throw damaged("it is cut");
      return head[at++];
    };
    let byte = takeByte();
    const kind = (byte >> 4) & 7;
    let sizeBytes = byte & 15;
    for (let scale = 16; byte >= 128; scale *= 128) {
      byte = takeByte();
      sizeBytes += (byte & 127) * scale;
    }
    if (sizeBytes > OBJECT_LIMIT_BYTES) throw damaged("an object is too large");
    const base = kind === OFFSET_DELTA
      ? offset - takeDistance(takeByte)
      : kind === NAME_DELTA
      ? this.#index.find(head.subarray(at, at += HASH_BYTES))
      : undefined;
    if (kind === OFFSET_DELTA || kind === NAME_DELTA) {
      if (base === undefined || base < 0 || base === offset) throw damaged("a base is missing");
    } else if (KINDS[kind] === undefined) throw damaged("an object is of no known kind");
    const bytes = inflate(this.#readAt(offset + at, deflatedLimit(sizeBytes)), sizeBytes);
    if (bytes.length !== sizeBytes) throw damaged("an object is shorter than it should be");
    return base === undefined ? { kind, bytes } : { kind, bytes, base };
  }

  #keep(offset: number, object: GitObject): void {
    this.#allowance.spend(object.bytes.length);
    this.#kept.set(offset, object);
    this.#keptBytes += object.bytes.length;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#keptBytes <= KEPT_LIMIT_BYTES) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= bytes.length;
    }
  }
}

function takeDistance(takeByte: () => number): number {
  let byte = takeByte();
  let distance = byte & 127;
  while (byte >= 128) {
    byte = takeByte();
    distance = (distance + 1) * 128 + (byte & 127);
  }
  return distance;
}

/** Most bytes that zlib makes of so many. */
function deflatedLimit(sizeBytes: number): number {
  return sizeBytes + (sizeBytes >> 12) + (sizeBytes >> 14) + 64;
}

function damaged(why: string): InputError {
  return new InputError(`Cannot read the pack: ${why}`);
}
