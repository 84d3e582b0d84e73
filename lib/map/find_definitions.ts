import { createByteSearch } from "../byte_search.ts";
import { definitionHead } from "../definition_line.ts";
import type { ListedFile, VisitFiles } from "../ports.ts";
import type { DefinitionPlace } from "../ranking.ts";
import type { LoadGrammar } from "../syntax.ts";
import { cutBlocks, findLineStarts } from "./blocks.ts";
import { excludeContent, excludePath } from "./exclude.ts";
import { toFileKind } from "./file_kind.ts";
import { createFindSymbols } from "./symbols.ts";

/** Where to look. */
export interface FindDefinitionsOptions {
  /** The files of the repository. */
  readonly files: readonly ListedFile[];
  /** Looks into them. */
  readonly visitFiles: VisitFiles;
  /** Loads what parses those that hold the name. */
  readonly loadGrammar: LoadGrammar;
}

/** Most files that are parsed for one name. */
const PARSE_LIMIT = 30;

/**
 * Finds where a name is defined: by syntax trees, and by the form of lines where a language has no
 * grammar.
 *
 * @param name An identifier.
 * @param options Where to look.
 * @returns The definitions, those of the program before those of tests and documents.
 */
export async function findDefinitions(
  name: string,
  options: FindDefinitionsOptions,
): Promise<DefinitionPlace[]> {
  const paths = options.files.map(({ path }) => path).filter((path) => !excludePath(path));
  const texts: { readonly path: string; readonly text: string; readonly bytes: Uint8Array }[] = [];
  const find = createByteSearch(name);
  const word = new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`);
  await options.visitFiles(paths, (number, bytes) => {
    if (find(bytes, 0) < 0 || excludeContent(bytes) !== undefined) return;
    const text = new TextDecoder().decode(bytes);
    if (word.test(text)) texts.push({ path: paths[number], text, bytes: bytes.slice() });
  });
  const findSymbols = createFindSymbols(options.loadGrammar, { hasReferences: false });
  const isDefined = (text: string) =>
    text.split("\n").some((line) => word.test(line.slice(0, definitionHead(line))));
  const likely = texts.filter(({ path, text }) =>
    toFileKind(path) !== "document" && isDefined(text)
  );
  const found: DefinitionPlace[] = [];
  for (const { path, text, bytes } of likely.sort(byKind).slice(0, PARSE_LIMIT)) {
    const symbols = await findSymbols(path, text);
    const ranges = symbols?.definitions.filter((symbol) => symbol.name === name)
      .map(({ range }) => ({ path, startLine: range.startLine, endLine: range.endLine + 1 }));
    found.push(...ranges ?? findBlocks(path, bytes, (line) => isDefined(line)));
  }
  return found;
}

const KINDS = ["source", "side", "data", "test", "document"];

function byKind(a: { readonly path: string }, b: { readonly path: string }): number {
  const order = KINDS.indexOf(toFileKind(a.path)) - KINDS.indexOf(toFileKind(b.path));
  return order || (a.path < b.path ? -1 : 1);
}

function findBlocks(
  path: string,
  bytes: Uint8Array,
  isDefined: (text: string) => boolean,
): DefinitionPlace[] {
  const starts = findLineStarts(bytes);
  const decoder = new TextDecoder();
  return cutBlocks(bytes, starts).flatMap(({ start, end }) =>
    isDefined(decoder.decode(bytes.subarray(starts[start], starts[end] ?? bytes.length)))
      ? [{ path, startLine: start + 1, endLine: end + 1 }]
      : []
  );
}
