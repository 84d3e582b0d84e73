/**
 * Ranks the files of a repository for a prompt.
 *
 * @module
 */

import { detectLanguage } from "../languages.ts";
import type { ListedFile, ReadHistory, VisitFiles } from "../ports.ts";
import type { RankedFile, Ranking, RankingQuery } from "../ranking.ts";
import { compileTerms } from "./automaton.ts";
import { type ExcludedFile, type Glance, glanceAt, lookAt } from "./evidence.ts";
import { excludePath } from "./exclude.ts";
import { explainFile } from "./explain.ts";
import { type FilePast, studyHistory } from "./history.ts";
import { createPartScorer } from "./parts.ts";
import { resolvePlaces } from "./places.ts";
import { parseQuery } from "./query.ts";
import { relateFiles } from "./relate.ts";
import {
  type Corpus,
  type FileScore,
  kindFactor,
  scoreFiles,
  scoreGlance,
  studyCorpus,
} from "./score.ts";
import { steer } from "./steer.ts";

/** Where the files are. */
export interface RankSources {
  /** The files of the repository. */
  readonly files: readonly ListedFile[];
  /** Looks into them. */
  readonly visitFiles: VisitFiles;
  /** Reads what was changed before. Default: nothing was. */
  readonly readHistory?: ReadHistory;
}

/** Most files that are looked at closely. */
const CANDIDATES_LIMIT = 120;

/**
 * Ranks files for a prompt.
 *
 * @param asked The prompt, and what else steers the ranking.
 * @param sources Where the files are.
 */
export async function rankFiles(asked: RankingQuery, sources: RankSources): Promise<Ranking> {
  const steering = steer(asked);
  const query = parseQuery(steering.prompt);
  const search = { scan: compileTerms(query.terms), terms: query.terms.length };
  const { paths, excluded } = sortOut(sources.files);
  const first = await glanceAt(paths, search, sources.visitFiles);
  const places = resolvePlaces([...steering.places, ...query.places], paths);
  const corpus = studyCorpus(first.glances, query);
  const chosen = choose(first.glances, corpus, new Set([...steering.first, ...places.keys()]));
  const evidence = await lookAt(chosen, search, sources.visitFiles);
  const past = studyHistory(sources.readHistory?.() ?? [], query, search);
  const alone = scoreFiles(evidence, corpus, past);
  const scored = await relateFiles(
    alone,
    sources.visitFiles,
    (path) => kindFactor(path, query),
  );
  const whole = [...places].flatMap(([path, lines]) => lines.length === 0 ? [path] : []);
  const wanted = { named: new Set([...steering.named, ...whole]), places, past };
  const scoreParts = createPartScorer(scored, places);
  const files = scored.map((file) => ({
    ...describe(file, corpus, wanted),
    parts: scoreParts(file),
  }));
  return {
    files: putFirst(files, [...steering.first, ...places.keys()]),
    excluded: [...excluded, ...first.excluded],
  };
}

function sortOut(
  files: readonly ListedFile[],
): { readonly paths: string[]; readonly excluded: ExcludedFile[] } {
  const paths: string[] = [];
  const excluded: ExcludedFile[] = [];
  for (const { path } of files) {
    const why = excludePath(path);
    if (why === undefined) paths.push(path);
    else excluded.push({ path, why });
  }
  return { paths, excluded };
}

/**
 * The files that deserve a close look: those that are named, and the best by the first look. Where
 * few are good they are filled up with those that nothing speaks for but what they have to do with
 * the best.
 */
function choose(
  glances: readonly Glance[],
  corpus: Corpus,
  named: ReadonlySet<string>,
): Glance[] {
  const scored = glances.map((glance) => ({
    glance,
    score: named.has(glance.path) ? Infinity : scoreGlance(glance, corpus),
  }));
  return scored
    .sort((a, b) =>
      a.score === b.score ? (a.glance.path < b.glance.path ? -1 : 1) : b.score - a.score
    )
    .slice(0, CANDIDATES_LIMIT)
    .map(({ glance }) => glance);
}

/** What is wanted beside what the words say. */
interface Wanted {
  /** Files that are wanted whole. */
  readonly named: ReadonlySet<string>;
  /** Files that are wanted, with the lines that are named in them. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** What was changed before. */
  readonly past: ReadonlyMap<string, FilePast>;
}

function describe(
  { evidence, score }: FileScore,
  corpus: Corpus,
  wanted: Wanted,
): Omit<RankedFile, "parts"> {
  const { path, sizeBytes } = evidence;
  const language = detectLanguage(path);
  return {
    path,
    score,
    isNamed: wanted.named.has(path),
    ...(language === undefined ? {} : { language }),
    sizeBytes,
    lines: evidence.lines,
    why: explainFile(evidence, corpus, wanted),
  };
}

function putFirst(files: readonly RankedFile[], first: readonly string[]): RankedFile[] {
  const order = new Map(first.map((path, i) => [path, i]));
  const place = (file: RankedFile) => order.get(file.path) ?? first.length;
  return files.toSorted((a, b) => place(a) - place(b));
}
