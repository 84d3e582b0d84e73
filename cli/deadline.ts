import { Failure } from "../lib/errors.ts";

/**
 * Waits for some work, but no longer than a deadline.
 *
 * @param work What to wait for.
 * @param timeoutMs How long, in milliseconds.
 * @param abort Fired when the time is over, so that the work can clean up.
 * @throws {Failure} With `E_TIMEOUT` when the time is over.
 */
export async function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  abort: AbortController,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const failure = new Failure("E_TIMEOUT", `Cannot go on: ${timeoutMs / 1000} s are over`);
      abort.abort(failure);
      reject(failure);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
