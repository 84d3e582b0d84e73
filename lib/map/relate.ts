/**
 * Lets the best blocks speak for files that share their rare names: those that they call, those
 * that call them, and those that do the same.
 *
 * @module
 */

import type { VisitFiles } from "../ports.ts";
import { findLineStarts } from "./blocks.ts";
import { scanNames } from "./names.ts";
import { byScore, type FileScore } from "./score.ts";

/** How many of the best files speak, and how many of their best blocks. */
const SPEAKERS = 6;
const BLOCKS = 3;
/** A name in more of the files than this says nothing. */
const COMMON_SHARE = 0.2;
/** How much the file that shares most gains; each view of a file counts about 1. */
const WEIGHT = 0.25;

/** A name that the best blocks use. */
interface Voice {
  /** How well the blocks with it fit, by the number of their file. */
  readonly shares: Map<number, number>;
  /** In how many of the files it is. */
  files: number;
}

/**
 * Raises files by the rare names that they share with the best blocks of others.
 *
 * @param files The files, best first.
 * @param visitFiles Looks into them.
 * @param toFactor How much a file counts, by its path.
 */
export async function relateFiles(
  files: readonly FileScore[],
  visitFiles: VisitFiles,
  toFactor: (path: string) => number,
): Promise<FileScore[]> {
  const voices = await hearVoices(files, visitFiles);
  if (voices.size === 0) return [...files];
  const heard = files.map(() => new Set<Voice>());
  await visitFiles(files.map((file) => file.evidence.path), (number, bytes) => {
    hearNames(bytes, (hash) => {
      const voice = voices.get(hash);
      if (voice !== undefined) heard[number].add(voice);
    });
  });
  for (const names of heard) for (const voice of names) voice.files++;
  const gains = heard.map((names, i) => sumVoices(names, i, files.length));
  const most = Math.max(...gains) || 1;
  return files.map((file, i) => ({
    ...file,
    score: file.score + WEIGHT * gains[i] / most * toFactor(file.evidence.path),
  })).sort(byScore);
}

/** The names in the best blocks of the best files, by their hashes. */
async function hearVoices(
  files: readonly FileScore[],
  visitFiles: VisitFiles,
): Promise<Map<number, Voice>> {
  const voices = new Map<number, Voice>();
  const best = files[0]?.score ?? 0;
  const speakers = files.slice(0, SPEAKERS).filter((file) => file.score > 0);
  await visitFiles(speakers.map((file) => file.evidence.path), (number, bytes) => {
    const { evidence, score, blockScores } = speakers[number];
    const starts = findLineStarts(bytes);
    const ranked = evidence.blocks.map((block, i) => ({ block, score: blockScores[i] }))
      .filter((ranked) => ranked.score > 0).sort((a, b) => b.score - a.score);
    for (const { block, score: blockScore } of ranked.slice(0, BLOCKS)) {
      const share = score / best * blockScore / ranked[0].score;
      const names = new Set<number>();
      hearNames(bytes.subarray(starts[block.start], starts[block.end]), (hash) => names.add(hash));
      for (const hash of names) {
        const voice = voices.get(hash) ?? { shares: new Map(), files: 0 };
        voice.shares.set(number, (voice.shares.get(number) ?? 0) + share);
        voices.set(hash, voice);
      }
    }
  });
  return voices;
}

function hearNames(bytes: Uint8Array, onName: (hash: number) => void): void {
  scanNames(bytes, false, { onName, onDefinition: () => {} });
}

/** What the names of one file say for it, those that others speak alone. */
function sumVoices(voices: Iterable<Voice>, own: number, of: number): number {
  let sum = 0;
  for (const { shares, files } of voices) {
    if (files > of * COMMON_SHARE) continue;
    const rarity = Math.log(1 + (of - files + 0.5) / (files + 0.5));
    for (const [speaker, share] of shares) if (speaker !== own) sum += share * rarity;
  }
  return sum;
}
