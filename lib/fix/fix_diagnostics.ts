/**
 * Makes the fixes that tools offer: each whole or not at all, and none where it is not certain what
 * it would change.
 *
 * @module
 */

import { makePatch } from "../diff.ts";
import { digest } from "../digest.ts";
import { applyByteEdits } from "../edits.ts";
import { Failure } from "../errors.ts";
import type { FileContent, ReadFile } from "../ports.ts";
import type { LoadGrammar } from "../syntax.ts";
import type { ByteEdit, DiagnosticRecord, Fix, PatchRecord } from "../types.ts";
import { type Candidate, chooseFixes, isConsistent } from "./choose.ts";
import { type Gate, makeGate } from "./gate.ts";

/** How to fix. */
export interface FixOptions {
  /** Reads a file of the repository. */
  readonly readFile: ReadFile;
  /** Loads the grammars by which results are checked; without it they are not parsed. */
  readonly loadGrammar?: LoadGrammar;
  /** Whether to make the fixes too that may change what the code means. Default false. */
  readonly unsafe?: boolean;
}

/** What came of it. */
export interface FixResult {
  /** All that was fixed, as one patch; its diff is empty when nothing was. */
  readonly patch: PatchRecord;
  /** The diagnostics that are left, as they came in. */
  readonly rest: readonly DiagnosticRecord[];
  /** How many diagnostics were fixed. */
  readonly fixed: number;
  /** Why fixes were not made, one line each. */
  readonly notices: readonly string[];
}

/** A file as it was, and as it is after the fixes so far. */
interface FileState {
  readonly content: FileContent;
  readonly current: Uint8Array;
  readonly digest: string;
}

interface Work {
  readonly records: readonly DiagnosticRecord[];
  readonly files: Map<string, FileState>;
  readonly readFile: ReadFile;
  readonly gate: Gate;
  readonly done: Set<number>;
  readonly notices: string[];
}

/**
 * Makes the fixes.
 *
 * Diagnostics of several passes of a tool may come one after another, if each says by digest which
 * text it is about: when the fixes of one pass have made that text, those of the next are made.
 *
 * @param records The diagnostics.
 * @param options What to fix and how.
 * @throws {Failure} With `E_STALE` when a file is not the one that a diagnostic is about.
 */
export async function fixDiagnostics(
  records: readonly DiagnosticRecord[],
  options: FixOptions,
): Promise<FixResult> {
  const work: Work = {
    records,
    files: new Map(),
    readFile: options.readFile,
    gate: makeGate(options.loadGrammar),
    done: new Set(),
    notices: [],
  };
  const fixes = records.map((record) => findFix(record, options.unsafe === true));
  const matched = new Set<number>();
  while (await makeRound(work, fixes, matched));
  refuseStale(work, fixes, matched);
  const files = [...work.files].map(([path, { content, current }]) => ({
    path,
    before: content.bytes,
    after: current,
    mode: content.mode,
  }));
  return {
    patch: makePatch("fix", files),
    rest: records.filter((_record, index) => !work.done.has(index)),
    fixed: work.done.size,
    notices: [...new Set(work.notices)],
  };
}

/** The fix that would be made of a diagnostic: the first that is as safe as was asked. */
function findFix(record: DiagnosticRecord, unsafe: boolean): Fix | undefined {
  const isWanted = ({ safety }: Fix) => safety === "safe" || (unsafe && safety === "unsafe");
  return record.fixes.find((fix) => isWanted(fix) && fix.edits.length > 0 && isConsistent(fix));
}

/** Makes the fixes that are about the files as they are now; false when there was none. */
async function makeRound(
  work: Work,
  fixes: readonly (Fix | undefined)[],
  matched: Set<number>,
): Promise<boolean> {
  const candidates: Candidate[] = [];
  for (const [index, fix] of fixes.entries()) {
    if (fix === undefined || matched.has(index)) continue;
    if (!await isAboutNow(work, index, fix)) continue;
    matched.add(index);
    candidates.push({ index, fix });
  }
  if (candidates.length === 0) return false;
  const { taken, same, deferred } = chooseFixes(candidates);
  const kept = await keepSound(work, taken);
  const made = new Set(kept.map(({ fix }) => toKey(fix)));
  for (const { index } of kept) work.done.add(index);
  for (const { index, fix } of same) if (made.has(toKey(fix))) work.done.add(index);
  if (deferred.length > 0) {
    work.notices.push(`${deferred.length} fixes touch others: run the tool again after this patch`);
  }
  return kept.length > 0;
}

function toKey(fix: Fix): string {
  return JSON.stringify(fix.edits);
}

/** Whether a diagnostic is about the text that its file has now, after the fixes so far. */
async function isAboutNow(work: Work, index: number, fix: Fix): Promise<boolean> {
  const { location } = work.records[index];
  for (const { path, digest: other } of fix.edits) {
    const file = await openFile(work, path);
    if (file === undefined) return false;
    const wanted = other ?? (path === location?.path ? location.digest : undefined);
    const isSame = wanted === undefined
      ? file.current === file.content.bytes
      : file.digest === wanted;
    if (!isSame) return false;
  }
  return true;
}

async function openFile(work: Work, path: string): Promise<FileState | undefined> {
  const known = work.files.get(path);
  if (known !== undefined) return known;
  const content = await work.readFile(path);
  if (content === undefined) return undefined;
  const state = { content, current: content.bytes, digest: await digest(content.bytes) };
  work.files.set(path, state);
  return state;
}

/** Makes as many of the fixes as pass the gate together, and changes the files. */
async function keepSound(work: Work, fixes: readonly Candidate[]): Promise<Candidate[]> {
  const groups = groupByFiles(fixes);
  const kept: Candidate[] = [];
  for (const group of groups) kept.push(...await keepInGroup(work, group));
  return kept;
}

/** Fixes that are checked together, and the files that they are in. */
interface Group {
  readonly paths: Set<string>;
  readonly fixes: Candidate[];
}

/** Fixes that have files in common stand together, so that others are not checked with them. */
function groupByFiles(fixes: readonly Candidate[]): Candidate[][] {
  const byPath = new Map<string, Group>();
  for (const candidate of fixes) {
    const paths = new Set(candidate.fix.edits.map((edit) => edit.path));
    const known = [...new Set(Array.from(paths, (path) => byPath.get(path)))]
      .filter((group) => group !== undefined);
    const group = joinGroups(known);
    group.fixes.push(candidate);
    for (const path of paths) group.paths.add(path);
    if (known.length !== 1 || paths.size > 1) {
      for (const path of group.paths) byPath.set(path, group);
    }
  }
  return [...new Set(byPath.values())].map((group) => group.fixes);
}

function joinGroups([first, ...others]: readonly Group[]): Group {
  const group = first ?? { paths: new Set(), fixes: [] };
  for (const other of others) {
    for (const path of other.paths) group.paths.add(path);
    for (const fix of other.fixes) group.fixes.push(fix);
  }
  return group;
}

async function keepInGroup(work: Work, group: readonly Candidate[]): Promise<Candidate[]> {
  const base = new Map(work.files);
  let kept: readonly Candidate[] = [];
  const add = async (more: readonly Candidate[]): Promise<void> => {
    const wanted = [...kept, ...more];
    const why = await tryFixes(work, base, wanted);
    if (why === undefined) {
      kept = wanted;
    } else if (more.length === 1) {
      work.notices.push(`a fix of ${work.records[more[0].index].source} is not made: ${why}`);
    } else {
      const half = more.length >> 1;
      await add(more.slice(0, half));
      await add(more.slice(half));
    }
  };
  await add(group);
  await commit(work, base, kept);
  return [...kept];
}

type Files = ReadonlyMap<string, FileState>;

/** Says why fixes cannot be made together. */
async function tryFixes(
  work: Work,
  base: Files,
  fixes: readonly Candidate[],
): Promise<string | undefined> {
  for (const [path, edits] of groupEdits(fixes)) {
    const before = base.get(path)!.current;
    const after = tryEdits(before, edits);
    if (typeof after === "string") return after;
    const why = await work.gate({ path, before, after });
    if (why !== undefined) return why;
  }
  return undefined;
}

/** The file with all edits made, or why they cannot be. */
function tryEdits(before: Uint8Array, edits: readonly ByteEdit[]): Uint8Array | string {
  try {
    return applyByteEdits(before, edits);
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

function groupEdits(fixes: readonly Candidate[]): Map<string, ByteEdit[]> {
  return Map.groupBy(fixes.flatMap(({ fix }) => fix.edits), (edit) => edit.path);
}

async function commit(work: Work, base: Files, fixes: readonly Candidate[]): Promise<void> {
  for (const [path, edits] of groupEdits(fixes)) {
    const { content, current } = base.get(path)!;
    const after = applyByteEdits(current, edits);
    work.files.set(path, { content, current: after, digest: await digest(after) });
  }
}

/** A fix that is about a text that the file never had is about another state of the repository. */
function refuseStale(
  work: Work,
  fixes: readonly (Fix | undefined)[],
  matched: ReadonlySet<number>,
): void {
  const index = fixes.findIndex((fix, at) => fix !== undefined && !matched.has(at));
  if (index < 0) return;
  const path = fixes[index]?.edits[0].path;
  throw new Failure(
    "E_STALE",
    `Cannot fix "${path}": it changed since ${work.records[index].source} read it, run that again`,
  );
}
