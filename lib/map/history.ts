/**
 * What the past says of files: those that were changed when somebody wrote what the prompt says, and
 * those that are being worked on.
 *
 * @module
 */

import type { PastCommit } from "../ports.ts";
import { createCounter, type Glance, type Search } from "./evidence.ts";
import type { Query } from "./query.ts";
import { scoreText, studyCorpus } from "./score.ts";

/** What the past says of one file. */
export interface FilePast {
  /** How much the commits that changed it are like the prompt, together. */
  readonly alike: number;
  /** How much one of them is like the prompt, at the mean. */
  readonly usual: number;
  /** How much it was changed of late. */
  readonly recent: number;
  /** How many commits changed it. */
  readonly commits: number;
  /** Of how many. */
  readonly of: number;
  /** How many of those that changed it have words of the prompt. */
  readonly spoken: number;
}

/** After how many commits a change counts half, for its likeness and for being recent. */
const ALIKE_HALF_COMMITS = 100;
const RECENT_HALF_COMMITS = 10;
/** How soon a commit that is like the prompt counts more than many that are a little like it. */
const ALIKE_STEEPNESS = 2;
/** So many commits that are unlike the prompt are thought of for each file: one says little. */
const USUAL_DOUBT = 3;

/** Studies what commits say of the files that they changed, by path. */
export function studyHistory(
  commits: readonly PastCommit[],
  query: Query,
  search: Search,
): ReadonlyMap<string, FilePast> {
  const messages = toGlances(commits, search);
  const corpus = studyCorpus(messages, query);
  const past = new Map<string, FilePast>();
  commits.forEach(({ paths }, age) => {
    const share = 1 / Math.sqrt(paths.length);
    const likeness = scoreText(messages[age], corpus);
    const alike = share * likeness ** ALIKE_STEEPNESS / (1 + age / ALIKE_HALF_COMMITS);
    const recent = share / (1 + age / RECENT_HALF_COMMITS);
    for (const path of paths) {
      const known = past.get(path) ??
        { alike: 0, usual: 0, recent: 0, commits: 0, spoken: 0, of: 0 };
      past.set(path, {
        alike: known.alike + alike,
        usual: known.usual + likeness,
        recent: known.recent + recent,
        commits: known.commits + 1,
        of: commits.length,
        spoken: known.spoken + (likeness > 0 ? 1 : 0),
      });
    }
  });
  for (const [path, file] of past) {
    past.set(path, { ...file, usual: file.usual / (file.commits + USUAL_DOUBT) });
  }
  return past;
}

/** The messages as texts like those of files. */
function toGlances(commits: readonly PastCommit[], search: Search): Glance[] {
  const count = createCounter(search);
  const encoder = new TextEncoder();
  const none = new Uint16Array(search.terms);
  return commits.map(({ message }) => {
    const bytes = encoder.encode(message);
    return {
      path: "",
      sizeBytes: bytes.length,
      inText: count(bytes),
      inName: none,
      inFolders: none,
    };
  });
}
