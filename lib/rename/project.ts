/**
 * The files of a rename: read once, parsed once, asked for names often.
 *
 * @module
 */

import { detectGrammar, type GrammarName } from "../languages.ts";
import type { ListedFile, ReadFile, VisitFiles } from "../ports.ts";
import type { Grammar, LoadGrammar, SyntaxTree } from "../syntax.ts";
import { type NameUses, resolveName } from "./scopes.ts";
import type { ScopeTable } from "./table.ts";
import { parsePrepared, settleLanguage } from "./source_text.ts";
import { findTable } from "./tables/mod.ts";

/** A file that could be read. */
export interface TextFile {
  /** Path from the repository root. */
  readonly path: string;
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** Git's mode. */
  readonly mode: "100644" | "100755";
  /** Its text, without a byte order mark; undefined when it is not UTF-8. */
  readonly text?: string;
}

/** A file that could be parsed. */
export interface SourceFile extends TextFile {
  /** Its text, without a byte order mark. */
  readonly text: string;
  /** Its language. */
  readonly language: GrammarName;
  /** How its language binds names. */
  readonly table: ScopeTable;
  /** The grammar of its language. */
  readonly grammar: Grammar;
  /** Its tree. */
  readonly tree: SyntaxTree;
  /** Finds and resolves a name in it, once. */
  readonly uses: (name: string) => NameUses;
}

/** The files, as a rename sees them. */
export interface Project {
  /** Every path of the repository. */
  readonly paths: ReadonlySet<string>;
  /** Looks into many files. */
  readonly visitFiles: VisitFiles;
  /** Reads a file, once; undefined when it is not there or may not be read. */
  readonly read: (path: string) => Promise<TextFile | undefined>;
  /** Reads and parses a file, once; undefined when there is no table for its language. */
  readonly open: (path: string) => Promise<SourceFile | undefined>;
  /** Frees the trees. */
  readonly close: () => void;
}

/** What a project is made of. */
export interface ProjectPorts {
  /** Reads a file. */
  readonly readFile: ReadFile;
  /** Looks into many files. */
  readonly visitFiles: VisitFiles;
  /** Loads a grammar. */
  readonly loadGrammar: LoadGrammar;
}

/** Opens the files of a repository; nothing is read before it is asked for. */
export function openProject(files: readonly ListedFile[], ports: ProjectPorts): Project {
  const trees: SyntaxTree[] = [];
  const texts = new Map<string, Promise<TextFile | undefined>>();
  const sources = new Map<string, Promise<SourceFile | undefined>>();
  const paths = new Set(files.map((file) => file.path));
  const read = (path: string) => remember(texts, path, () => readText(path, ports));
  const open = (path: string) =>
    remember(sources, path, async () => {
      const source = await parse(await read(path), ports);
      if (source !== undefined) trees.push(source.tree);
      return source;
    });
  const close = () => trees.splice(0).forEach((tree) => tree.delete());
  return { paths, visitFiles: ports.visitFiles, read, open, close };
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) known.set(key, value = make());
  return value;
}

async function readText(path: string, { readFile }: ProjectPorts): Promise<TextFile | undefined> {
  const content = await readFile(path);
  return content === undefined ? undefined : { path, ...content, text: decode(content.bytes) };
}

/** The text of bytes, without a byte order mark; undefined when they are not text in UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 8192).includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined; // another encoding: what it says cannot be told
  }
}

async function parse(
  file: TextFile | undefined,
  { loadGrammar }: ProjectPorts,
): Promise<SourceFile | undefined> {
  if (file?.text === undefined) return undefined;
  const { text } = file;
  const named = detectGrammar(file.path, text.slice(0, text.indexOf("\n") + 1));
  const language = named === undefined ? undefined : settleLanguage(named, file.path, text);
  const table = language === undefined ? undefined : findTable(language);
  if (language === undefined || table === undefined) return undefined;
  const loaded = await loadGrammar(language);
  const grammar = {
    ...loaded,
    parse: (text: string) => parsePrepared(loaded, text),
  };
  const tree = grammar.parse(text);
  const names = new Map<string, NameUses>();
  const uses = (name: string) => remember(names, name, () => resolveName(tree, text, name, table));
  return { ...file, text, language, table, grammar, tree, uses };
}
