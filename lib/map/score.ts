/**
 * Scores files and blocks by their evidence. The weights were found on commits of many
 * repositories (see `bench/README.md`): each was moved until recall no longer rose.
 *
 * @module
 */

import type { BlockEvidence, Counts, Evidence, Glance } from "./evidence.ts";
import { type FileKind, toFileKind } from "./file_kind.ts";
import type { FilePast } from "./history.ts";
import type { Query, Term } from "./query.ts";
import { splitWord, stem } from "./words.ts";

/** What the repository as a whole says of the terms of a query. */
export interface Corpus {
  /** The query. */
  readonly query: Query;
  /** How much each term weighs in a text: more for one that few texts have. */
  readonly textWeights: Float64Array;
  /** How much each term weighs in a path: more for one that few paths have. */
  readonly pathWeights: Float64Array;
  /** Mean size of a file, in bytes. */
  readonly meanBytes: number;
}

/** A file with its scores. */
export interface FileScore {
  /** What was seen. */
  readonly evidence: Evidence;
  /** How well the file fits, from 0. */
  readonly score: number;
  /** How well each of its blocks fits, from 0. */
  readonly blockScores: readonly number[];
}

const KIND_WEIGHTS: Readonly<Record<Term["kind"], number>> = {
  word: 1.5,
  identifier: 1,
  pair: 1,
  quote: 0.3,
};

/** How much each view of a file counts; each is 1 for the file that it favours most. */
const VIEW_WEIGHTS = {
  text: 1.5,
  name: 0.85,
  wholeName: 0.15,
  folders: 0.9,
  block: 0.85,
  blocks: 0.6,
  cover: 0.5,
  alike: 0.6,
  usual: 0.4,
  recent: 0.4,
};

/** Source comes first; the others only when much speaks for them. */
const FILE_KIND_FACTORS: Readonly<Record<FileKind, number>> = {
  source: 1,
  data: 0.3,
  side: 0.3,
  test: 0.2,
  document: 0.05,
};
/** For tests and documents when the prompt is about those: what they are about is wanted too. */
const ASKED_FACTOR = 0.6;

/** How soon repetition stops to count, and how much length counts against a text. */
const TEXT_SHAPE = { saturation: 2.4, length: 0.25 };
const BLOCK_SHAPE = { saturation: 1.2, length: 0.6 };
const DEFINED_BONUS = 0.5;
const NAME_FACTOR = 4;
const FOLDERS_FACTOR = 2;

/** Counts in how many files each term is. */
export function studyCorpus(glances: readonly Glance[], query: Query): Corpus {
  const inTexts = new Uint32Array(query.terms.length);
  const inPaths = new Uint32Array(query.terms.length);
  let sizeBytes = 0;
  for (const glance of glances) {
    sizeBytes += glance.sizeBytes;
    for (let t = 0; t < inTexts.length; t++) {
      if (glance.inText[t] > 0) inTexts[t]++;
      if (glance.inName[t] > 0 || glance.inFolders[t] > 0) inPaths[t]++;
    }
  }
  const weigh = (counts: Uint32Array) =>
    Float64Array.from(
      query.terms,
      (term, t) => term.weight * KIND_WEIGHTS[term.kind] * rarity(glances.length, counts[t]),
    );
  return {
    query,
    textWeights: weigh(inTexts),
    pathWeights: weigh(inPaths),
    meanBytes: Math.max(1, sizeBytes / Math.max(1, glances.length)),
  };
}

/** How much it says that a file has a term, by the number of files that have it. */
function rarity(files: number, having: number): number {
  return Math.log(1 + (files - having + 0.5) / (having + 0.5));
}

/** How much a kind of file counts for a query. */
export function kindFactor(path: string, query: Query): number {
  const kind = toFileKind(path);
  if (kind === "test" && query.isAboutTests) return ASKED_FACTOR;
  if (kind === "document" && query.isAboutDocs) return ASKED_FACTOR;
  return FILE_KIND_FACTORS[kind];
}

/** A first score, by what one look at a file shows. */
export function scoreGlance(glance: Glance, corpus: Corpus): number {
  const text = scoreText(glance, corpus);
  const name = NAME_FACTOR * sumPresent(glance.inName, corpus.pathWeights);
  const folders = FOLDERS_FACTOR * sumPresent(glance.inFolders, corpus.pathWeights);
  return (text + name + folders) * kindFactor(glance.path, corpus.query);
}

/** The files in the order of how well they fit, by what a close look and the past show. */
export function scoreFiles(
  files: readonly Evidence[],
  corpus: Corpus,
  history: ReadonlyMap<string, FilePast> = new Map(),
): FileScore[] {
  const blocks = files.reduce((sum, file) => sum + file.blocks.length, 0);
  const blockBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0) / Math.max(1, blocks);
  const stems = toStems(corpus.query);
  const views = files.map((file) => {
    const blockScores = file.blocks.map((block) => scoreBlock(block, corpus, blockBytes));
    const past = history.get(file.path);
    const [first = 0, second = 0, third = 0] = blockScores.toSorted((a, b) => b - a);
    const view = {
      text: scoreText(file, corpus),
      name: sumPresent(file.inName, corpus.pathWeights),
      wholeName: isSpokenWhole(file.path, stems) ? 1 : 0,
      folders: sumPresent(file.inFolders, corpus.pathWeights),
      block: first,
      blocks: first + second + third,
      cover: sumCovered(file, corpus),
      alike: past?.alike ?? 0,
      usual: past?.usual ?? 0,
      recent: past?.recent ?? 0,
    };
    return { view, blockScores };
  });
  const best = { ...VIEW_WEIGHTS };
  for (const key of VIEWS) {
    best[key] = views.reduce((most, { view }) => Math.max(most, view[key]), 0);
  }
  return files.map((evidence, i) => {
    const { view, blockScores } = views[i];
    const sum = VIEWS.reduce(
      (total, key) => total + (best[key] > 0 ? VIEW_WEIGHTS[key] * view[key] / best[key] : 0),
      0,
    );
    return { evidence, score: sum * kindFactor(evidence.path, corpus.query), blockScores };
  }).sort(byScore);
}

const VIEWS = Object.keys(VIEW_WEIGHTS) as (keyof typeof VIEW_WEIGHTS)[];

/** Best first; equal scores in the order of paths, whatever order they came in. */
export function byScore(a: FileScore, b: FileScore): number {
  return b.score - a.score || (a.evidence.path < b.evidence.path ? -1 : 1);
}

/** How well a text fits, by the terms that it has. */
export function scoreText(glance: Glance, { textWeights, meanBytes }: Corpus): number {
  const damping = toDamping(TEXT_SHAPE, glance.sizeBytes / meanBytes);
  let score = 0;
  for (let t = 0; t < textWeights.length; t++) {
    const count = glance.inText[t];
    if (count > 0) {
      score += textWeights[t] * count * (TEXT_SHAPE.saturation + 1) / (count + damping);
    }
  }
  return score;
}

function scoreBlock(block: BlockEvidence, { textWeights }: Corpus, meanBytes: number): number {
  const damping = toDamping(BLOCK_SHAPE, block.sizeBytes / meanBytes);
  let score = 0;
  for (const [term, count] of block.terms) {
    const found = count * (BLOCK_SHAPE.saturation + 1) / (count + damping);
    score += textWeights[term] * (found + (block.defined.has(term) ? DEFINED_BONUS : 0));
  }
  return score;
}

function toDamping(shape: typeof TEXT_SHAPE, relativeLength: number): number {
  return shape.saturation * (1 - shape.length + shape.length * relativeLength);
}

/** The stems of all words of a query. */
function toStems({ terms }: Query): ReadonlySet<string> {
  return new Set(terms.flatMap(({ kind, forms }) => kind === "word" ? forms : []));
}

/** Whether a query has every word of a file's name: `read_file.ts` for "files are read twice". */
function isSpokenWhole(path: string, stems: ReadonlySet<string>): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, "");
  const words = splitWord(name);
  return words.length > 0 && words.every((word) => stems.has(stem(word)));
}

function sumPresent(counts: Counts, weights: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < counts.length; t++) if (counts[t] > 0) sum += weights[t];
  return sum;
}

function sumCovered({ inText, inName, inFolders }: Evidence, { textWeights }: Corpus): number {
  let sum = 0;
  for (let t = 0; t < textWeights.length; t++) {
    if (inText[t] > 0 || inName[t] > 0 || inFolders[t] > 0) sum += textWeights[t];
  }
  return sum;
}
