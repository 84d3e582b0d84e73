/**
 * What a stage is: a plain async generator over batches of records, in the clothes of a
 * `TransformStream`.
 *
 * @module
 */

/** Records that arrived together. One batch is one read of the pipe, and one write. */
export type Batch<R> = readonly R[];

/** A stage: batches of records in, batches of records out. */
export interface Stage<I, O> {
  /** Where the records come out; nothing is made before somebody reads. */
  readonly readable: ReadableStream<Batch<O>>;
  /** Where they go in. */
  readonly writable: WritableStream<Batch<I>>;
}

/**
 * The logic of a stage.
 *
 * @param input The batches, until upstream ends; throws what upstream failed with.
 * @param signal Fires when downstream has gone away.
 */
export type StageBody<I, O> = (
  input: AsyncIterable<Batch<I>>,
  signal: AbortSignal,
) => AsyncGenerator<Batch<O>, void, undefined>;

/**
 * Makes a stage of a generator.
 *
 * A cancelled reader reaches upstream at once, also while upstream is idle: the pending read is
 * freed before the generator is asked to return, as a generator cannot be interrupted in the
 * middle of an `await`.
 */
export function toStage<I, O>(body: StageBody<I, O>): Stage<I, O> {
  const { readable, writable } = new TransformStream<Batch<I>, Batch<I>>();
  const reader = readable.getReader();
  const abort = new AbortController();
  const batches = body(readAll(reader), abort.signal);
  const output = new ReadableStream<Batch<O>>({
    async pull(controller) {
      try {
        const { done, value } = await batches.next();
        if (!done) return controller.enqueue(value);
        await reader.cancel(); // the body may stop before its input ends
        controller.close();
      } catch (error) {
        await reader.cancel(error).catch(ignoreSecondary);
        controller.error(error);
      }
    },
    async cancel(reason) {
      abort.abort(reason);
      await reader.cancel(reason).catch(ignoreSecondary);
      await batches.return(undefined).catch(ignoreSecondary);
    },
  }, { highWaterMark: 0 });
  return { writable, readable: output };
}

/** The first failure is the one that is reported; one that follows from it adds nothing. */
function ignoreSecondary(): void {}

async function* readAll<T>(reader: ReadableStreamDefaultReader<T>): AsyncGenerator<T> {
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The records of a stream of batches, one by one. */
export async function* eachRecord<R>(batches: AsyncIterable<Batch<R>>): AsyncGenerator<R> {
  for await (const batch of batches) yield* batch;
}
