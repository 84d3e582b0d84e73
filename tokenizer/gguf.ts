/**
 * Reads the tokenizer in the head of a GGUF model file; the weights behind it are not read.
 *
 * @module
 */

import { assembleBpe } from "./bpe_draft.ts";
import { NO_BYTE, toByte } from "./byte_level.ts";
import { GgufCursor, type GgufType } from "./gguf_cursor.ts";
import { findGgufPreTokenizer } from "./pre_tokenizers.ts";
import type { ReadRange } from "./read_range.ts";
import { NOT_FOUND, TokenTable } from "./token_table.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

/** Entries of a vocabulary; no model comes near. */
const ENTRY_LIMIT = 1 << 20;
/** Kinds of tokens that are texts, not bytes: control, and those that a user defined. */
const CONTROL = 3, USER_DEFINED = 4;

/** The entries that say how text becomes tokens. */
interface Metadata {
  model?: string;
  pre?: string;
  tokens?: Uint8Array[];
  merges?: Uint8Array[];
  kinds?: number[];
}

/**
 * Reads the tokenizer of a GGUF file.
 *
 * @param file Where its bytes are.
 * @param name What to call the vocabulary.
 * @throws {VocabularyError} If it is cut, or of a kind that is not known.
 */
export async function readGguf(
  file: { readonly sizeBytes: number; readonly readRange: ReadRange },
  name: string,
): Promise<Vocabulary> {
  const { model, pre = "default", tokens, merges, kinds } = await readMetadata(file);
  if (model !== "gpt2") {
    throw refuse(
      model === undefined
        ? "it has no tokenizer"
        : `the tokenizer ${JSON.stringify(model)} is not known`,
    );
  }
  const { splitter, ignoresMerges } = findGgufPreTokenizer(pre);
  if (tokens === undefined || merges === undefined) throw refuse("tokens or merges are missing");
  const table = new TokenTable();
  const { ids, specials } = addTokens(table, tokens, kinds ?? []);
  const found = merges.map((merge) => findMerge(table, merge));
  return assembleBpe({ name, splitter, normalizer: "none", specials }, {
    tokenBytes: table.toTokenBytes(),
    ids,
    left: Int32Array.from(found, ({ left }) => left),
    right: Int32Array.from(found, ({ right }) => right),
    results: Int32Array.from(found, ({ result }) => result),
    ignoresMerges,
  });
}

async function readMetadata(
  file: { readonly sizeBytes: number; readonly readRange: ReadRange },
): Promise<Metadata> {
  const cursor = new GgufCursor(file);
  const metadata: Metadata = {};
  for (let entries = await cursor.readHead(); entries > 0; entries--) {
    const key = await cursor.readText();
    const type = await cursor.readType();
    switch (key) {
      case "tokenizer.ggml.model":
        metadata.model = await readTextOf(cursor, type);
        break;
      case "tokenizer.ggml.pre":
        metadata.pre = await readTextOf(cursor, type);
        break;
      case "tokenizer.ggml.tokens":
        metadata.tokens = await cursor.readStrings(type, ENTRY_LIMIT);
        break;
      case "tokenizer.ggml.merges":
        metadata.merges = await cursor.readStrings(type, ENTRY_LIMIT);
        break;
      case "tokenizer.ggml.token_type":
        metadata.kinds = await cursor.readNumbers(type, ENTRY_LIMIT);
        break;
      default:
        await cursor.skipValue(type);
    }
  }
  return metadata;
}

async function readTextOf(cursor: GgufCursor, type: GgufType): Promise<string> {
  if (type !== "string") throw refuse(`expected a string, found ${type}`);
  return await cursor.readText();
}

/** Adds the tokens to the table; those that are texts are special tokens. */
function addTokens(table: TokenTable, tokens: readonly Uint8Array[], kinds: readonly number[]) {
  const decoder = new TextDecoder();
  const ids: number[] = [];
  const specials = new Map<string, number>();
  for (const [id, token] of tokens.entries()) {
    const isText = kinds[id] === CONTROL || kinds[id] === USER_DEFINED;
    if (!isText && putBytes(table, token, 0, token.length)) {
      table.add();
      ids.push(id);
    } else {
      table.dropPending();
      if (token.length > 0) specials.set(decoder.decode(token), id);
    }
  }
  return { ids: Int32Array.from(ids), specials };
}

/** Finds the tokens of a merge, which are written with a blank between. */
function findMerge(table: TokenTable, merge: Uint8Array) {
  const blank = merge.indexOf(0x20, 1);
  const start = table.pendingStart;
  const isByteLevel = putBytes(table, merge, 0, blank);
  const middle = table.end;
  if (blank < 0 || !isByteLevel || !putBytes(table, merge, blank + 1, merge.length)) {
    throw refuse("a merge is not two byte-level tokens");
  }
  const left = table.find(start, middle);
  const right = table.find(middle, table.end);
  const result = table.find(start, table.end);
  table.dropPending();
  if (left === NOT_FOUND || right === NOT_FOUND || result === NOT_FOUND) {
    throw refuse("a merge names a token that is not in the vocabulary");
  }
  return { left, right, result };
}

/** Puts the bytes that a range spells behind the table's tokens; false if it does not spell bytes. */
function putBytes(table: TokenTable, text: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const lead = text[i];
    let codePoint = lead;
    if (lead >= 0xe0) return false;
    if (lead >= 0x80) codePoint = ((lead & 0x1f) << 6) | (text[++i] & 0x3f);
    const byte = toByte(codePoint);
    if (byte === NO_BYTE) return false;
    table.putByte(byte);
  }
  return true;
}

function refuse(why: string): VocabularyError {
  return new VocabularyError(`Cannot read GGUF: ${why}`);
}
