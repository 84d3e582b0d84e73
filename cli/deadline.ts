import { Failure } from "../lib/errors.ts";

/** What work has to end by itself, and to keep what it has, in milliseconds. */
const GRACE_MS = 500;

/**
 * Waits for some work, but no longer than a deadline.
 *
 * @param work What to wait for.
 * @param timeoutMs How long, in milliseconds.
 * @param abort Fired when the time is over, so that the work can clean up; it is waited for a little.
 * @throws {Failure} With `E_TIMEOUT` when the time is over, whatever the work says after that.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  abort: AbortController,
): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  let timer = setTimeout(() => {
    const failure = new Failure("E_TIMEOUT", `Cannot go on: ${timeoutMs / 1000} s are over`);
    abort.abort(failure);
    timer = setTimeout(reject, GRACE_MS, failure);
  }, timeoutMs);
  try {
    const value = await Promise.race([work, over]);
    abort.signal.throwIfAborted();
    return value;
  } catch (error) {
    abort.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
