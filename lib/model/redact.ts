/**
 * Words of a server that get into the message of a failure may repeat the key that it was sent.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import type { OpenAnswer, OpenedAnswer } from "../ports.ts";
import type { TextRecord, UsageRecord } from "../types.ts";

/** Takes secrets out of words that came from a server, as they would be told. */
export type Redact = (text: string) => string;

/** Does what the work does; a failure of it says nothing that has to be taken out. */
export async function redactFailure<T>(work: Promise<T>, redact: Redact): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toRedacted(error, redact);
  }
}

/** The same for an answer, which may also fail while it arrives. */
export function redactAnswer(openAnswer: OpenAnswer, redact: Redact): OpenAnswer {
  return async (request, signal) => {
    const { model, parts } = await redactFailure(openAnswer(request, signal), redact);
    return { model, parts: redactParts(parts, redact) };
  };
}

async function* redactParts(
  parts: OpenedAnswer["parts"],
  redact: Redact,
): AsyncGenerator<TextRecord | UsageRecord> {
  try {
    yield* parts;
  } catch (error) {
    throw toRedacted(error, redact);
  }
}

function toRedacted(error: unknown, redact: Redact): unknown {
  if (!(error instanceof Failure)) return error;
  const { reason, message, cause, retryAfterMs } = error;
  return new Failure(reason, redact(message), { cause, retryAfterMs });
}
