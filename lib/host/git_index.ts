/**
 * Git's index: the list of tracked files. Versions 2 to 4, SHA-1 and SHA-256, whole and split.
 *
 * @module
 */

import { InputError } from "../errors.ts";
import { parseIndexLink, type SharedIndexLink } from "./split_index.ts";

/** One entry of the index. */
export interface IndexEntry {
  /** Path from the root; undefined when it is not UTF-8. */
  readonly path: string | undefined;
  /** Git's mode, such as 0o100644. */
  readonly mode: number;
  /** Whether the file is left out of the work tree on purpose (sparse checkout). */
  readonly isSkipped: boolean;
  /** The index that it is in, for `readSeen`. */
  readonly index: Uint8Array;
  /** Where it begins there. */
  readonly start: number;
}

/** What an index knows of a file as it was last seen. */
export interface SeenFile {
  /** Name of the object that holds it, in hexadecimal. */
  readonly name: string;
  /** Its size, in bytes, as far as 32 bits go. */
  readonly sizeBytes: number;
  /** When it was changed last, in milliseconds. */
  readonly modifiedMs: number;
}

/** What an index holds. */
export interface Index {
  /**
   * The entries, in the order of the file; a path in conflict occurs more than once. Without a path
   * when they replace entries of a shared index.
   */
  readonly entries: readonly IndexEntry[];
  /** The index that this one only amends; absent when it stands alone. */
  readonly shared?: SharedIndexLink;
}

const SIGNATURE = 0x44495243; // DIRC
const SPLIT_EXTENSION = "link";
const SPARSE_EXTENSION = "sdir"; // folders as entries: they are not in the work tree
const STAT_BYTES = 40;
const MODIFIED_OFFSET = 8;
const MODE_OFFSET = 24;
const SIZE_OFFSET = 36;
const NANOSECONDS = 1_000_000;
const EXTENDED_FLAG = 0x4000;
const SKIP_WORKTREE_FLAG = 0x4000;

/** How many entries an index says that it has; 0 when it is none. */
export function countEntries(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length >= 12 && view.getUint32(0) === SIGNATURE ? view.getUint32(8) : 0;
}

/**
 * Reads an index.
 *
 * @param bytes The whole file.
 * @param hashBytes Length of an object name: 20 for SHA-1, 32 for SHA-256.
 * @throws {InputError} When it is cut, or of a version or with an extension that is not known.
 */
export function parseIndex(bytes: Uint8Array, hashBytes: 20 | 32): Index {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 + hashBytes || view.getUint32(0) !== SIGNATURE) {
    throw new InputError("Cannot read the index: it does not begin as one");
  }
  const version = view.getUint32(4);
  if (version < 2 || version > 4) {
    throw new InputError(`Cannot read the index: version ${version} is not known`);
  }
  const reader = { bytes, view, version, hashBytes, end: bytes.length - hashBytes };
  const entries: IndexEntry[] = [];
  let offset = 12;
  let previous: Uint8Array = new Uint8Array(0);
  for (let left = view.getUint32(8); left > 0; left--) {
    const { entry, pathBytes, next } = readEntry(reader, offset, previous);
    entries.push(entry);
    previous = pathBytes;
    offset = next;
  }
  const link = findLink(reader, offset);
  return link === undefined ? { entries } : { entries, shared: parseIndexLink(link, hashBytes) };
}

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly version: number;
  readonly hashBytes: number;
  /** Where the closing checksum begins. */
  readonly end: number;
}

interface ReadEntry {
  readonly entry: IndexEntry;
  readonly pathBytes: Uint8Array;
  readonly next: number;
}

function readEntry(reader: Reader, start: number, previous: Uint8Array): ReadEntry {
  const { bytes, view, version, hashBytes, end } = reader;
  const flagsAt = start + STAT_BYTES + hashBytes;
  if (flagsAt + 2 > end) throw cut();
  const flags = view.getUint16(flagsAt);
  const isExtended = version >= 3 && (flags & EXTENDED_FLAG) !== 0;
  if (isExtended && flagsAt + 4 > end) throw cut();
  const pathAt = flagsAt + (isExtended ? 4 : 2);
  const { path: pathBytes, next } = version === 4
    ? readCompressedPath(reader, pathAt, previous)
    : readPaddedPath(reader, pathAt, start);
  const mode = view.getUint32(start + MODE_OFFSET);
  const isSkipped = isExtended && (view.getUint16(flagsAt + 2) & SKIP_WORKTREE_FLAG) !== 0;
  const path = decode(pathBytes);
  const entry = { path, mode, isSkipped, index: bytes, start };
  return { entry, pathBytes, next };
}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined; // it cannot be opened by name, and a walk says so
  }
}

/**
 * What an index knows of a file. It is read only when it is asked for: in an index of 100,000 files it
 * would take 90 MiB for all of them.
 *
 * @param entry An entry, as `parseIndex` gives it.
 * @param hashBytes Length of an object name.
 */
export function readSeen({ index, start }: IndexEntry, hashBytes: 20 | 32): SeenFile {
  const view = new DataView(index.buffer, index.byteOffset + start, STAT_BYTES);
  const seconds = view.getUint32(MODIFIED_OFFSET);
  const nanoseconds = view.getUint32(MODIFIED_OFFSET + 4);
  return {
    name: index.subarray(start + STAT_BYTES, start + STAT_BYTES + hashBytes).toHex(),
    sizeBytes: view.getUint32(SIZE_OFFSET),
    modifiedMs: seconds * 1000 + Math.floor(nanoseconds / NANOSECONDS),
  };
}

interface ReadPath {
  readonly path: Uint8Array;
  readonly next: number;
}

/** Versions 2 and 3: the path, then 1 to 8 NULs, so that the entry is a multiple of 8 long. */
function readPaddedPath({ bytes, end }: Reader, at: number, entryStart: number): ReadPath {
  const stop = bytes.indexOf(0, at);
  if (stop < 0 || stop >= end) throw cut();
  const length = stop - entryStart;
  return { path: bytes.subarray(at, stop), next: entryStart + (length + 8 - length % 8) };
}

/** Version 4: how many bytes of the previous path go, then what comes after the rest. */
function readCompressedPath({ bytes, end }: Reader, at: number, previous: Uint8Array): ReadPath {
  const { value: dropped, next: suffixAt } = readVarint(bytes, at, end);
  const stop = bytes.indexOf(0, suffixAt);
  if (stop < 0 || stop >= end || dropped > previous.length) throw cut();
  const kept = previous.length - dropped;
  const path = new Uint8Array(kept + stop - suffixAt);
  path.set(previous.subarray(0, kept));
  path.set(bytes.subarray(suffixAt, stop), kept);
  return { path, next: stop + 1 };
}

/** Git's offset encoding: 7 bits a byte, most significant first, each continuation adds one. */
function readVarint(bytes: Uint8Array, at: number, end: number): { value: number; next: number } {
  let value = -1;
  for (let next = at; next < end && next < at + 5; next++) {
    value = (value + 1) * 128 + (bytes[next] & 0x7f);
    if ((bytes[next] & 0x80) === 0) return { value, next: next + 1 };
  }
  throw cut();
}

/** The extension that says what is amended; one that may be passed over begins with a capital. */
function findLink({ bytes, view, end }: Reader, start: number): Uint8Array | undefined {
  let link: Uint8Array | undefined;
  for (let at = start; at + 8 <= end; at += 8 + view.getUint32(at + 4)) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    if (name === SPLIT_EXTENSION) link = bytes.subarray(at + 8, at + 8 + view.getUint32(at + 4));
    else if (!/^[A-Z]/.test(name) && name !== SPARSE_EXTENSION) {
      throw new InputError(`Cannot read the index: extension ${JSON.stringify(name)} is not known`);
    }
  }
  return link;
}

function cut(): InputError {
  return new InputError("Cannot read the index: it ends in the middle of an entry");
}
