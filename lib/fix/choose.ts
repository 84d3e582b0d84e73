/**
 * Chooses which fixes are made together: those that lie apart. Two that touch are never made in
 * one go, as each was made for the text as it was, with the other not there.
 *
 * @module
 */

import { sortEdits } from "../edits.ts";
import type { ByteEdit, Fix } from "../types.ts";

/** A fix that could be made. */
export interface Candidate {
  /** Index of its diagnostic. */
  readonly index: number;
  /** The fix. */
  readonly fix: Fix;
}

/** What was chosen. */
export interface Choice {
  /** Fixes that lie apart, in the order in which they were taken. */
  readonly taken: readonly Candidate[];
  /** Candidates whose edits are exactly those of one that was taken. */
  readonly same: readonly Candidate[];
  /** Candidates that touch one that was taken; they fit after another run of the tool. */
  readonly deferred: readonly Candidate[];
}

/** A stretch of a file that a fix changes. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Chooses, in the order of where a fix starts, where it ends, and how long its text is.
 *
 * @param candidates The fixes that could be made.
 */
export function chooseFixes(candidates: readonly Candidate[]): Choice {
  const taken: Candidate[] = [];
  const same: Candidate[] = [];
  const deferred: Candidate[] = [];
  const changed = new Map<string, Stretch[]>();
  const keys = new Set<string>();
  for (const candidate of sortCandidates(candidates)) {
    const { edits } = candidate.fix;
    const key = JSON.stringify(
      edits.map(({ path, startByte, endByte, text }) => [path, startByte, endByte, text]),
    );
    if (keys.has(key)) same.push(candidate);
    else if (edits.some((edit) => touches(changed.get(edit.path) ?? [], edit))) {
      deferred.push(candidate);
    } else {
      keys.add(key);
      taken.push(candidate);
      for (const edit of edits) addStretch(changed, edit);
    }
  }
  return { taken, same, deferred };
}

interface Ranked {
  readonly candidate: Candidate;
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly length: number;
}

function sortCandidates(candidates: readonly Candidate[]): Candidate[] {
  const ranked = candidates.map(rank);
  ranked.sort((a, b) =>
    (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
    a.start - b.start || a.end - b.end || a.length - b.length ||
    a.candidate.index - b.candidate.index
  );
  return ranked.map(({ candidate }) => candidate);
}

function rank(candidate: Candidate): Ranked {
  const [first] = candidate.fix.edits;
  const own = candidate.fix.edits.filter((edit) => edit.path === first.path);
  return {
    candidate,
    path: first.path,
    start: Math.min(...own.map((edit) => edit.startByte)),
    end: Math.max(...own.map((edit) => edit.endByte)),
    length: own.reduce((sum, edit) => sum + edit.text.length, 0),
  };
}

/** Index of the first stretch that ends at a place or after it; stretches are sorted. */
function findStretch(stretches: readonly Stretch[], byte: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].end < byte) low = middle + 1;
    else high = middle;
  }
  return low;
}

function touches(stretches: readonly Stretch[], edit: ByteEdit): boolean {
  const next = stretches[findStretch(stretches, edit.startByte)];
  return next !== undefined && next.start <= edit.endByte;
}

/** Adds what an edit changes; edits of one fix may touch and become one stretch. */
function addStretch(changed: Map<string, Stretch[]>, edit: ByteEdit): void {
  const stretches = changed.get(edit.path) ?? [];
  changed.set(edit.path, stretches);
  let { startByte: start, endByte: end } = edit;
  const first = findStretch(stretches, start);
  let last = first;
  while (last < stretches.length && stretches[last].start <= end) {
    start = Math.min(start, stretches[last].start);
    end = Math.max(end, stretches[last].end);
    last++;
  }
  stretches.splice(first, last - first, { start, end });
}

/** Whether the edits of a fix can all be made: none overlaps another in its file. */
export function isConsistent(fix: Fix): boolean {
  const byPath = Map.groupBy(fix.edits, (edit) => edit.path);
  return [...byPath.values()].every((edits) => {
    const sorted = sortEdits(edits);
    return sorted.every((edit, index) => {
      const next = sorted[index + 1];
      if (next === undefined) return true;
      const isTwice = next.startByte === edit.startByte && next.endByte === edit.endByte;
      return edit.endByte <= next.startByte && !isTwice;
    });
  });
}
