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
import { TokenList } from "./token_list.ts";
import { HASH_FACTOR, HASH_START, MODEL_TOKENS, NOT_FOUND, TokenTable } from "./token_table.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

/** Entries of a vocabulary; no model comes near. */
const ENTRY_LIMIT = 1 << 20;
const BLANK = 0x20;
/** Kinds of tokens that are texts, not bytes: control, and those that a user defined. */
const CONTROL = 3, USER_DEFINED = 4;

/** An array that was passed over. */
interface Place {
  readonly position: number;
  readonly type: GgufType;
}

/** The entries that say how text becomes tokens. */
interface Metadata {
  model?: string;
  pre?: string;
  tokens?: Place;
  merges?: Place;
  kinds?: Place;
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
  const cursor = new GgufCursor(file);
  const { model, pre = "default", tokens, merges, kinds } = await readMetadata(cursor);
  if (model === undefined) throw refuse("it has no tokenizer");
  if (model !== "gpt2") throw refuse(`the tokenizer ${JSON.stringify(model)} is not known`);
  const { splitter, ignoresMerges } = findGgufPreTokenizer(pre);
  if (tokens === undefined || merges === undefined) throw refuse("tokens or merges are missing");
  const table = new TokenTable();
  const { ids, specials } = await readTokens(cursor, table, { tokens, kinds });
  const found = await readMerges(cursor, table, merges);
  return assembleBpe({ name, splitter, normalizer: "none", specials }, {
    tokenBytes: table.toTokenBytes(),
    ids,
    ...found,
    ignoresMerges,
  });
}

/** Finds the entries of interest; they can stand in any order. */
async function readMetadata(cursor: GgufCursor): Promise<Metadata> {
  const metadata: Metadata = {};
  for (let entries = await cursor.readHead(); entries > 0; entries--) {
    const key = await cursor.readText();
    const type = await cursor.readType();
    const place = { position: cursor.position, type };
    switch (key) {
      case "tokenizer.ggml.model":
        metadata.model = await readTextOf(cursor, type);
        continue;
      case "tokenizer.ggml.pre":
        metadata.pre = await readTextOf(cursor, type);
        continue;
      case "tokenizer.ggml.tokens":
        metadata.tokens = place;
        break;
      case "tokenizer.ggml.merges":
        metadata.merges = place;
        break;
      case "tokenizer.ggml.token_type":
        metadata.kinds = place;
    }
    await cursor.skipValue(type);
  }
  return metadata;
}

async function readTextOf(cursor: GgufCursor, type: GgufType): Promise<string> {
  if (type !== "string") throw refuse(`expected a string, found ${type}`);
  return await cursor.readText();
}

/** Adds the tokens to the table; those that are texts are special tokens. */
async function readTokens(
  cursor: GgufCursor,
  table: TokenTable,
  places: { readonly tokens: Place; readonly kinds: Place | undefined },
) {
  const kinds = await readKinds(cursor, places.kinds);
  const decoder = new TextDecoder();
  const ids = new TokenList(MODEL_TOKENS);
  const specials = new Map<string, number>();
  cursor.seek(places.tokens.position);
  await cursor.eachString(places.tokens.type, ENTRY_LIMIT, (text, start, end, id) => {
    const isText = kinds[id] === CONTROL || kinds[id] === USER_DEFINED;
    if (!isText && putBytes(table, text, start, end) === end) {
      table.add();
      ids.push(id);
    } else {
      table.dropPending();
      if (end > start) specials.set(decoder.decode(text.subarray(start, end)), id);
    }
  });
  return { ids: ids.toArray(), specials };
}

async function readKinds(cursor: GgufCursor, place: Place | undefined): Promise<Int32Array> {
  if (place === undefined) return new Int32Array();
  cursor.seek(place.position);
  return await cursor.readNumbers(place.type, ENTRY_LIMIT);
}

/** Finds the tokens of the merges, which are written with a blank between. */
async function readMerges(cursor: GgufCursor, table: TokenTable, { position, type }: Place) {
  const left = new TokenList(MODEL_TOKENS);
  const right = new TokenList(MODEL_TOKENS);
  const results = new TokenList(MODEL_TOKENS);
  cursor.seek(position);
  await cursor.eachString(type, ENTRY_LIMIT, (text, start, end) => {
    const first = table.pendingStart;
    const blank = putBytes(table, text, start, end);
    left.push(table.find(first));
    const middle = table.end;
    const isPair = blank > start && text[blank] === BLANK &&
      putBytes(table, text, blank + 1, end) === end;
    if (!isPair) throw refuse("a merge is not two byte-level tokens");
    right.push(table.find(middle));
    results.push(table.findNext(results, first));
    table.dropPending();
  });
  const found = { left: left.toArray(), right: right.toArray(), results: results.toArray() };
  if (Object.values(found).some((tokens) => tokens.includes(NOT_FOUND))) {
    throw refuse("a merge names a token that is not in the vocabulary");
  }
  return found;
}

/** Puts the bytes that a range spells behind the table's tokens; returns where it spells none. */
function putBytes(table: TokenTable, text: Uint8Array, start: number, end: number): number {
  table.reserve(end - start);
  const { bytes } = table;
  let to = table.end;
  let hash = HASH_START;
  let i = start;
  while (i < end) {
    let codePoint = text[i];
    let next = i + 1;
    if (codePoint >= 0x80) { // no byte is spelt in more than two
      if ((codePoint & 0xe0) !== 0xc0 || (text[next] & 0xc0) !== 0x80) break;
      codePoint = ((codePoint & 0x1f) << 6) | (text[next++] & 0x3f);
    }
    const byte = toByte(codePoint);
    if (byte === NO_BYTE) break;
    bytes[to++] = byte;
    hash = Math.imul(hash ^ byte, HASH_FACTOR);
    i = next;
  }
  table.end = to;
  table.hash = hash;
  return i;
}

function refuse(why: string): VocabularyError {
  return new VocabularyError(`Cannot read GGUF: ${why}`);
}
