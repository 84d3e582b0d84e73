/**
 * The stages in one process: a request goes to the model, its answer becomes a patch, and what does
 * not fit is asked for again.
 *
 * @module
 */

import { Failure, fromErrorRecord } from "./errors.ts";
import { askModel, type AskOptions } from "./model/mod.ts";
import {
  applyAnswer,
  type ApplyOptions,
  type Edit,
  printFeedback,
  type RefusedAnswer,
} from "./patch/mod.ts";
import type { Reason } from "./reasons.ts";
import type { AnswerRecord, PatchRecord, RequestRecord } from "./types.ts";

/** What the stages are made of. */
export interface PipelineOptions {
  /** How the model is asked. */
  readonly model: AskOptions;
  /** What its edits are applied to, and what is allowed. */
  readonly patch: Omit<ApplyOptions, "base" | "carried">;
  /** Most answers that are asked for, from 1. */
  readonly attempts: number;
  /** Sees each record of each answer as it arrives. Default: nobody does. */
  readonly onRecord?: (record: AnswerRecord) => void;
  /** Hears why an answer did not fit, before the next one is asked for. Default: nobody does. */
  readonly onRefusal?: (refused: RefusedAnswer, attempt: number) => void;
}

/** Another answer may mend these; for the rest the user has to look. */
const MENDABLE_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  "E_NOT_FOUND",
  "E_AMBIGUOUS",
  "E_CONFLICT",
  "E_EXISTS",
  "E_SYNTAX",
  "E_CUT",
  "E_ANSWER",
  "E_INPUT",
  "E_NO_EDIT",
]);

/**
 * Asks a model until its edits fit. Edits that fit are kept, so that only the others are asked for
 * again.
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
  const { attempts, onRefusal } = options;
  let asked = request;
  let carried: readonly Edit[] = [];
  for (let attempt = 1;; attempt++) {
    const answer = await readAnswer(asked, options);
    const outcome = await applyAnswer(answer, { ...options.patch, base: request.base, carried });
    if (outcome.ok) return outcome.patch;
    if (attempt >= attempts || !MENDABLE_REASONS.has(outcome.reason)) {
      throw new Failure(outcome.reason, outcome.message);
    }
    onRefusal?.(outcome, attempt);
    carried = outcome.fitted;
    asked = askAgain(asked, answer, printFeedback(outcome));
  }
}

/** Reads a whole answer; one that is not complete is a failure. */
async function readAnswer(
  request: RequestRecord,
  { model, onRecord }: PipelineOptions,
): Promise<string> {
  const parts: string[] = [];
  for await (const record of askModel(request, model)) {
    onRecord?.(record);
    if (record.type === "text") parts.push(record.text);
    if (record.type === "error") throw fromErrorRecord(record);
  }
  return parts.join("");
}

/** The same request, with the answer and what was wrong with it at its end. */
function askAgain(request: RequestRecord, answer: string, feedback: string): RequestRecord {
  const messages = [
    ...request.messages,
    { role: "assistant", content: answer },
    { role: "user", content: feedback },
  ] as const;
  return { ...request, messages };
}
