import { digest, toCanonicalJson } from "../digest.ts";
import { Failure, toErrorRecord } from "../errors.ts";
import type { OpenAnswer } from "../ports.ts";
import type { AnswerRecord, RequestRecord, UsageRecord } from "../types.ts";
import { type Sampling, toWireRequest } from "./body.ts";

/** Whom to ask, and how. */
export interface AskOptions {
  /** Sends the request, or finds its recording. */
  readonly openAnswer: OpenAnswer;
  /** How the model is asked to write. Default: as the server likes. */
  readonly sampling?: Sampling;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * Asks a model. The records come as the answer arrives: one `start`, text and usage, and exactly
 * one `done` or `error` last. A failure is a record, never a throw.
 */
export async function* askModel(
  request: RequestRecord,
  options: AskOptions,
): AsyncGenerator<AnswerRecord> {
  const { openAnswer, sampling, signal } = options;
  try {
    const { model, parts } = await openAnswer(toWireRequest(request, sampling), signal);
    yield {
      type: "start",
      request: await digest(toCanonicalJson(request)),
      model,
      base: request.base,
      answer: request.answer,
    };
    for await (const part of parts) {
      yield part;
      if (part.type === "usage") refuseTruncated(request, part);
    }
    yield { type: "done", stop: "stop" };
  } catch (error) {
    yield toErrorRecord("model", signal.aborted ? signal.reason : error);
  }
}

/**
 * Some servers cut a request that is larger than their window, and say nothing. The count of what
 * they read gives it away: no vocabulary reads text in half the tokens of another.
 */
function refuseTruncated(request: RequestRecord, usage: UsageRecord): void {
  const { usedTokens } = request.budget;
  if (usage.inputTokens === 0 || usage.inputTokens * 2 >= usedTokens) return;
  throw new Failure(
    "E_TRUNCATED",
    `Cannot use the answer: the server read ${usage.inputTokens} of about ${usedTokens} tokens, its window is too small`,
  );
}
