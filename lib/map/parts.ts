import type { RankedPart } from "../ranking.ts";
import type { BlockEvidence } from "./evidence.ts";
import type { FileScore } from "./score.ts";

/** How steeply the parts of lesser files fall behind. */
const FILE_STEEPNESS = 2;
/** How much less a part is worth because its file has others that the change may be in. */
const OTHERS_STEEPNESS = 0.2;
/** What every part of a file is worth, also where no term is: good files are shown whole. */
const BASE_SHARE = 0.02;
/** How much of its neighbours' worth a part has. */
const NEIGHBOUR_SHARE = 0.15;
/** What it costs to show a part beside its text, in bytes. */
const HEADING_BYTES = 40;
/** Files up to this many lines are one part. */
const SMALL_LINES = 80;
/** A line that is named makes its part the most wanted of all. */
const PLACE_SCORE = 1000;

/** Scores the parts of a file so that they can be compared with those of all others. */
export type ScoreParts = (file: FileScore) => RankedPart[];

/**
 * Makes the scorer. Parts compete for room, so a part's score is its worth by the root of its
 * length: by the length itself, the shortest would always win, and much is too short to be of use.
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
  return ({ evidence: { path, blocks, lines }, score, blockScores }) => {
    const share = (score / bestFile) ** FILE_STEEPNESS / blocks.length ** OTHERS_STEEPNESS;
    const named = places.get(path) ?? [];
    const worths = blocks.map((block, i) => {
      const beside = (blockScores[i - 1] ?? 0) + (blockScores[i + 1] ?? 0);
      const worth = BASE_SHARE + (blockScores[i] + NEIGHBOUR_SHARE * beside) / bestBlock;
      return { ...block, worth: share * worth };
    });
    return (lines <= SMALL_LINES ? joinAll(worths) : worths).map(({ start, end, ...part }) => {
      const place = named.some((line) => line > start && line <= end) ? PLACE_SCORE : 0;
      const density = part.worth / Math.sqrt(part.sizeBytes + HEADING_BYTES);
      return { startLine: start + 1, endLine: end + 1, score: place + density };
    }).sort((a, b) => b.score - a.score || a.startLine - b.startLine);
  };
}

type Part = Pick<BlockEvidence, "start" | "end" | "sizeBytes"> & { readonly worth: number };

/** All parts of a file as one. */
function joinAll(parts: readonly Part[]): Part[] {
  if (parts.length === 0) return [];
  const sum = (toNumber: (part: Part) => number) =>
    parts.reduce((total, part) => total + toNumber(part), 0);
  return [{
    start: parts[0].start,
    end: parts[parts.length - 1].end,
    sizeBytes: sum((part) => part.sizeBytes),
    worth: sum((part) => part.worth),
  }];
}
