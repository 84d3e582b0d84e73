/**
 * Lets the best files speak for the files that they refer to.
 *
 * @module
 */

import type { VisitFiles } from "../ports.ts";
import { byScore, type FileScore } from "./score.ts";

/** The best ones keep their places: what they refer to comes after them. */
const KEPT_FILES = 5;
const SPEAKERS = 6;
/** How many files' words tell which names are in everybody's mouth. */
export const SAMPLE_FILES = 20;
const COMMON_SHARE = 0.4;
const REFERENCE_WEIGHT = 0.3;
const PARTNER_WEIGHT = 0.2;
const FOLDER_WEIGHT = 0.03;

/**
 * Moves files up that the best ones refer to by name, that share a name with them as a test and
 * its source or a header and its body do, or that lie beside them.
 *
 * @param files The files, best first.
 * @param sample The words of the first of them.
 * @param toFactor How much a file counts, by its path.
 */
export function relateFiles(
  files: readonly FileScore[],
  sample: readonly ReadonlySet<string>[],
  toFactor: (path: string) => number,
): FileScore[] {
  const best = files[0]?.score ?? 0;
  if (best === 0 || files.length <= KEPT_FILES) return [...files];
  const speakers = files.slice(0, SPEAKERS).map((file, i) => ({
    words: sample[i],
    share: file.score / best,
    subject: toSubject(file.evidence.path),
    folder: toFolder(file.evidence.path),
  }));
  const rest = files.slice(KEPT_FILES).map((file) => {
    const { path } = file.evidence;
    const subject = toSubject(path);
    const spread = sample.filter((words) => words.has(subject)).length / sample.length;
    const isTelling = subject.length > 2 && spread < COMMON_SHARE;
    let references = 0;
    let partner = 0;
    let folder = 0;
    for (const speaker of speakers) {
      if (isTelling && speaker.words.has(subject)) {
        references += speaker.share * Math.log(sample.length / (spread * sample.length + 1)) / 4;
      }
      if (subject === speaker.subject) partner = Math.max(partner, speaker.share);
      if (toFolder(path) === speaker.folder) folder = Math.max(folder, speaker.share);
    }
    const gain = REFERENCE_WEIGHT * references / (1 + references) + PARTNER_WEIGHT * partner +
      FOLDER_WEIGHT * folder;
    return { ...file, score: file.score + gain * best * toFactor(path) };
  });
  const ceiling = files[KEPT_FILES - 1].score;
  const capped = rest.sort(byScore).map((file) => ({
    ...file,
    score: Math.min(file.score, ceiling * (1 - 1e-6) - (best - file.score) * 1e-9),
  }));
  return [...files.slice(0, KEPT_FILES), ...capped];
}

function toFolder(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

const GENERAL_NAME_REGEXP = /^(?:mod|index|lib|__init__|main|types?|utils?)$/;

/** What a file is about, by its name; by its folder's where the name is a general one. */
function toSubject(path: string): string {
  const parts = path.split("/");
  const name = parts.at(-1)!.replace(/(?:[._-](?:tests?|spec))?\..*$/, "");
  const subject = GENERAL_NAME_REGEXP.test(name) ? parts.at(-2) ?? name : name;
  return subject.toLowerCase().replace(/[_-]/g, "");
}

/** Reads all identifiers of some files, without case and underscores. */
export async function readWords(
  files: readonly FileScore[],
  visitFiles: VisitFiles,
): Promise<ReadonlySet<string>[]> {
  const words = files.map(() => new Set<string>());
  await visitFiles(files.map((file) => file.evidence.path), (number, bytes) => {
    const text = new TextDecoder().decode(bytes.subarray(0, WORDS_LIMIT_BYTES));
    for (const word of text.match(/[A-Za-z$][\w$]*/g) ?? []) {
      words[number].add(word.toLowerCase().replaceAll("_", ""));
    }
  });
  return words;
}

/** The names that a file refers to are mostly at its top. */
const WORDS_LIMIT_BYTES = 40_000;
