import {
  type Attempt,
  type CandidateOutcome,
  makeReport,
  makeStatement,
  openBudget,
  raceCandidates,
  rankOutcomes,
  type Spending,
  type SpendingBudget,
} from "../lib/agent/mod.ts";
import { Failure, toFailure } from "../lib/errors.ts";
import {
  type CheckOptions,
  checkPatchAlone,
  type PipelineOptions,
  runCandidate,
} from "../lib/pipeline.ts";
import type { RequestRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import { type ModelSource, openModelSource } from "./model_source.ts";
import { readApplyOptions } from "./patch.ts";
import { runPromptCommand } from "./prompt_command.ts";
import { findWindow, openPacker, readPrompt } from "./request_source.ts";
import { openRunCheck, readBudgetLimits, readPositive, type RunCheck } from "./run_options.ts";
import { followCandidate } from "./run_progress.ts";
import { showOutput } from "./show_output.ts";
import { writePatch } from "./write_patch.ts";
import { writeWhole } from "./write_whole.ts";

const DEFAULT_ATTEMPTS = 3;

/** `zerostack run`: a prompt goes in, a patch comes out. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  const check = await openRunCheck(options, io);
  const done = await tryWithoutModel(invocation, check);
  if (done !== undefined) return await finish(invocation, { outcomes: [done] });
  using stack = new DisposableStack();
  const sources = await openSources(invocation, stack);
  const limits = await readBudgetLimits(options, io, sources);
  const progress = stack.use(io.openProgress());
  progress.show("reading the repository");
  const pack = await openPacker(invocation);
  const windowTokens = await findSmallestWindow(invocation, sources);
  const request = await pack({ windowTokens });
  if (options.has("dry-run")) {
    await io.write(JSON.stringify(request) + "\n");
    return OK;
  }
  const { omitted, usedTokens } = request.budget;
  io.detail(
    `${request.excerpts.length} excerpts, ${usedTokens} tokens, ${omitted.length} files left out`,
  );
  progress.show(`waiting for the answer to ${usedTokens} tokens`);
  const budget = openBudget(limits);
  const outcomes = await runCandidates(invocation, {
    request,
    countTokens: pack.countTokens,
    sources,
    check: check && { ...check, packAgain: (found) => pack({ windowTokens, ...found }) },
    budget,
    progress,
  });
  return await finish(invocation, { ...outcomes, spent: budget.spent() });
}

/**
 * A prompt that says exactly what a command does needs no model, but it needs the check.
 *
 * @returns What came of it; undefined when a model has to be asked.
 */
async function tryWithoutModel(
  invocation: Invocation,
  check: RunCheck | undefined,
): Promise<CandidateOutcome | undefined> {
  const { options, io } = invocation;
  const { prompt, readsInput } = readPrompt(invocation);
  const isAsked = !readsInput && !options.has("dry-run");
  const { diff, why } = isAsked ? await runPromptCommand(prompt, invocation) : {};
  if (diff !== undefined) {
    const { signal, now } = io;
    const outcome = await checkPatchAlone(diff, { checkPatch: check?.checkPatch, signal, now });
    if (outcome.passed || options.has("no-model")) return outcome;
    io.report("the check fails on that: a model is asked");
  }
  if (why !== undefined && why.reason !== "E_NOTHING") {
    io.report(`no command can do it: ${why.message}`);
  }
  if (options.has("no-model")) throw noModel();
  return undefined;
}

function noModel(): Failure {
  return new Failure(
    "E_NO_MODEL",
    'Cannot do "run" without a model: no command does what the prompt says, ' +
      "and --no-model is given; a local one starts with: ollama run qwen3-coder",
  );
}

/** One source for each model that was named, or one for the model that is served. */
async function openSources(
  { options, io }: Invocation,
  stack: DisposableStack,
): Promise<ModelSource[]> {
  const models = options.list("model");
  const sources: ModelSource[] = [];
  for (const model of models.length === 0 ? [undefined] : models) {
    sources.push(stack.use(await openModelSource(options, io, model)));
  }
  return sources;
}

/** One request is packed for all, so the smallest window counts. */
async function findSmallestWindow(
  invocation: Invocation,
  sources: readonly ModelSource[],
): Promise<number | undefined> {
  const windows: number[] = [];
  for (const source of sources) {
    const windowTokens = await findWindow(invocation, source);
    if (windowTokens !== undefined) windows.push(windowTokens);
  }
  return windows.length === 0 ? undefined : Math.min(...windows);
}

interface RunParts {
  readonly request: RequestRecord;
  readonly countTokens: PipelineOptions["countTokens"];
  readonly sources: readonly ModelSource[];
  readonly check: CheckOptions | undefined;
  readonly budget: SpendingBudget;
  readonly progress: ReturnType<Invocation["io"]["openProgress"]>;
}

interface Outcomes {
  readonly outcomes: readonly (CandidateOutcome | undefined)[];
  /** Why all of them ended; absent when they ended by themselves. */
  readonly failure?: Failure;
  /** What the models cost. Default: nothing was asked. */
  readonly spent?: Spending;
}

/** Runs the candidates; a replay has no race, as the order of its answers would be chance. */
async function runCandidates(invocation: Invocation, parts: RunParts): Promise<Outcomes> {
  const { options, io } = invocation;
  const count = readPositive(options, "candidates") ?? parts.sources.length;
  const startMs = io.now();
  const patch = readApplyOptions(options, io); // one for all, as the grammars load once
  const attempts: Attempt[][] = Array.from({ length: count }, () => []);
  const candidates = attempts.map((made, index) => (signal: AbortSignal) => {
    const follow = followCandidate(io, parts.progress, {
      candidate: count === 1 ? undefined : index + 1,
      startMs,
    });
    return runCandidate(parts.request, {
      ...follow,
      model: toModel(parts.sources, index, signal),
      patch,
      attempts: readPositive(options, "attempts") ?? DEFAULT_ATTEMPTS,
      check: parts.check,
      budget: parts.budget,
      countTokens: parts.countTokens,
      now: io.now,
      onAttempt: (attempt) => {
        made.push(attempt);
        follow.onAttempt?.(attempt);
      },
    });
  });
  try {
    const outcomes = await raceCandidates(candidates, {
      isWinner: (outcome) => outcome.passed,
      atOnce: options.has("replay") ? 1 : count,
      signal: io.signal,
    });
    return { outcomes };
  } catch (error) {
    const failure = toFailure(io.signal.aborted ? io.signal.reason : error);
    return { outcomes: attempts.map(toUnfinished), failure };
  }
}

/** The models in turn, and a seed of its own for each further candidate of a model. */
function toModel(
  sources: readonly ModelSource[],
  index: number,
  signal: AbortSignal,
): PipelineOptions["model"] {
  const { openAnswer, sampling } = sources[index % sources.length];
  const round = Math.floor(index / sources.length);
  const seed = sampling.seed === undefined && round === 0
    ? undefined
    : (sampling.seed ?? 0) + round;
  return { openAnswer, sampling: { ...sampling, seed }, signal };
}

function toUnfinished(attempts: readonly Attempt[]): CandidateOutcome | undefined {
  if (attempts.length === 0) return undefined;
  const best = attempts.findLast(({ patch }) => patch !== undefined);
  return { attempts, passed: false, patch: best?.patch };
}

/** Writes the evidence, and the patch if there is one that is good enough. */
async function finish(
  invocation: Invocation,
  { outcomes, failure: common, spent = openBudget({}).spent() }: Outcomes,
): Promise<number> {
  const { options, io } = invocation;
  const best = rankOutcomes(outcomes)[0];
  const outcome = outcomes[best];
  const failure = common ?? outcome?.failure;
  const report = await makeReport({
    prompt: readPrompt(invocation).prompt,
    outcomes,
    best,
    spent,
    failure,
    hasTimes: !options.has("replay"),
  });
  const statement = makeStatement(report);
  await writeWhole(io, options.text("report"), JSON.stringify(report, null, 2) + "\n");
  await writeWhole(io, options.text("attest"), statement && JSON.stringify(statement) + "\n");
  if (failure === undefined && outcome?.patch !== undefined) {
    await writePatch(io, outcome.patch.diff);
    return OK;
  }
  await writeWhole(io, options.text("keep"), outcome?.patch?.diff);
  const check = outcome?.attempts.at(-1)?.check;
  if (failure?.reason === "E_CHECK" && check !== undefined) showOutput(options, check);
  throw failure ?? new Failure("E_BUG", "Cannot go on: no candidate ended");
}
