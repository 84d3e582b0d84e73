/**
 * Decides where each hunk of one file goes. A hunk goes where it fits, and only there; where it fits
 * in several places, what else the answer says about its place must leave exactly one.
 *
 * @module
 */

import { encodeBinary } from "../binary.ts";
import { type HunkEdit, toOldLines } from "./edit.ts";
import type { FileLines } from "./file_lines.ts";
import { findMatches, type Match } from "./match.ts";

/** Where a hunk goes, or what is in the way. */
export interface Placement {
  /** The hunk. */
  readonly hunk: HunkEdit;
  /** Its one place; absent when there is not exactly one. */
  readonly match?: Match;
  /** All places that fit, from 0; empty when there is none. */
  readonly starts: readonly number[];
}

/** Finds the place of each hunk of a file; all places are in the file as it is before any edit. */
export function placeHunks(file: FileLines, hunks: readonly HunkEdit[]): Placement[] {
  const sections = Map.groupBy(hunks, (hunk) => hunk.section);
  const placements = new Map<HunkEdit, Placement>();
  for (const section of sections.values()) {
    for (const placement of placeSection(file, section)) placements.set(placement.hunk, placement);
  }
  return hunks.map((hunk) => placements.get(hunk)!);
}

function placeSection(file: FileLines, hunks: readonly HunkEdit[]): Placement[] {
  const found = hunks.map((hunk) => findCandidates(file, hunk));
  let candidates: readonly (readonly Match[])[] = found;
  if (hunks.length > 0 && isInOrder(hunks)) candidates = keepOrder(candidates);
  candidates = useNumbers(hunks, candidates);
  return hunks.map((hunk, at) => {
    const starts = (candidates[at].length > 0 ? candidates : found)[at].map((match) => match.start);
    return candidates[at].length === 1
      ? { hunk, match: candidates[at][0], starts }
      : { hunk, starts };
  });
}

function findCandidates(file: FileLines, hunk: HunkEdit): Match[] {
  const block = toOldLines(hunk.lines).map(encodeBinary);
  if (block.length === 0) return findInsertion(file, hunk);
  const matches = findMatches(file.lines, block);
  const reaching = hunk.atEnd ? matches.filter(({ end }) => end === file.lines.length) : matches;
  if (hunk.anchors === undefined) return reaching;
  return followAnchors(file, hunk.anchors, reaching);
}

/** A hunk of added lines alone has a place at the head of a file, in an empty file, or at the end. */
function findInsertion(file: FileLines, hunk: HunkEdit): Match[] {
  const at = hunk.atEnd ? file.lines.length : 0;
  const isKnown = hunk.atEnd || hunk.statedLine === 0 || file.lines.length === 0;
  return isKnown ? [{ start: at, end: at, skipHead: 0, skipTail: 0 }] : [];
}

/** For each place of the anchors the first match behind it. */
function followAnchors(
  file: FileLines,
  anchors: readonly string[],
  matches: readonly Match[],
): Match[] {
  const wanted = anchors.map((anchor) => encodeBinary(anchor).trim());
  const isAnchor = (line: string, anchor: string) => line.trim() === anchor;
  const starts = file.lines.flatMap((line, at) => isAnchor(line, wanted[0]) ? [at] : []);
  const reached = new Map<number, Match>();
  for (const start of starts) {
    let at = start;
    for (const anchor of wanted.slice(1)) {
      at = file.lines.findIndex((line, index) => index > at && isAnchor(line, anchor));
      if (at < 0) break;
    }
    const match = at < 0 ? undefined : matches.find((match) => match.start >= at);
    if (match !== undefined) reached.set(match.start, match);
  }
  return [...reached.values()];
}

/** Whether the hunks can be relied on to be in the order of the file. */
function isInOrder(hunks: readonly HunkEdit[]): boolean {
  if (!hunks.every((hunk) => hunk.ordered)) return false;
  const stated = hunks.flatMap(({ statedLine }) => statedLine === undefined ? [] : [statedLine]);
  return stated.every((line, at) => at === 0 || line >= stated[at - 1]);
}

/** Drops places that would put hunks out of order, as far as hunks with one place tell. */
function keepOrder(candidates: readonly (readonly Match[])[]): Match[][] {
  const kept = candidates.map((matches) => [...matches]);
  for (let changed = true; changed;) {
    changed = false;
    kept.forEach((matches, at) => {
      if (matches.length < 2) return;
      const before = kept.slice(0, at).findLast((others) => others.length === 1)?.[0].end ?? 0;
      const after = kept.slice(at + 1).find((others) => others.length === 1)?.[0].start ?? Infinity;
      const fitting = matches.filter(({ start, end }) => start >= before && end <= after);
      if (fitting.length > 0 && fitting.length < matches.length) {
        kept[at] = fitting;
        changed = true;
      }
    });
  }
  return kept;
}

/**
 * Uses stated line numbers where several places fit: they count when they are off by the same for
 * every hunk that has one place, and when one place is off by exactly that.
 */
function useNumbers(
  hunks: readonly HunkEdit[],
  candidates: readonly (readonly Match[])[],
): (readonly Match[])[] {
  const offsets = new Set<number>();
  hunks.forEach(({ statedLine }, at) => {
    const [match] = candidates[at];
    if (statedLine === undefined || candidates[at].length !== 1) return;
    offsets.add(match.start - match.skipHead - (statedLine - 1));
  });
  if (offsets.size > 1) return [...candidates];
  const offset = [...offsets][0] ?? 0;
  return hunks.map(({ statedLine }, at) => {
    if (statedLine === undefined || candidates[at].length < 2) return candidates[at];
    const hits = candidates[at].filter(({ start, skipHead }) =>
      start - skipHead === statedLine - 1 + offset
    );
    return hits.length === 1 ? hits : candidates[at];
  });
}
