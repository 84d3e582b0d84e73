/** Lets work go on until it is awaited; if it fails before that, it is told there. */
export function startEarly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}

/**
 * Lets what was started get as far as it can without an answer, as a request gets to its server: it
 * would wait until the thread rests, and loading code and reading files do not rest.
 */
export function letGo(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
