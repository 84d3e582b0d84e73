/** Lets work go on until it is awaited; if it fails before that, it is told there. */
export function startEarly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {});
  return work;
}
