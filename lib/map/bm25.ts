import type { Query } from "./query.ts";

/** What the whole repository says of the terms. */
export interface CorpusStatistics {
  /** Number of files. */
  readonly count: number;
  /** In how many of them each term occurs. */
  readonly documents: Uint32Array;
  /** Mean size of a file, in bytes. */
  readonly meanBytes: number;
}

const SATURATION = 1.2;
const LENGTH_EFFECT = 0.75;

/**
 * Scores a text by the terms in it: rare terms count more, repetition less and less, and long texts
 * need more of it.
 *
 * @param occurrences How often each term occurs.
 * @param sizeBytes Length of the text.
 * @param corpus The query and what the repository says of it.
 */
export function scoreTerms(
  occurrences: ArrayLike<number>,
  sizeBytes: number,
  { query, statistics }: { readonly query: Query; readonly statistics: CorpusStatistics },
): number {
  const length = 1 - LENGTH_EFFECT + LENGTH_EFFECT * sizeBytes / statistics.meanBytes;
  let score = 0;
  for (let t = 0; t < occurrences.length; t++) {
    const n = occurrences[t];
    if (n === 0) continue;
    const rarity = toRarity(statistics, t);
    score += query.terms[t].weight * rarity * n * (SATURATION + 1) / (n + SATURATION * length);
  }
  return score;
}

/** How much it says that a text has a term: the logarithm of how rare it is. */
export function toRarity({ count, documents }: CorpusStatistics, term: number): number {
  return Math.log(1 + (count - documents[term] + 0.5) / (documents[term] + 0.5));
}
