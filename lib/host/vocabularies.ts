/**
 * Vocabularies by name or by file. The built-in ones are imported as bytes, so that reading them
 * needs no permission and bundles and executables carry them; nothing is loaded before it is asked
 * for.
 *
 * @module
 */

import type { Tokenizer, Vocabulary } from "../../tokenizer/mod.ts";
import { resolve } from "@std/path/posix/resolve";
import { Failure, toCauseText } from "../errors.ts";

/** The vocabulary that counts when nobody names one. */
export const DEFAULT_VOCABULARY = "o200k_base";

type BytesModule = { readonly default: Uint8Array };

/** Where this file is in the source tree; elsewhere it is part of a bundle. */
const OWN_PATH = "/lib/host/vocabularies.ts";
/** The folder of the vocabularies, from the root of the source tree. */
const DATA_PATH = "/tokenizer/data/";

/** One literal import each, as only those are found by a bundler. */
const IMPORTS: ReadonlyMap<string, () => Promise<BytesModule>> = new Map([
  ["o200k_base", importO200k],
  ["o200k_harmony", importO200k],
  ["cl100k_base", importCl100k],
]);

async function importO200k(): Promise<BytesModule> {
  return readSource("o200k_base.bin") ??
    await import("../../tokenizer/data/o200k_base.bin", { with: { type: "bytes" } });
}

async function importCl100k(): Promise<BytesModule> {
  return readSource("cl100k_base.bin") ??
    await import("../../tokenizer/data/cl100k_base.bin", { with: { type: "bytes" } });
}

/**
 * Reads a file of the source tree where that is allowed anyway: importing it takes three times as
 * long.
 */
function readSource(name: string): BytesModule | undefined {
  const own = import.meta.filename;
  if (!own?.endsWith(OWN_PATH)) return undefined;
  const path = own.slice(0, -OWN_PATH.length) + DATA_PATH + name;
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  try {
    using file = Deno.openSync(path);
    const { size } = file.statSync();
    return { default: readPart(file, 0, size) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined; // the package keeps it elsewhere
    throw error;
  }
}

/** The names of the built-in vocabularies. */
export const VOCABULARY_NAMES: readonly string[] = [...IMPORTS.keys()];

/**
 * Makes the tokenizer of a vocabulary.
 *
 * @param name The name of a built-in one; anything else is the path of a file: a `tokenizer.json`,
 * a GGUF model, or an index of this program.
 * @param directory The folder that the path starts from.
 * @throws {Failure} With `E_MISSING` when it is neither, `E_CONFIG` when the file is none or is of a
 * kind that is not known.
 */
export async function loadTokenizer(name: string, directory: string): Promise<Tokenizer> {
  const load = IMPORTS.get(name);
  const [library, builtIn] = await Promise.all([import("../../tokenizer/mod.ts"), load?.()]);
  try {
    if (builtIn === undefined) {
      using file = openFile(resolve(directory, name), name);
      return new library.Tokenizer(await readFile(file, name, library));
    }
    const vocabulary = library.readIndex(builtIn.default);
    const specials = name === "o200k_harmony" ? library.harmonySpecials() : vocabulary.specials;
    return new library.Tokenizer({ ...vocabulary, name, specials });
  } catch (cause) {
    if (!(cause instanceof library.VocabularyError)) throw cause;
    const why = cause.message.replace(/^Cannot read vocabulary: /, "");
    throw new Failure("E_CONFIG", `Cannot use vocabulary "${name}": ${why}`, { cause });
  }
}

type Library = typeof import("../../tokenizer/mod.ts");

async function readFile(file: Deno.FsFile, name: string, library: Library): Promise<Vocabulary> {
  const { size } = file.statSync();
  const readRange = createReadRange(file, size);
  try {
    return await library.readVocabulary({ name, sizeBytes: size, readRange });
  } catch (cause) {
    if (cause instanceof library.VocabularyError) throw cause;
    throw new Failure("E_IO", `Cannot read vocabulary "${name}": ${toCauseText(cause)}`, { cause });
  }
}

function openFile(path: string, name: string): Deno.FsFile {
  try {
    if (Deno.statSync(path).isFile) return Deno.openSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      throw new Failure(
        "E_MISSING",
        `Cannot find vocabulary "${name}": it is neither a file nor one of ` +
          VOCABULARY_NAMES.join(", "),
        { cause },
      );
    }
    throw new Failure("E_IO", `Cannot read vocabulary "${name}": ${toCauseText(cause)}`, { cause });
  }
  throw new Failure("E_CONFIG", `Cannot use vocabulary "${name}": it is not a regular file`);
}

/** Reads parts of an open file; a part that reaches beyond the end is cut there. */
function createReadRange(file: Deno.FsFile, sizeBytes: number) {
  return (start: number, end: number): Promise<Uint8Array> => {
    return Promise.resolve(readPart(file, start, Math.max(start, Math.min(end, sizeBytes))));
  };
}

function readPart(file: Deno.FsFile, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - start);
  file.seekSync(start, Deno.SeekMode.Start);
  let used = 0;
  while (used < bytes.length) {
    const count = file.readSync(bytes.subarray(used));
    if (count === null) break;
    used += count;
  }
  return bytes.subarray(0, used);
}
