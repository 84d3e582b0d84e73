import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createListFiles } from "../lib/host/list_files.ts";
import { createReadFile } from "../lib/host/read_file.ts";
import { findRoot } from "../lib/host/repository.ts";
import { detectGrammar } from "../lib/languages.ts";
import type { ApplyOptions } from "../lib/patch/mod.ts";
import { countErrorsOf } from "../lib/syntax.ts";
import type { Io } from "./io.ts";
import type { Options } from "./options.ts";

/** What the answer is applied to and what is allowed, as the command line says. */
export function readApplyOptions(options: Options, io: Io): Omit<ApplyOptions, "base"> {
  const root = findRoot(io.directory);
  const listFiles = createListFiles(root);
  return {
    readFile: createReadFile(root),
    listPaths: async () => (await listFiles()).files.map(({ path }) => path),
    allowPaths: options.list("allow-path"),
    allowDelete: options.has("allow-delete"),
    ...(options.has("allow-syntax-errors") ? {} : { countSyntaxErrors: createErrorCounter() }),
  };
}

/** Counts syntax errors with the grammar of the file's language, loaded when it is needed. */
function createErrorCounter(): NonNullable<ApplyOptions["countSyntaxErrors"]> {
  const loadGrammar = createGrammarLoader();
  return async (path, bytes) => {
    const name = detectGrammar(path);
    if (name === undefined) return undefined;
    const text = new TextDecoder().decode(bytes);
    return countErrorsOf(await loadGrammar(name), text);
  };
}
