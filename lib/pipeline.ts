/**
 * The stages in one process: a request goes to the model, its answer becomes a patch, the patch is
 * checked, and what does not fit or does not pass is asked for again.
 *
 * @module
 */

import {
  askAgain,
  askInForm,
  type Attempt,
  type CandidateOutcome,
  countRequest,
  isCommon,
  isMendable,
  type Look,
  type MoreWanted,
  openSecondLook,
  printCheckFeedback,
  type SecondLook,
  type SecondLookOptions,
  type SpendingBudget,
  toEasierForm,
  toOriginalDiagnostics,
} from "./agent/mod.ts";
import { toCheckFailure, trimOutput } from "./check/mod.ts";
import { applyDiff } from "./diff.ts";
import { parseDiff } from "./diff_text.ts";
import { digest } from "./digest.ts";
import { Failure, fromErrorRecord, toFailure } from "./errors.ts";
import type { Roots } from "./lint/mod.ts";
import { askModel, type AskOptions } from "./model/mod.ts";
import type { ApplyOptions, Edit, RefusedAnswer } from "./patch/mod.ts";
import type { CheckPatch, CountTokens, Now, ReadFile } from "./ports.ts";
import { findSecrets, redactSecrets } from "./secrets.ts";
import type {
  AnswerForm,
  AnswerRecord,
  CheckRecord,
  DiagnosticRecord,
  PatchRecord,
  RequestRecord,
} from "./types.ts";

/** What the stages are made of. */
export interface PipelineOptions {
  /** How the model is asked. */
  readonly model: AskOptions;
  /** What its edits are applied to, and what is allowed. */
  readonly patch: Omit<ApplyOptions, "base" | "carried">;
  /** Most answers that are asked for, from 1. */
  readonly attempts: number;
  /** Counts what a request costs. */
  readonly countTokens: CountTokens;
  /** How patches are checked; absent to take the first that applies. */
  readonly check?: CheckOptions;
  /** How the model may ask to see more of the repository. Default: it may not. */
  readonly more?: MoreOptions;
  /** What may be spent; shared by all candidates. Default: anything. */
  readonly budget?: SpendingBudget;
  /** The clock of the report. Default: no time passes. */
  readonly now?: Now;
  /** Sees each record of each answer as it arrives. Default: nobody does. */
  readonly onRecord?: (record: AnswerRecord) => void;
  /** Hears that a patch is being checked. Default: nobody does. */
  readonly onCheck?: (patch: PatchRecord) => void;
  /** Hears what became of an attempt, before the next one begins. Default: nobody does. */
  readonly onAttempt?: (attempt: Attempt) => void;
}

/** How patches are checked, and what is asked when one fails. */
export interface CheckOptions {
  /** Checks a patch. */
  readonly checkPatch: CheckPatch;
  /** Where the repository is, as the paths in the output of the check name it. */
  readonly roots: Roots;
  /** Packs the request anew, around what a check has found, with room for more messages. */
  readonly packAgain: (found: FailedCheck) => Promise<RequestRecord>;
}

/** How a model may ask to see more; each candidate for itself. */
export type MoreOptions = Omit<SecondLookOptions, "countTokens">;

/** What a new request is packed around. */
export interface FailedCheck extends Pick<MoreWanted, "asked" | "moreRounds"> {
  /** What the output of the check is about, in the files as they are. */
  readonly findings: readonly DiagnosticRecord[];
  /** Tokens that messages after the request need. */
  readonly reserveTokens: number;
}

/** Share of the request that the output of a failed check may take. */
const OUTPUT_SHARE = 0.2;
const TOKEN_BYTES = 4;
const LEAST_OUTPUT_BYTES = 1000;

/**
 * Asks a model until its edits fit and pass the check. Edits that fit are kept, so that only the
 * others are asked for again; after a failed check all are asked for again.
 *
 * @param request What is asked.
 * @param options What the stages are made of.
 * @returns The patch.
 * @throws {Failure} With the reason of the stage that failed, or of the last answer.
 */
export async function runPipeline(
  request: RequestRecord,
  options: PipelineOptions,
): Promise<PatchRecord> {
  const { patch, failure } = await runCandidate(request, options);
  if (failure !== undefined) throw failure;
  return patch!;
}

/**
 * Does the same, and tells all about it.
 *
 * @throws {Failure} Only for what another candidate would meet as well, such as a missing cage.
 */
export async function runCandidate(
  request: RequestRecord,
  options: PipelineOptions,
): Promise<CandidateOutcome> {
  const attempts: Attempt[] = [];
  const note = (attempt: Attempt) => {
    attempts.push(attempt);
    options.onAttempt?.(attempt);
  };
  try {
    return { attempts, passed: true, patch: await tryAttempts(request, options, note) };
  } catch (error) {
    const failure = toFailure(error);
    if (isCommon(failure.reason) || options.model.signal.aborted) throw failure;
    const best = attempts.findLast(({ patch }) => patch !== undefined);
    return { attempts, passed: false, failure, patch: best?.patch };
  }
}

/** Checks a patch that was made without a model, and tells about it as about a candidate. */
export async function checkPatchAlone(
  diff: string,
  options: Pick<PipelineOptions, "now"> & {
    /** Checks it; absent to take it as it is. */
    readonly checkPatch?: CheckPatch;
    /** Ends the check. */
    readonly signal: AbortSignal;
  },
): Promise<CandidateOutcome> {
  const { now = () => 0, checkPatch, signal } = options;
  const startMs = now();
  const files = parseDiff(new TextEncoder().encode(diff)).map(({ path, from, change }) => ({
    path,
    ...(from !== undefined && { from }),
    change,
  }));
  const patch: PatchRecord = { type: "patch", origin: "run", diff, files };
  const check = await checkPatch?.(diff, signal);
  const failure = check === undefined || check.ok ? undefined : toCheckFailure(check);
  const attempt: Attempt = {
    number: 1,
    patch,
    ...(check && { check }),
    ...(failure && { reason: failure.reason, message: failure.message }),
    durationMs: now() - startMs,
  };
  return { attempts: [attempt], passed: failure === undefined, patch, ...(failure && { failure }) };
}

async function tryAttempts(
  request: RequestRecord,
  options: PipelineOptions,
  note: (attempt: Attempt) => void,
): Promise<PatchRecord> {
  const { attempts, check, countTokens } = options;
  const look = openSecondLook({ ...options.more ?? NO_MORE, countTokens });
  let asked = request;
  let carried: readonly Edit[] = [];
  let answers: string[] = [];
  for (let number = 1;; number++) {
    const turn = await makeAttempt(asked, { ...options, number, carried, look });
    note(turn.attempt);
    const { answer, refused, failure } = turn;
    asked = turn.request;
    const { patch, check: checked } = turn.attempt;
    if (failure === undefined) return patch!;
    if (number >= attempts || answer === undefined) throw failure;
    answers.push(answer);
    if (refused !== undefined) {
      if (!isMendable(refused.reason)) throw failure;
      carried = refused.fitted;
      const { printFeedback } = await loadPatch();
      const form = await chooseForm(asked, refused, options.patch.readFile);
      asked = askInForm(askAgain(asked, answer, printFeedback(refused)), form);
    } else if (check !== undefined && patch !== undefined && checked !== undefined) {
      asked = await packAfterCheck(request, checked, { patch, answers, check, options, look });
      carried = [];
      answers = [];
    } else throw failure;
  }
}

/** What fits is kept, and the rest is asked for in the same form; where nothing fits, in an easier one. */
async function chooseForm(
  { answer, base }: RequestRecord,
  { failures, fitted }: RefusedAnswer,
  readFile: ReadFile,
): Promise<AnswerForm> {
  if (fitted.length > 0) return answer;
  const named = failures.flatMap(({ path }) => path === undefined ? [] : [path]);
  const paths = new Set(named.length > 0 ? named : base.files.map(({ path }) => path));
  const sizes: number[] = [];
  for (const path of paths) {
    const shown = base.files.find((file) => file.path === path);
    const file = await readFile(path).catch(() => undefined); // refused already, and told
    const isKnown = file === undefined || (shown !== undefined && !shown.isPart);
    sizes.push(isKnown ? file?.bytes.length ?? 0 : Infinity); // nobody can write what is not shown
  }
  return toEasierForm(answer, sizes);
}

/** The request does not wait for what is needed only once it is answered. */
const loadPatch = () => import("./patch/mod.ts");

/** Loads what the answer will need, while the model is still writing it. */
function prepare({ excerpts }: RequestRecord, { countSyntaxErrors }: PipelineOptions["patch"]) {
  const ignore = () => {}; // what fails here fails again where it is needed, and is told there
  loadPatch().catch(ignore);
  if (excerpts.length > 0) countSyntaxErrors?.(excerpts[0].path, new Uint8Array()).catch(ignore);
}

/** Whoever asks to see more all the same gives an answer without edits. */
const NO_MORE: MoreOptions = {
  rounds: 0,
  packMore: () => Promise.reject(new TypeError("Cannot pack more as there are no rounds")),
};

interface AttemptOptions extends PipelineOptions {
  readonly look: SecondLook;
  readonly number: number;
  readonly carried: readonly Edit[];
}

/** What came of one attempt, and what the next one needs to know. */
interface TriedAttempt {
  readonly attempt: Attempt;
  /** The last request. */
  readonly request: RequestRecord;
  /** The whole answer; absent when it was not complete. */
  readonly answer?: string;
  /** Why its edits do not fit; absent when they do. */
  readonly refused?: RefusedAnswer;
  /** Why it is not good enough; absent when it is. */
  readonly failure?: Failure;
}

/** Asks once, shows what the answer asks to see, applies the answer and checks the patch. */
async function makeAttempt(
  first: RequestRecord,
  options: AttemptOptions,
): Promise<TriedAttempt> {
  const { now = () => 0, number, carried, check, onCheck, model } = options;
  const startMs = now();
  let request = first;
  let known: Partial<Attempt> = {};
  const end = (failure?: Failure): Attempt => ({
    number,
    ...known,
    ...(failure && { reason: failure.reason, message: failure.message }),
    durationMs: now() - startMs,
  });
  let answer: string | undefined;
  try {
    const note = (more: Partial<Attempt>) => known = { ...known, ...more };
    answer = await readAnswer(request, options, note);
    for (let next; (next = await options.look.lookAgain(request, answer)) !== undefined;) {
      known = { looks: [...known.looks ?? [], toLook(known, next)] };
      [request, answer] = [next, undefined];
      answer = await readAnswer(request, options, note);
    }
    const { applyAnswer } = await loadPatch();
    const applied = await applyAnswer(answer, { ...options.patch, base: request.base, carried });
    if (!applied.ok) {
      const failure = new Failure(applied.reason, applied.message);
      return { attempt: end(failure), answer, request, refused: applied, failure };
    }
    known = { ...known, patch: applied.patch };
    if (check === undefined) return { attempt: end(), answer, request };
    onCheck?.(applied.patch);
    const checked = await check.checkPatch(applied.patch.diff, model.signal);
    known = { ...known, check: checked };
    const failure = checked.ok ? undefined : toCheckFailure(checked);
    return { attempt: end(failure), answer, request, failure };
  } catch (error) {
    const failure = toFailure(error);
    return { attempt: end(failure), request, failure };
  }
}

/** What is told about an answer that asked to see more. */
function toLook({ request, answer, usage }: Partial<Attempt>, next: RequestRecord): Look {
  return { request: request!, answer: answer!, ...(usage && { usage }), asked: next.asked ?? [] };
}

/** Reads a whole answer; one that is not complete is a failure. */
async function readAnswer(
  request: RequestRecord,
  { model, onRecord, budget, countTokens, patch }: PipelineOptions,
  note: (known: Partial<Attempt>) => void,
): Promise<string> {
  const turn = budget?.begin(countRequest(request, countTokens));
  const parts: string[] = [];
  for await (const record of askModel(request, model)) {
    onRecord?.(record);
    turn?.see(record);
    if (record.type === "start") {
      note({ request: record.request, model: record.model });
      prepare(request, patch);
    }
    if (record.type === "text") parts.push(record.text);
    if (record.type === "usage") note({ usage: record });
    if (record.type === "error") throw fromErrorRecord(record);
  }
  const answer = parts.join("");
  note({ answer: await digest(answer) });
  return answer;
}

interface AfterCheck {
  readonly patch: PatchRecord;
  readonly answers: readonly string[];
  readonly check: CheckOptions;
  readonly options: PipelineOptions;
  readonly look: SecondLook;
}

/** Packs what the model needs to know about a failed check. */
async function packAfterCheck(
  request: RequestRecord,
  checked: CheckRecord,
  { patch, answers, check, options, look }: AfterCheck,
): Promise<RequestRecord> {
  const limitBytes = request.budget.limitTokens * OUTPUT_SHARE * TOKEN_BYTES;
  const output = redactSecrets(checked.output, findSecrets(checked.output));
  const feedback = printCheckFeedback(checked, {
    output: trimOutput(output, { limitBytes: Math.max(LEAST_OUTPUT_BYTES, limitBytes) }),
  });
  const answer = answers.join("\n\n");
  const packed = await check.packAgain({
    ...look.state(),
    findings: await readFindings(output, patch, {
      check,
      readFile: options.patch.readFile,
    }),
    reserveTokens: options.countTokens(answer) + options.countTokens(feedback),
  });
  return askAgain(packed, answer, feedback);
}

/** The findings in the output of a check, moved to the files as they are without the patch. */
async function readFindings(
  output: string,
  patch: PatchRecord,
  { check, readFile }: { readonly check: CheckOptions; readonly readFile: ReadFile },
): Promise<DiagnosticRecord[]> {
  const diffs = parseDiff(new TextEncoder().encode(patch.diff));
  const { readDiagnostics } = await import("./lint/mod.ts"); // most runs need no reader of reports
  const { records } = await readDiagnostics(output, {
    ...check.roots,
    readFile: async (path) => {
      const diff = diffs.find((file) => file.path === path);
      const before = await readFile(diff?.from ?? path);
      if (diff === undefined) return before;
      const bytes = applyDiff(diff, before?.bytes);
      return bytes && { bytes, mode: before?.mode ?? "100644" };
    },
  });
  return toOriginalDiagnostics(records, diffs);
}
