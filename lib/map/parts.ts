import type { RankedPart } from "../ranking.ts";
import type { FileScore } from "./score.ts";

/** How steeply the parts of lesser files fall behind. */
const FILE_STEEPNESS = 3;
/** What every part of a file is worth, also where no term is: good files are shown whole. */
const BASE_SHARE = 0.1;
/** How much of its neighbours' worth a part has. */
const NEIGHBOUR_SHARE = 0.15;
/** A line that is named makes its part the most wanted of all. */
const PLACE_SCORE = 1000;

/** Scores the parts of a file so that they can be compared with those of all others. */
export type ScoreParts = (file: FileScore) => RankedPart[];

/**
 * Makes the scorer.
 *
 * @param files All the files, best first.
 * @param places Lines that are named, by path.
 */
export function createPartScorer(
  files: readonly FileScore[],
  places: ReadonlyMap<string, readonly number[]>,
): ScoreParts {
  const bestFile = Math.max(0, ...files.map((file) => file.score)) || 1;
  const bestBlock = files.reduce((best, file) => Math.max(best, ...file.blockScores), 0) || 1;
  return ({ evidence: { path, blocks }, score, blockScores }) => {
    const share = (score / bestFile) ** FILE_STEEPNESS;
    const lines = places.get(path) ?? [];
    const parts = blocks.map(({ start, end }, i) => {
      const beside = (blockScores[i - 1] ?? 0) + (blockScores[i + 1] ?? 0);
      const worth = BASE_SHARE + (blockScores[i] + NEIGHBOUR_SHARE * beside) / bestBlock;
      const isNamed = lines.some((line) => line > start && line <= end);
      const place = isNamed ? PLACE_SCORE : 0;
      return { startLine: start + 1, endLine: end + 1, score: place + share * worth };
    });
    return parts.sort((a, b) => b.score - a.score || a.startLine - b.startLine);
  };
}
