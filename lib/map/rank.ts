/**
 * Ranks the files of a repository for a prompt.
 *
 * @module
 */

import { detectLanguage } from "../languages.ts";
import type { ListedFile, VisitFiles } from "../ports.ts";
import type { RankedFile, RankedPart, Ranking, RankingQuery } from "../ranking.ts";
import { compileTerms, type Scan } from "./automaton.ts";
import { excludeContent, excludePath } from "./exclude.ts";
import { type CorpusStatistics, scoreTerms } from "./bm25.ts";
import { resolvePlaces } from "./places.ts";
import { parseQuery, type Query } from "./query.ts";

/** Where the files are. */
export interface RankSources {
  /** The files of the repository. */
  readonly files: readonly ListedFile[];
  /** Looks into them. */
  readonly visitFiles: VisitFiles;
}

/** Most files that are looked at closely. */
const CANDIDATES_LIMIT = 200;

/** With so few files, all are offered, also those that nothing speaks for. */
const FEW_FILES = 30;

/** What one look at a file showed. */
interface Counted {
  readonly path: string;
  readonly sizeBytes: number;
  /** Occurrences of each term in the text. */
  readonly inText: Uint16Array;
  /** Occurrences of each term in the path. */
  readonly inPath: Uint8Array;
}

/**
 * Ranks files for a prompt.
 *
 * @param asked The prompt, and what else steers the ranking.
 * @param sources Where the files are.
 */
export async function rankFiles(asked: RankingQuery, sources: RankSources): Promise<Ranking> {
  const query = parseQuery(asked.prompt);
  const scan = compileTerms(query.terms);
  const excluded: { path: string; why: string }[] = [];
  const paths: string[] = [];
  for (const { path } of sources.files) {
    const why = excludePath(path);
    if (why === undefined) paths.push(path);
    else excluded.push({ path, why });
  }
  const counted: Counted[] = [];
  await sources.visitFiles(paths, (number, bytes) => {
    const why = excludeContent(bytes);
    if (why !== undefined) return void excluded.push({ path: paths[number], why });
    counted.push(count(scan, query, { path: paths[number], bytes }));
  });
  const places = resolvePlaces(query.places, paths);
  const named = new Set([...asked.named, ...places.keys()]);
  const scored = putFirst(named, scoreFiles(counted, query)).slice(0, CANDIDATES_LIMIT);
  const files = await lookClosely(scored, {
    query,
    scan,
    named,
    visitFiles: sources.visitFiles,
  });
  return { files, excluded };
}

function count(
  scan: Scan,
  query: Query,
  { path, bytes }: { readonly path: string; readonly bytes: Uint8Array },
): Counted {
  const inText = new Uint16Array(query.terms.length);
  const inPath = new Uint8Array(query.terms.length);
  scan(bytes, (term) => inText[term]++);
  scan(new TextEncoder().encode(path), (term) => inPath[term]++);
  return { path, sizeBytes: bytes.length, inText, inPath };
}

interface Scored {
  readonly file: Counted;
  readonly score: number;
}

function scoreFiles(files: readonly Counted[], query: Query): Scored[] {
  const statistics = gather(files, query);
  return files.map((file) => ({ file, score: scoreFile(file, query, statistics) }))
    .sort((a, b) => b.score - a.score || (a.file.path < b.file.path ? -1 : 1));
}

/** Named files in the order in which they are named, then the others that something speaks for. */
function putFirst(named: ReadonlySet<string>, scored: readonly Scored[]): Scored[] {
  const byPath = new Map(scored.map((one) => [one.file.path, one]));
  const first = [...named].flatMap((path) => byPath.get(path) ?? []);
  const isWanted = ({ file, score }: Scored) =>
    (score > 0 || scored.length <= FEW_FILES) && !named.has(file.path);
  return [...first, ...scored.filter(isWanted)];
}

function gather(files: readonly Counted[], query: Query): CorpusStatistics {
  const documents = new Uint32Array(query.terms.length);
  let sizeBytes = 0;
  for (const { inText, inPath, sizeBytes: size } of files) {
    sizeBytes += size;
    for (let t = 0; t < documents.length; t++) if (inText[t] + inPath[t] > 0) documents[t]++;
  }
  return { count: files.length, documents, meanBytes: Math.max(1, sizeBytes / files.length) };
}

const PATH_FACTOR = 4;

function scoreFile(file: Counted, query: Query, statistics: CorpusStatistics): number {
  const occurrences = Array.from(file.inText, (n, t) => n + PATH_FACTOR * file.inPath[t]);
  return scoreTerms(occurrences, file.sizeBytes, { query, statistics });
}

async function lookClosely(
  scored: readonly Scored[],
  { query, scan, named, visitFiles }: {
    readonly query: Query;
    readonly named: ReadonlySet<string>;
    readonly scan: Scan;
    readonly visitFiles: VisitFiles;
  },
): Promise<RankedFile[]> {
  const files: RankedFile[] = [];
  await visitFiles(scored.map(({ file }) => file.path), (number, bytes) => {
    const { file, score } = scored[number];
    const { parts, lines } = findParts(bytes, scan, query);
    files.push({
      path: file.path,
      score,
      isNamed: named.has(file.path),
      language: detectLanguage(file.path),
      sizeBytes: file.sizeBytes,
      lines,
      parts: parts.map((part) => ({ ...part, score: part.score * score })),
      definitions: [],
      why: explain(file, query),
    });
  });
  return files;
}

const PART_LINES = 40;

function findParts(
  bytes: Uint8Array,
  scan: Scan,
  query: Query,
): { readonly parts: RankedPart[]; readonly lines: number } {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  const lines = starts.at(-1) === bytes.length ? starts.length - 1 : starts.length;
  const seen = Array.from({ length: Math.ceil(lines / PART_LINES) }, () => new Set<number>());
  let line = 0;
  scan(bytes, (term, offset) => {
    while (line + 1 < starts.length && starts[line + 1] < offset) line++;
    seen[Math.floor(line / PART_LINES)]?.add(term);
  });
  const parts = seen.map((terms, number) => ({
    startLine: number * PART_LINES + 1,
    endLine: Math.min(lines, (number + 1) * PART_LINES) + 1,
    score: [...terms].reduce((sum, term) => sum + query.terms[term].weight, 0),
  }));
  return { parts: parts.filter((part) => part.score > 0).sort((a, b) => b.score - a.score), lines };
}

function explain(file: Counted, query: Query): string[] {
  return query.terms.flatMap((term, t) => {
    const where = file.inPath[t] > 0 ? " in its path" : ` ${file.inText[t]} times`;
    return file.inText[t] + file.inPath[t] > 0 ? [`"${term.label}"${where}`] : [];
  });
}
