/**
 * `fix --model`: what the tools' own fixes leave is asked of a model, on the files as those fixes
 * make them. Both come out as one patch.
 *
 * @module
 */

import { openBudget } from "../lib/agent/mod.ts";
import { applyDiff, type FileDiff, type FileVersions, makePatch, parseDiff } from "../lib/diff.ts";
import { Failure, toFailure } from "../lib/errors.ts";
import { type FixResult, makeGate, moveRecords } from "../lib/fix/mod.ts";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { runCandidate } from "../lib/pipeline.ts";
import type { FileContent, ReadFile } from "../lib/ports.ts";
import type { RequestRecord } from "../lib/types.ts";
import { readApplyOptions } from "./apply_options.ts";
import type { Invocation } from "./command.ts";
import { findWindow } from "./find_window.ts";
import { type ModelSource, openModelSource } from "./model_source.ts";
import { openPacker, type PackRequest } from "./request_source.ts";
import { readBudgetLimits, readPositive } from "./run_options.ts";
import { followCandidate } from "./run_progress.ts";

const TASK = "Fix the findings that are listed. Change nothing else.";
const DEFAULT_ATTEMPTS = 3;

/** What is fixed already, and what is left. */
export interface FixedPart {
  /** What the tools' own fixes make. */
  readonly result: FixResult;
  /** Reads a file of the repository as it is. */
  readonly readFile: ReadFile;
}

/** What came of it. */
export interface ModelFix {
  /** The diff of all that was fixed; empty when nothing was. */
  readonly diff: string;
  /** Why the model's part is not in it. */
  readonly failure?: Failure;
}

/**
 * Asks a model for what is left. Whatever comes of that, the safe part is not lost.
 *
 * @param invocation The call, with the options of a model.
 * @param part What is fixed already.
 * @returns The patch, or the request under `--dry-run`.
 */
export async function fixWithModel(
  invocation: Invocation,
  part: FixedPart,
): Promise<ModelFix | RequestRecord> {
  const { diff } = part.result.patch;
  if (part.result.rest.length === 0) return { diff };
  try {
    return await askForRest(invocation, part);
  } catch (error) {
    return { diff, failure: toFailure(error) };
  }
}

async function askForRest(
  invocation: Invocation,
  part: FixedPart,
): Promise<ModelFix | RequestRecord> {
  const { options, io } = invocation;
  const fixed = toFixedFiles(part);
  const findings = moveRecords(part.result.rest, fixed.diffs);
  using source = await openModelSource(options, io);
  const limits = await readBudgetLimits(options, io, [source]);
  const pack = await openPacker({ ...invocation, operands: [TASK] });
  const windowTokens = await findWindow(invocation, source);
  const answer = options.choice("format", FORMS);
  const request = await pack({
    windowTokens,
    answer,
    findings,
    readFile: fixed.readFile,
    moreRounds: 0,
  });
  if (options.has("dry-run")) return request;
  const patch = await ask(request, { invocation, source, pack, limits, readFile: fixed.readFile });
  return { diff: await merge(patch, fixed, part.readFile, options.has("allow-syntax-errors")) };
}

const FORMS = ["search-replace", "whole", "udiff", "apply-patch", "json"] as const;

/** The files as the safe fixes make them. */
interface FixedFiles {
  readonly diffs: readonly FileDiff[];
  readonly readFile: ReadFile;
}

function toFixedFiles({ result, readFile }: FixedPart): FixedFiles {
  const diffs = parseDiff(new TextEncoder().encode(result.patch.diff));
  const byPath = new Map(diffs.map((diff) => [diff.path, diff]));
  return {
    diffs,
    readFile: async (path) => {
      const content = await readFile(path);
      const diff = byPath.get(path);
      const bytes = content && diff ? applyDiff(diff, content.bytes) : content?.bytes;
      return content && bytes && { ...content, bytes };
    },
  };
}

interface Asked {
  readonly invocation: Invocation;
  readonly source: ModelSource;
  readonly pack: PackRequest;
  readonly limits: Parameters<typeof openBudget>[0];
  readonly readFile: ReadFile;
}

/** The model's edits, on the files as the safe fixes make them. */
async function ask(request: RequestRecord, asked: Asked): Promise<readonly FileDiff[]> {
  const { invocation: { options, io }, source, pack, readFile } = asked;
  using progress = io.openProgress();
  progress.show(`waiting for the answer to ${request.budget.usedTokens} tokens`);
  const { patch, failure } = await runCandidate(request, {
    ...followCandidate(io, progress, { startMs: io.now() }),
    model: { openAnswer: source.openAnswer, sampling: source.sampling, signal: io.signal },
    patch: { ...readApplyOptions(options, io), readFile },
    attempts: readPositive(options, "attempts") ?? DEFAULT_ATTEMPTS,
    budget: openBudget(asked.limits),
    countTokens: pack.countTokens,
    now: io.now,
  });
  if (failure !== undefined) throw failure;
  return parseDiff(new TextEncoder().encode(patch!.diff));
}

/** One patch from the files as they are to what both parts make of them. */
async function merge(
  edits: readonly FileDiff[],
  fixed: FixedFiles,
  readFile: ReadFile,
  allowsSyntaxErrors: boolean,
): Promise<string> {
  const versions = new Map<string, FileVersions>();
  for (const { path } of fixed.diffs) {
    versions.set(path, toVersions(path, await readFile(path), (await fixed.readFile(path))?.bytes));
  }
  for (const diff of edits) {
    const { path, from = path } = diff;
    const before = diff.change === "create" ? undefined : await fixed.readFile(from);
    const after = diff.change === "delete" ? undefined : applyDiff(diff, before?.bytes);
    versions.delete(from); // its safe part is in the text that the model saw
    versions.set(path, { ...toVersions(path, await readFile(from), after), from });
  }
  await refuseFaults([...versions.values()], allowsSyntaxErrors);
  return makePatch("fix", [...versions.values()]).diff;
}

function toVersions(
  path: string,
  content: FileContent | undefined,
  after: Uint8Array | undefined,
): FileVersions {
  return { path, before: content?.bytes, after, mode: content?.mode };
}

/** What comes out went through the same gate as every fix. */
async function refuseFaults(
  versions: readonly FileVersions[],
  allowsSyntaxErrors: boolean,
): Promise<void> {
  const gate = makeGate(allowsSyntaxErrors ? undefined : createGrammarLoader());
  for (const { path, before, after } of versions) {
    if (before === undefined || after === undefined) continue;
    const why = await gate({ path, before, after });
    if (why !== undefined) throw new Failure("E_SYNTAX", `Cannot fix with the model: ${why}`);
  }
}

/** Says what a model is told, for those who send it themselves. */
export function isRequest(made: ModelFix | RequestRecord): made is RequestRecord {
  return "messages" in made;
}
