/**
 * The candidates of a run: models, answer forms and seeds, each against the others.
 *
 * @module
 */

import {
  type Attempt,
  type CandidateOutcome,
  type MoreWanted,
  raceCandidates,
  type Spending,
  type SpendingBudget,
} from "../lib/agent/mod.ts";
import { type Failure, toFailure } from "../lib/errors.ts";
import { type FailedCheck, type PipelineOptions, runCandidate } from "../lib/pipeline.ts";
import type { AnswerForm, RequestRecord } from "../lib/types.ts";
import { readApplyOptions } from "./apply_options.ts";
import type { Invocation } from "./command.ts";
import type { ModelSource } from "./model_source.ts";
import type { Progress } from "./progress.ts";
import type { RunKind } from "./run_kinds.ts";
import { readPositive, type RunCheck } from "./run_options.ts";
import { followCandidate } from "./run_progress.ts";

const DEFAULT_ATTEMPTS = 3;

/** What all candidates share. */
export interface RunParts {
  /** The models, and what each is asked. */
  readonly kinds: readonly RunKind[];
  /** Counts what a request costs. */
  readonly countTokens: PipelineOptions["countTokens"];
  /** The check; absent to take what applies. */
  readonly check?: RunCheck;
  /** Packs a request anew: after a failed check, or with what the model asked to see. */
  readonly packAgain: (
    found: FailedCheck | MoreWanted,
    answer: AnswerForm,
  ) => Promise<RequestRecord>;
  /** What may be spent. */
  readonly budget: SpendingBudget;
  /** The live line. */
  readonly progress: Progress;
}

/** What became of all candidates. */
export interface Outcomes {
  /** By candidate; undefined for those that were stopped or never started. */
  readonly outcomes: readonly (CandidateOutcome | undefined)[];
  /** Why all of them ended; absent when they ended by themselves. */
  readonly failure?: Failure;
  /** What the models cost. Default: nothing was asked. */
  readonly spent?: Spending;
}

/** Runs the candidates; a replay has no race, as the order of its answers would be chance. */
export async function runCandidates(invocation: Invocation, parts: RunParts): Promise<Outcomes> {
  const { options, io } = invocation;
  const { kinds, check, packAgain } = parts;
  const count = readPositive(options, "candidates") ?? kinds.length;
  const startMs = io.now();
  const patch = readApplyOptions(options, io); // one for all, as the grammars load once
  const attempts: Attempt[][] = Array.from({ length: count }, () => []);
  const candidates = attempts.map((made, index) => (signal: AbortSignal) => {
    const follow = followCandidate(io, parts.progress, {
      candidate: count === 1 ? undefined : index + 1,
      startMs,
    });
    const { source, request } = kinds[index % kinds.length];
    return runCandidate(request, {
      ...follow,
      model: {
        ...toModel(source, Math.floor(index / kinds.length)),
        signal,
      },
      patch,
      attempts: readPositive(options, "attempts") ?? DEFAULT_ATTEMPTS,
      check: check && { ...check, packAgain: (found) => packAgain(found, request.answer) },
      more: {
        rounds: options.count("more") ?? 0,
        packMore: (wanted) => packAgain(wanted, request.answer),
      },
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

/** A model that is asked once more gets a seed of its own. */
function toModel(
  { openAnswer, sampling }: ModelSource,
  round: number,
): Omit<PipelineOptions["model"], "signal"> {
  const isPlain = sampling.seed === undefined && round === 0;
  const seed = isPlain ? undefined : (sampling.seed ?? 0) + round;
  return { openAnswer, sampling: { ...sampling, seed } };
}

function toUnfinished(attempts: readonly Attempt[]): CandidateOutcome | undefined {
  if (attempts.length === 0) return undefined;
  const best = attempts.findLast(({ patch }) => patch !== undefined);
  return { attempts, passed: false, patch: best?.patch };
}
