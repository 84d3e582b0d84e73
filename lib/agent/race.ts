/** How to run candidates. */
export interface RaceOptions<T> {
  /** Whether an outcome is good enough to stop the others. */
  readonly isWinner: (outcome: T) => boolean;
  /** How many run at one time, from 1. */
  readonly atOnce: number;
  /** Stops all of them. */
  readonly signal: AbortSignal;
}

/**
 * Runs candidates at once; the first that is good enough stops the others.
 *
 * @param candidates Each starts when it is called, and ends when its signal fires.
 * @param options When to stop, and how many at once.
 * @returns The outcomes by candidate; undefined for those that were stopped or never started.
 * @throws What a candidate throws before there is a winner.
 */
export async function raceCandidates<T>(
  candidates: readonly ((signal: AbortSignal) => Promise<T>)[],
  options: RaceOptions<T>,
): Promise<(T | undefined)[]> {
  const { isWinner, atOnce } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  const outcomes: (T | undefined)[] = candidates.map(() => undefined);
  let next = 0;
  const runLane = async () => {
    while (next < candidates.length && !signal.aborted) {
      const index = next++;
      try {
        const outcome = await candidates[index](signal);
        if (stop.signal.aborted) return; // too late: there is a winner
        outcomes[index] = outcome;
        if (isWinner(outcome)) stop.abort();
      } catch (error) {
        if (stop.signal.aborted) return; // it was stopped
        stop.abort();
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, candidates.length) }, runLane));
  return outcomes;
}
