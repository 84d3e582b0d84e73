/**
 * The file form of a vocabulary: ready to use, nothing is parsed but a short head.
 *
 * Words of 32 bits, lowest byte first: magic, version, length of the file, checksum of all words
 * behind it, then offset and length in bytes of each section. The `meta` section is JSON in ASCII.
 *
 * @module
 */

import { FILTER_WORDS } from "./merges.ts";
import { isSplitterName } from "./split.ts";
import { TABLE_SIZE } from "./transducer.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

const MAGIC = 0x3154425a; // "ZBT1"
const VERSION = 2;
const CHECKSUM_WORD = 3;
const HEAD_WORDS = 4;
const SECTIONS = [
  "meta",
  "trie",
  "pairs",
  "filter",
  "parts",
  "rights",
  "byteTokens",
  "next",
  "says",
  "cells",
] as const;
const DATA_START = (HEAD_WORDS + SECTIONS.length * 2) * 4;

type SectionName = typeof SECTIONS[number];
type Sections = { readonly [name in SectionName]: Uint8Array };

/** What is in the `meta` section. */
interface Meta {
  readonly name: string;
  readonly splitter: string;
  readonly normalizer: "none" | "nfc";
  readonly specials: { readonly [text: string]: number };
}

/** Whether bytes begin like an index file. */
export function isIndexFile(bytes: Uint8Array): boolean {
  return bytes.length >= DATA_START && toWords(bytes.slice(0, 4))[0] === MAGIC;
}

/**
 * Reads an index file.
 *
 * The vocabulary looks into the given bytes, so they may not change any more. The checksum is not
 * looked at, as that would take as long as all else: see {@linkcode verifyIndex}.
 *
 * @param bytes The whole file.
 * @throws {VocabularyError} If it is none, or is cut, or does not hold together.
 */
export function readIndex(bytes: Uint8Array): Vocabulary {
  const sections = readSections(bytes.byteOffset % 4 === 0 ? bytes : bytes.slice());
  const { name, splitter, normalizer, specials } = readMeta(sections.meta);
  if (!isSplitterName(splitter)) {
    throw new VocabularyError(`Cannot read index: the splitter "${splitter}" is not known`);
  }
  const trie = toWords(sections.trie);
  const pairs = toWords(sections.pairs);
  const filter = toWords(sections.filter);
  const parts = toWords(sections.parts);
  const byteTokens = toWords(sections.byteTokens);
  const rights = toHalfWords(sections.rights);
  const next = toHalfWords(sections.next);
  const cells = toHalfWords(sections.cells);
  const { says } = sections;
  const holds = trie.length >= 512 && trie.length % 256 === 0 && byteTokens.length === 256 &&
    rights.length === parts.length && pairs.length > parts.length &&
    (pairs.length & (pairs.length - 1)) === 0 && filter.length === FILTER_WORDS &&
    [next, says, cells].every(({ length }) => length === TABLE_SIZE);
  if (!holds) throw new VocabularyError("Cannot read index: the sizes do not belong together");
  return {
    name,
    splitter,
    normalizer,
    transducer: { next, says, cells },
    trie,
    hasTrie: () => true,
    byteTokens,
    merges: { parts, rights, pairs, filter },
    specials: new Map(Object.entries(specials)),
  };
}

/**
 * Checks every byte of an index file against its checksum.
 *
 * @throws {VocabularyError} If a byte is not what was written.
 */
export function verifyIndex(bytes: Uint8Array): void {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  readSections(aligned);
  const words = toWords(aligned);
  if (checksum(words) !== words[CHECKSUM_WORD]) {
    throw new VocabularyError("Cannot read index: its checksum is wrong");
  }
}

/**
 * Prints a vocabulary as an index file; {@linkcode readIndex} reads it back.
 *
 * @throws {TypeError} If the vocabulary is not a proper one with equal ids inside and outside.
 */
export function printIndex(vocabulary: Vocabulary): Uint8Array {
  const { name, splitter, normalizer, specials, trie, merges, byteTokens } = vocabulary;
  if (vocabulary.results !== undefined || vocabulary.ids !== undefined) {
    throw new TypeError("Cannot print index as the vocabulary is not proper");
  }
  const meta: Meta = { name, splitter, normalizer, specials: Object.fromEntries(specials) };
  const { parts, rights, pairs, filter } = merges;
  const { next, says, cells } = vocabulary.transducer;
  const sections: Sections = {
    meta: toAscii(JSON.stringify(meta)),
    trie: toBytes(trie),
    pairs: toBytes(pairs),
    filter: toBytes(filter),
    parts: toBytes(parts),
    rights: toBytes(rights),
    byteTokens: toBytes(byteTokens),
    next: toBytes(next),
    says,
    cells: toBytes(cells),
  };
  const sizes = SECTIONS.map((section) => (sections[section].length + 3) & ~3);
  const file = new Uint8Array(DATA_START + sizes.reduce((sum, size) => sum + size, 0));
  const words = toWords(file);
  words.set([MAGIC, VERSION, file.length]);
  let offset = DATA_START;
  for (const [i, section] of SECTIONS.entries()) {
    words.set([offset, sections[section].length], HEAD_WORDS + 2 * i);
    file.set(sections[section], offset);
    offset += sizes[i];
  }
  words[CHECKSUM_WORD] = checksum(words);
  return file;
}

function readSections(bytes: Uint8Array): Sections {
  if (!isIndexFile(bytes)) throw new VocabularyError("Cannot read index: it does not begin as one");
  const head = toWords(bytes.subarray(0, DATA_START));
  if (head[1] !== VERSION) {
    throw new VocabularyError(`Cannot read index: its version is ${head[1]}, expected ${VERSION}`);
  }
  if (head[2] !== bytes.length) {
    throw new VocabularyError(
      `Cannot read index: it has ${bytes.length} bytes, expected ${head[2]}`,
    );
  }
  const entries = SECTIONS.map((section, i) => {
    const [offset, length] = head.subarray(HEAD_WORDS + 2 * i);
    if (offset < DATA_START || offset % 4 !== 0 || length < 0 || offset + length > bytes.length) {
      throw new VocabularyError(`Cannot read index: section "${section}" is not inside the file`);
    }
    return [section, bytes.subarray(offset, offset + length)];
  });
  return Object.fromEntries(entries);
}

function readMeta(bytes: Uint8Array): Meta {
  try {
    return JSON.parse(String.fromCharCode(...bytes)); // the first use of a decoder takes 0.2 ms
  } catch (cause) {
    throw new VocabularyError("Cannot read index: its meta section is not JSON", { cause });
  }
}

/** Text as bytes; what is not ASCII stands in strings and can be escaped there. */
function toAscii(json: string): Uint8Array {
  const escape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return new TextEncoder().encode(json.replace(/[^ -~]/g, escape));
}

function toWords({ buffer, byteOffset, byteLength }: Uint8Array): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength >> 2);
}

function toHalfWords({ buffer, byteOffset, byteLength }: Uint8Array): Uint16Array {
  return new Uint16Array(buffer, byteOffset, byteLength >> 1);
}

function toBytes({ buffer, byteOffset, byteLength }: Int32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A sum over the words behind the checksum that notices swapped and changed words. */
function checksum(words: Int32Array): number {
  let sum = 0;
  for (let i = CHECKSUM_WORD + 1; i < words.length; i++) {
    sum = Math.imul(sum ^ words[i], 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  return sum;
}
