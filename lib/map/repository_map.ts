/**
 * A map of a repository: its files and what they define, the most important first.
 *
 * @module
 */

import { detectLanguage } from "../languages.ts";
import { comparePaths } from "../paths.ts";
import type { ListedFile, ReadHistory, VisitFiles } from "../ports.ts";
import type { RankedFile, RankingQuery } from "../ranking.ts";
import type { LoadGrammar } from "../syntax.ts";
import type { FileRecord, SymbolRecord } from "../types.ts";
import { excludeContent, excludePath } from "./exclude.ts";
import { type ImportantFile, weighFiles } from "./importance.ts";
import { rankFiles } from "./rank.ts";
import type { SymbolQueryOptions } from "./symbol_queries.ts";
import { createFindSymbols, type FileSymbols, type FoundSymbol } from "./symbols.ts";

/** What a map is made from. */
export interface MapOptions {
  /** The files of the repository. */
  readonly files: readonly ListedFile[];
  /** Looks into them. */
  readonly visitFiles: VisitFiles;
  /** Looks into all of them where nothing of their text is told. Default `visitFiles`. */
  readonly skimFiles?: VisitFiles;
  /** Reads what was changed before, for a prompt. Default: nothing was. */
  readonly readHistory?: ReadHistory;
  /** Loads what parses them. */
  readonly loadGrammar: LoadGrammar;
  /**
   * Most files whose definitions are told, the best. Default 100 for a prompt, else as many as have
   * 2 MiB together.
   */
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
/** How much of the best files is parsed when nobody says how many: half a second of work. */
const PARSE_TOTAL_BYTES = 2 * 1024 * 1024;
/** Larger files are not parsed: a person did not write them in one piece. */
const PARSE_LIMIT_BYTES = 512 * 1024;

/** Maps the files that fit a prompt, best first. */
export async function mapForPrompt(
  query: RankingQuery,
  options: MapOptions,
): Promise<MappedFile[]> {
  const { files, visitFiles, skimFiles = visitFiles, readHistory } = options;
  const ranking = await rankFiles(query, { files, visitFiles: skimFiles, readHistory });
  const limit = options.parseLimit ?? PARSE_LIMIT_FOR_PROMPT;
  const parsed = await parse(ranking.files.slice(0, limit).map((file) => file.path), options);
  const references = countReferences(parsed.values());
  return ranking.files.map((file) => {
    const { path, language, sizeBytes, score, why } = file;
    const found = parsed.get(path)?.definitions ?? [];
    const symbols = found.map((symbol) => ({
      ...toRecord(path, symbol, references.get(symbol.name) ?? 0),
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

/**
 * Maps all files, those first whose definitions the others refer to most. Only the best are parsed.
 */
export async function mapRepository(options: MapOptions): Promise<MappedFile[]> {
  const paths = options.files.map(({ path }) => path).filter((path) => !excludePath(path));
  const { files, weigh } = await weighFiles(paths, options.skimFiles ?? options.visitFiles);
  const ordered = files.toSorted((a, b) => b.score - a.score || comparePaths(a.path, b.path));
  const best = options.parseLimit === undefined
    ? takeBytes(ordered, PARSE_TOTAL_BYTES)
    : ordered.slice(0, options.parseLimit);
  const parsed = await parse(best.map(({ path }) => path), options, { hasReferences: false });
  const explain = createExplainUse();
  return ordered.map(({ path, sizeBytes, score, usedNames }): MappedFile => {
    const language = detectLanguage(path);
    const found = parsed.get(path)?.definitions;
    return {
      file: {
        type: "file",
        path,
        ...(language === undefined ? {} : { language }),
        sizeBytes,
        score,
      },
      symbols: found?.map((symbol) => {
        const { users, score } = weigh(symbol.name);
        return { ...toRecord(path, symbol, users), score };
      }) ?? NO_SYMBOLS,
      why: explain(usedNames),
    };
  });
}

/** One for all files that are not parsed: those are nearly all where there are many. */
const NO_SYMBOLS: readonly SymbolRecord[] = [];

/** Makes the function that says how much of a file is used; many say the same. */
function createExplainUse(): (usedNames: number) => readonly string[] {
  const known = new Map<number, readonly string[]>();
  return (usedNames) => {
    const why = known.get(usedNames) ?? [`others refer to ${usedNames} of its names`];
    known.set(usedNames, why);
    return why;
  };
}

/** The first files that are not too large, and what of the others still fits. */
function takeBytes(files: readonly ImportantFile[], limitBytes: number): ImportantFile[] {
  let leftBytes = limitBytes;
  return files.filter(({ sizeBytes }) => {
    if (sizeBytes > Math.min(leftBytes, PARSE_LIMIT_BYTES)) return false;
    leftBytes -= sizeBytes;
    return true;
  });
}

async function parse(
  paths: readonly string[],
  { visitFiles, loadGrammar }: MapOptions,
  query: SymbolQueryOptions = {},
): Promise<Map<string, FileSymbols>> {
  const texts: (readonly [path: string, text: string])[] = [];
  await visitFiles(paths, (number, bytes) => {
    if (bytes.length > PARSE_LIMIT_BYTES || excludeContent(bytes) !== undefined) return;
    if (detectLanguage(paths[number]) === undefined && bytes[0] !== 0x23) return;
    texts.push([paths[number], new TextDecoder().decode(bytes)]);
  });
  const findSymbols = createFindSymbols(loadGrammar, query);
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

function toRecord(
  path: string,
  { name, kind, range, signature }: FoundSymbol,
  references: number,
): SymbolRecord {
  return { type: "symbol", path, name, kind, range, signature, references };
}
