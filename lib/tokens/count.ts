import type { TokenCounter } from "../../tokenizer/mod.ts";

/** What a text costs. */
export interface Count {
  /** Its length in tokens. */
  readonly tokens: number;
  /** Its length in bytes. */
  readonly sizeBytes: number;
}

/**
 * Counts the tokens of a text of any length, in memory that does not grow with it.
 *
 * @param chunks The text as bytes, cut anywhere; a chunk may be overwritten after it was taken.
 * @param counter Counts; it is ready for another text afterwards.
 */
export async function countChunks(
  chunks: AsyncIterable<Uint8Array>,
  counter: TokenCounter,
): Promise<Count> {
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    counter.add(chunk);
  }
  return { tokens: counter.finish(), sizeBytes };
}
