import { Failure } from "../errors.ts";
import type { Sleep } from "../ports.ts";

/** How long the server may be silent, and how that is measured. */
export interface Patience {
  /** Longest silence, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** Waits. */
  readonly sleep: Sleep;
}

/**
 * Waits for something from the server, but no longer than it may be silent.
 *
 * @param work What to wait for.
 * @param patience How long.
 * @param signal Ends the wait at once, with its reason.
 * @throws {Failure} With `E_IDLE` when the silence was too long.
 */
export async function orSilence<T>(
  work: Promise<T>,
  patience: Patience,
  signal: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const silence = patience.sleep(patience.idleTimeoutMs, AbortSignal.any([signal, over.signal]))
    .then(() => {
      throw new Failure(
        "E_IDLE",
        `Cannot go on: the server was silent for ${
          patience.idleTimeoutMs / 1000
        } s, --idle-timeout allows more`,
      );
    });
  silence.catch(ignoreUnused);
  work.catch(ignoreUnused);
  try {
    return await Promise.race([work, silence]);
  } finally {
    over.abort();
  }
}

/** The promise that loses the race has nothing to say. */
function ignoreUnused(): void {}

/** The chunks of a body; each may take as long as the server may be silent. */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  patience: Patience,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await orSilence(reader.read(), patience, signal);
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if (signal.aborted) throw signal.reason;
    throw new Failure("E_CUT", "Cannot use the answer: the connection broke before its end", {
      cause,
    });
  } finally {
    reader.cancel().catch(ignoreUnused); // frees the connection; the body is of no more use
  }
}
