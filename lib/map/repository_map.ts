/**
 * A map of a repository: its files and what they define, the most important first.
 *
 * @module
 */

import { detectLanguage } from "../languages.ts";
import { comparePaths } from "../paths.ts";
import type { ListedFile, VisitFiles } from "../ports.ts";
import type { RankedFile, RankingQuery } from "../ranking.ts";
import type { LoadGrammar } from "../syntax.ts";
import type { FileRecord, SymbolRecord } from "../types.ts";
import { excludeContent, excludePath } from "./exclude.ts";
import { toFileKind } from "./file_kind.ts";
import { rankFiles } from "./rank.ts";
import { createFindSymbols, type FileSymbols, type FoundSymbol } from "./symbols.ts";

/** What a map is made from. */
export interface MapOptions {
  /** The files of the repository. */
  readonly files: readonly ListedFile[];
  /** Looks into them. */
  readonly visitFiles: VisitFiles;
  /** Loads what parses them. */
  readonly loadGrammar: LoadGrammar;
  /** Most files whose definitions are told. Default 100 for a prompt, else 1 000. */
  readonly parseLimit?: number;
}

/** A file of a map with what it defines. */
export interface MappedFile {
  /** The file. */
  readonly file: FileRecord;
  /** What it defines, in the order of the file; empty when it was not parsed. */
  readonly symbols: readonly SymbolRecord[];
  /** What speaks for it, in words for a person. */
  readonly why: readonly string[];
}

const PARSE_LIMIT_FOR_PROMPT = 100;
const PARSE_LIMIT = 1000;
/** Larger files are not parsed: a person did not write them in one piece. */
const PARSE_LIMIT_BYTES = 512 * 1024;

/** Maps the files that fit a prompt, best first. */
export async function mapForPrompt(
  query: RankingQuery,
  options: MapOptions,
): Promise<MappedFile[]> {
  const ranking = await rankFiles(query, options);
  const limit = options.parseLimit ?? PARSE_LIMIT_FOR_PROMPT;
  const parsed = await parse(ranking.files.slice(0, limit).map((file) => file.path), options);
  const references = countReferences(parsed.values());
  return ranking.files.map((file) => {
    const { path, language, sizeBytes, score, why } = file;
    const found = parsed.get(path)?.definitions ?? [];
    const symbols = found.map((symbol) => ({
      ...toRecord(path, symbol, references),
      score: scoreSymbol(file, symbol),
    }));
    const record = {
      type: "file",
      path,
      ...(language ? { language } : {}),
      sizeBytes,
      score,
    } as const;
    return { file: record, symbols, why };
  });
}

/** A definition is worth as much as the best part of the file that it is in. */
function scoreSymbol({ parts }: RankedFile, { range }: FoundSymbol): number {
  return parts.reduce((best, part) => {
    const overlaps = part.startLine <= range.endLine && part.endLine > range.startLine;
    return overlaps ? Math.max(best, part.score) : best;
  }, 0);
}

/** Maps all files, those first whose definitions the others refer to most. */
export async function mapRepository(options: MapOptions): Promise<MappedFile[]> {
  const paths = options.files.map(({ path }) => path).filter((path) => !excludePath(path));
  const { parseLimit = PARSE_LIMIT } = options;
  const source = paths.filter((path) => toFileKind(path) === "source");
  const rest = paths.filter((path) => toFileKind(path) !== "source");
  const parsed = await parse([...source, ...rest].slice(0, parseLimit), options);
  const sizes = new Map<string, number>();
  const definers = countDefiners(parsed.values());
  const users = await countUsers(paths, definers, {
    visitFiles: options.visitFiles,
    parsed,
    sizes,
  });
  const mapped = paths.filter((path) => sizes.has(path)).map((path): MappedFile => {
    const found = parsed.get(path)?.definitions ?? [];
    const names = [...new Set(found.map((symbol) => symbol.name))];
    const importance = names.reduce(
      (sum, name) => sum + Math.sqrt(users.get(name) ?? 0) / (definers.get(name) ?? 1) ** 2,
      0,
    );
    const factor = toFileKind(path) === "source" ? 1 : 0.2;
    const language = detectLanguage(path);
    const score = Math.round(importance * factor * 1000) / 1000;
    return {
      file: {
        type: "file",
        path,
        ...(language === undefined ? {} : { language }),
        sizeBytes: sizes.get(path)!,
        score,
      },
      symbols: found.map((symbol) => toRecord(path, symbol, users)),
      why: [`others refer to ${names.filter((name) => users.has(name)).length} of its names`],
    };
  });
  return mapped.sort((a, b) =>
    b.file.score! - a.file.score! || comparePaths(a.file.path, b.file.path)
  );
}

async function parse(
  paths: readonly string[],
  { visitFiles, loadGrammar }: MapOptions,
): Promise<Map<string, FileSymbols>> {
  const texts: (readonly [path: string, text: string])[] = [];
  await visitFiles(paths, (number, bytes) => {
    if (bytes.length > PARSE_LIMIT_BYTES || excludeContent(bytes) !== undefined) return;
    if (detectLanguage(paths[number]) === undefined && bytes[0] !== 0x23) return;
    texts.push([paths[number], new TextDecoder().decode(bytes)]);
  });
  const findSymbols = createFindSymbols(loadGrammar);
  const parsed = new Map<string, FileSymbols>();
  for (const [path, text] of texts) {
    const symbols = await findSymbols(path, text);
    if (symbols !== undefined) parsed.set(path, symbols);
  }
  return parsed;
}

function countReferences(files: Iterable<FileSymbols>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { references } of files) {
    for (const [name, count] of references) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}

/** In how many files each name is defined. */
function countDefiners(files: Iterable<FileSymbols>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { definitions } of files) {
    for (const name of new Set(definitions.map((symbol) => symbol.name))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** In how many other files each name is used: by the tree where there is one, else by the words. */
async function countUsers(
  paths: readonly string[],
  definers: ReadonlyMap<string, number>,
  { visitFiles, parsed, sizes }: {
    readonly visitFiles: VisitFiles;
    readonly parsed: ReadonlyMap<string, FileSymbols>;
    readonly sizes: Map<string, number>;
  },
): Promise<Map<string, number>> {
  const users = new Map<string, number>();
  await visitFiles(paths, (number, bytes) => {
    if (excludeContent(bytes) !== undefined) return;
    const path = paths[number];
    sizes.set(path, bytes.length);
    const symbols = parsed.get(path);
    const used = symbols?.references.keys() ?? toWords(new TextDecoder().decode(bytes));
    const own = new Set(symbols?.definitions.map((symbol) => symbol.name));
    for (const name of new Set(used)) {
      if (definers.has(name) && !own.has(name)) users.set(name, (users.get(name) ?? 0) + 1);
    }
  });
  return users;
}

function toWords(text: string): string[] {
  return text.match(/[A-Za-z_$][\w$]{2,}/g) ?? [];
}

function toRecord(
  path: string,
  { name, kind, range, signature }: FoundSymbol,
  references: ReadonlyMap<string, number>,
): SymbolRecord {
  const count = references.get(name) ?? 0;
  return { type: "symbol", path, name, kind, range, signature, references: count };
}
