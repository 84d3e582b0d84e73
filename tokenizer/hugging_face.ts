/**
 * Reads the `tokenizer.json` of a byte-level model: Qwen, Llama 3, DeepSeek, Mistral and their kin.
 *
 * Of its megabytes all but a few kilobytes are the vocabulary and the merges. These are read straight
 * from the bytes, without making a string of each.
 *
 * @module
 */

import { assembleBpe } from "./bpe_draft.ts";
import { NO_BYTE, toByte } from "./byte_level.ts";
import { JsonCursor } from "./json_cursor.ts";
import { findSplitter } from "./pre_tokenizers.ts";
import { TokenList } from "./token_list.ts";
import { HASH_FACTOR, HASH_START, MODEL_TOKENS, NOT_FOUND, TokenTable } from "./token_table.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a, BLANK = 0x20;
const OPEN_BRACKET = 0x5b, CLOSE_BRACKET = 0x5d;
/** Ids are kept in 21 bits; no model comes near. */
const ID_LIMIT = 1 << 21;

/** What stands in the file besides the vocabulary and the merges. */
interface Rest {
  readonly added_tokens?: unknown;
  readonly normalizer?: unknown;
  readonly pre_tokenizer?: unknown;
  readonly model?: { readonly [name: string]: unknown };
}

/**
 * Reads a `tokenizer.json`.
 *
 * Tokens that the file adds beyond the vocabulary count as special tokens here, all of them.
 *
 * @param bytes The whole file.
 * @param name What to call the vocabulary.
 * @throws {VocabularyError} If it is cut, or of a kind that is not known.
 */
export function readHuggingFace(bytes: Uint8Array, name: string): Vocabulary {
  const reader = new HuggingFaceReader(bytes);
  const rest = reader.read();
  const { model } = rest;
  if (model?.type !== "BPE") throw refuse(`the model ${JSON.stringify(model?.type)} is not known`);
  for (const key of ["continuing_subword_prefix", "end_of_word_suffix", "dropout"]) {
    if (model[key]) throw refuse(`a model with "${key}" is not known`);
  }
  if (model.byte_fallback === true) throw refuse("a model with byte_fallback is not known");
  const head = {
    name,
    splitter: findSplitter(rest.pre_tokenizer),
    normalizer: findNormalizer(rest.normalizer),
    specials: listAdded(rest.added_tokens),
  };
  return assembleBpe(head, {
    ...reader.finish(new Set(head.specials.values())),
    ignoresMerges: model.ignore_merges === true,
  });
}

/** Reads vocabulary and merges on the way over the file. */
class HuggingFaceReader {
  readonly #cursor: JsonCursor;
  readonly #table = new TokenTable();
  readonly #ids = new TokenList(MODEL_TOKENS);
  /** Ids of entries that are written as they are, not byte by byte. */
  readonly #literals: number[] = [];
  readonly #left = new TokenList(MODEL_TOKENS);
  readonly #right = new TokenList(MODEL_TOKENS);
  readonly #results = new TokenList(MODEL_TOKENS);
  /** Where the merges are, if they came before the vocabulary. */
  #mergesAt = -1;

  constructor(bytes: Uint8Array) {
    this.#cursor = new JsonCursor(bytes);
  }

  /** Walks over the whole file. */
  read(): Rest {
    const cursor = this.#cursor;
    const rest: Record<string, unknown> = {};
    cursor.eachMember((name) => {
      if (name === "model") rest.model = this.#readModel();
      else if (["added_tokens", "normalizer", "pre_tokenizer"].includes(name)) {
        rest[name] = cursor.readValue();
      } else cursor.skipValue();
    });
    if (this.#mergesAt >= 0) {
      cursor.at = this.#mergesAt;
      this.#readMerges();
    }
    return rest;
  }

  /** What was read; ids that no token has are those of special tokens. */
  finish(specialIds: ReadonlySet<number>) {
    for (const id of this.#literals) {
      if (!specialIds.has(id)) throw refuse(`the entry with id ${id} is not byte-level`);
    }
    return {
      tokenBytes: this.#table.toTokenBytes(),
      ids: this.#ids.toArray(),
      left: this.#left.toArray(),
      right: this.#right.toArray(),
      results: this.#results.toArray(),
    };
  }

  #readModel(): Record<string, unknown> {
    const cursor = this.#cursor;
    const model: Record<string, unknown> = {};
    cursor.eachMember((name) => {
      if (name === "vocab") this.#readVocabulary();
      else if (name !== "merges") model[name] = cursor.readValue();
      else if (this.#table.count > 0) this.#readMerges();
      else {
        this.#mergesAt = cursor.at;
        cursor.skipValue();
      }
    });
    return model;
  }

  #readVocabulary(): void {
    const cursor = this.#cursor;
    const table = this.#table;
    cursor.expect(0x7b);
    while (cursor.peek() === QUOTE) {
      const isByteLevel = this.#putString(QUOTE);
      cursor.expect(COLON);
      cursor.peek();
      const id = cursor.readCount();
      if (id >= ID_LIMIT) throw cursor.refuse(`the id ${id} is out of range`);
      if (isByteLevel) {
        table.add();
        this.#ids.push(id);
      } else {
        table.dropPending();
        this.#literals.push(id);
      }
      if (cursor.peek() !== COMMA) break;
      cursor.at++;
    }
    cursor.expect(0x7d);
  }

  /** Merges are written `"a b"`, or `["a", "b"]` in newer files. */
  #readMerges(): void {
    const cursor = this.#cursor;
    cursor.eachElement(() => {
      const start = this.#table.pendingStart;
      const isPair = cursor.bytes[cursor.at] === OPEN_BRACKET;
      if (isPair) {
        cursor.at++;
        cursor.peek();
      }
      let isByteLevel = this.#putString(isPair ? QUOTE : BLANK);
      const left = this.#table.find(start);
      const middle = this.#table.end;
      if (isPair) {
        cursor.expect(COMMA);
        cursor.peek();
        isByteLevel = this.#putString(QUOTE) && isByteLevel;
        cursor.expect(CLOSE_BRACKET);
      } else {
        cursor.at--; // the second half goes on behind the blank as if it began there
        isByteLevel = this.#putString(QUOTE) && isByteLevel;
      }
      if (!isByteLevel) throw cursor.refuse("a merge is not byte-level");
      this.#addMerge(left, this.#table.find(middle), this.#table.findNext(this.#results, start));
    });
  }

  #addMerge(left: number, right: number, result: number): void {
    this.#table.dropPending();
    if (left === NOT_FOUND || right === NOT_FOUND || result === NOT_FOUND) {
      throw this.#cursor.refuse("a merge names a token that is not in the vocabulary");
    }
    this.#left.push(left);
    this.#right.push(right);
    this.#results.push(result);
  }

  /**
   * Puts the bytes that a string spells behind the table's tokens.
   *
   * @param close The byte that ends it.
   * @returns Whether all of it spelt bytes.
   */
  #putString(close: number): boolean {
    const cursor = this.#cursor;
    const { bytes } = cursor;
    const table = this.#table;
    let isByteLevel = true;
    let hash = HASH_START;
    let to = table.end;
    let at = cursor.at + 1;
    for (;; at++) {
      const lead = bytes[at];
      if (lead === close) break;
      let codePoint = lead;
      if (lead >= 0xc0 && lead < 0xe0) codePoint = ((lead & 0x1f) << 6) | (bytes[++at] & 0x3f);
      else if (lead >= 0x80) codePoint = Infinity; // no byte is spelt in three bytes or more
      else if (lead === BACKSLASH) {
        cursor.at = at;
        codePoint = this.#readEscape();
        at = cursor.at;
      } else if (lead === undefined || lead === QUOTE || lead < 0x20) {
        cursor.at = at;
        throw cursor.refuse("a string has no end");
      }
      const byte = toByte(codePoint);
      if (byte === NO_BYTE) isByteLevel = false;
      else {
        if (to === table.bytes.length) table.reserve(table.bytes.length);
        table.bytes[to++] = byte;
        hash = Math.imul(hash ^ byte, HASH_FACTOR);
      }
    }
    cursor.at = at + 1;
    table.end = to;
    table.hash = hash;
    return isByteLevel;
  }

  /** Reads an escape; stops at its last byte. */
  #readEscape(): number {
    const cursor = this.#cursor;
    const kind = cursor.bytes[cursor.at + 1];
    if (kind === QUOTE || kind === BACKSLASH || kind === 0x2f) {
      cursor.at++;
      return kind;
    }
    if (kind !== 0x75) return cursor.at++, Infinity; // a control character spells no byte
    const digits = String.fromCharCode(...cursor.bytes.subarray(cursor.at + 2, cursor.at + 6));
    if (!/^[\da-f]{4}$/i.test(digits)) throw cursor.refuse("an escape is wrong");
    cursor.at += 5;
    return parseInt(digits, 16);
  }
}

function findNormalizer(normalizer: unknown): "none" | "nfc" {
  if (normalizer === undefined || normalizer === null) return "none";
  const { type, normalizers } = normalizer as { type?: unknown; normalizers?: unknown };
  if (type === "NFC") return "nfc";
  if (type === "Sequence" && Array.isArray(normalizers)) {
    return normalizers.some((step) => findNormalizer(step) === "nfc") ? "nfc" : "none";
  }
  throw refuse(`the normalizer ${JSON.stringify(type)} is not known`);
}

function listAdded(added: unknown): Map<string, number> {
  const specials = new Map<string, number>();
  if (added === undefined || added === null) return specials;
  if (!Array.isArray(added)) throw refuse("added_tokens is not a list");
  for (const { content, id } of added as readonly { content?: unknown; id?: unknown }[]) {
    if (typeof content !== "string" || content === "" || !isId(id)) {
      throw refuse("an added token has no content or id");
    }
    specials.set(content, id);
  }
  return specials;
}

function isId(id: unknown): id is number {
  return typeof id === "number" && Number.isInteger(id) && id >= 0 && id < ID_LIMIT;
}

function refuse(why: string): VocabularyError {
  return new VocabularyError(`Cannot read tokenizer.json: ${why}`);
}
