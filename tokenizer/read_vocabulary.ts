/**
 * Reads a vocabulary out of a file of any known form. What reads the other forms is loaded where it
 * is used, as the vocabularies that are built in do without.
 *
 * @module
 */

import { isIndexFile, readIndex, verifyIndex } from "./index_file.ts";
import type { ReadRange } from "./read_range.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VocabularyError } from "./vocabulary_error.ts";

/** A file, to be read in parts. */
export interface VocabularyFile {
  /** What to call the vocabulary. */
  readonly name: string;
  /** Its size in bytes. */
  readonly sizeBytes: number;
  /** Reads parts of it. */
  readonly readRange: ReadRange;
}

/** Largest file that is read as a whole, in bytes. */
const WHOLE_LIMIT_BYTES = 1 << 27;
/** "GGUF". */
const GGUF_MAGIC = 0x46554747;
/** Enough to know any form by its start. */
const START_BYTES = 256;

/**
 * Reads a vocabulary: a `tokenizer.json`, the head of a GGUF model, or an index file.
 *
 * @throws {VocabularyError} If it is none of them, or is cut, damaged, or of a kind that is not known.
 */
export async function readVocabulary(file: VocabularyFile): Promise<Vocabulary> {
  const { name, sizeBytes, readRange } = file;
  const start = await readRange(0, START_BYTES);
  if (isGguf(start)) {
    const { readGguf } = await import("./gguf.ts");
    return await readGguf(file, name);
  }
  const isJson = new TextDecoder().decode(start).trimStart().startsWith("{");
  if (!isJson && !isIndexFile(start)) {
    throw new VocabularyError(
      "Cannot read vocabulary: it is neither a tokenizer.json nor a GGUF model",
    );
  }
  if (sizeBytes > WHOLE_LIMIT_BYTES) {
    throw new VocabularyError(
      `Cannot read vocabulary: it has ${sizeBytes} bytes and may have ${WHOLE_LIMIT_BYTES}`,
    );
  }
  const bytes = await readRange(0, sizeBytes);
  if (isJson) {
    const { readHuggingFace } = await import("./hugging_face.ts");
    return readHuggingFace(bytes, name);
  }
  verifyIndex(bytes);
  return readIndex(bytes);
}

function isGguf(bytes: Uint8Array): boolean {
  return bytes.length >= 4 &&
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === GGUF_MAGIC;
}
