/**
 * Split indexes: a small index that says which entries of a large shared one are gone or replaced.
 *
 * @module
 */

import { InputError } from "../errors.ts";
import type { IndexEntry } from "./git_index.ts";

/** What an index says of the one that it amends. */
export interface SharedIndexLink {
  /** Name of the shared index: its checksum, in hexadecimal. */
  readonly name: string;
  /** Numbers of its entries that are gone, from 0. */
  readonly deleted: ReadonlySet<number>;
  /** Numbers of its entries that are replaced, from 0, in order. */
  readonly replaced: ReadonlySet<number>;
}

/**
 * Reads the extension of an index that names the shared one.
 *
 * @param bytes The body of the extension.
 * @param hashBytes Length of an object name.
 * @returns Undefined when no index is shared.
 * @throws {InputError} When it is cut.
 */
export function parseIndexLink(
  bytes: Uint8Array,
  hashBytes: 20 | 32,
): SharedIndexLink | undefined {
  if (bytes.length < hashBytes) throw damaged();
  const name = bytes.subarray(0, hashBytes).toHex();
  if (/^0+$/.test(name)) return undefined;
  if (bytes.length === hashBytes) return { name, deleted: new Set(), replaced: new Set() };
  const deleted = parseBitmap(bytes, hashBytes);
  const replaced = parseBitmap(bytes, deleted.next);
  return { name, deleted: deleted.positions, replaced: replaced.positions };
}

/**
 * Puts the two together.
 *
 * @param entries Those of the small index: first the replacements, without paths, then new ones.
 * @param link What it says of the shared one.
 * @param shared The entries of the shared one.
 * @returns All entries; new ones last.
 * @throws {InputError} When they do not belong together.
 */
export function amendEntries(
  entries: readonly IndexEntry[],
  { deleted, replaced }: SharedIndexLink,
  shared: readonly IndexEntry[],
): IndexEntry[] {
  let used = 0;
  const amended = shared.flatMap((entry, position) => {
    const replacement = replaced.has(position) ? entries[used++] : undefined;
    if (deleted.has(position)) return [];
    return replacement === undefined ? [entry] : [{ ...replacement, path: entry.path }];
  });
  if (used !== replaced.size || used > entries.length) throw damaged();
  return [...amended, ...entries.slice(used)];
}

interface Bitmap {
  readonly positions: ReadonlySet<number>;
  /** Where the next one begins. */
  readonly next: number;
}

const HEADER_BYTES = 8;
const WORD_BYTES = 8;
const WORD_BITS = 64;
/** No index has more entries. */
const POSITIONS_LIMIT = 10_000_000;

/**
 * A compressed bitmap: words of 64 bits; each marker word tells how many words of equal bits, and
 * how many literal words, follow it. The last four bytes name the last marker.
 */
function parseBitmap(bytes: Uint8Array, start: number): Bitmap {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (start + HEADER_BYTES > bytes.length) throw damaged();
  const first = start + HEADER_BYTES;
  const end = first + view.getUint32(start + 4) * WORD_BYTES;
  if (end + 4 > bytes.length) throw damaged();
  const positions = new Set<number>();
  let bit = 0;
  for (let at = first; at < end;) {
    const marker = view.getBigUint64(at);
    const runBits = Number((marker >> 1n) & 0xffff_ffffn) * WORD_BITS;
    const literals = Number(marker >> 33n);
    const literalsEnd = at + WORD_BYTES * (1 + literals);
    if (literalsEnd > end || bit + runBits > POSITIONS_LIMIT) throw damaged();
    if ((marker & 1n) === 1n) {
      for (let position = bit; position < bit + runBits; position++) positions.add(position);
    }
    bit += runBits;
    for (at += WORD_BYTES; at < literalsEnd; at += WORD_BYTES, bit += WORD_BITS) {
      addBits(positions, view.getBigUint64(at), bit);
    }
  }
  return { positions, next: end + 4 };
}

function addBits(positions: Set<number>, word: bigint, first: number): void {
  for (let rest = word, position = first; rest !== 0n; rest >>= 1n, position++) {
    if ((rest & 1n) === 1n) positions.add(position);
  }
}

function damaged(): InputError {
  return new InputError("Cannot read the index: what it says of the shared index is damaged");
}
