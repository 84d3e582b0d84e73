import type { Tokenizer } from "../../tokenizer/mod.ts";
import { InputError } from "../errors.ts";
import { concat } from "../ndjson.ts";

/**
 * Cuts a text to the longest prefix of so many tokens. No more is read than could be in it.
 *
 * @param chunks The text as bytes, cut anywhere.
 * @param limitTokens Most tokens.
 * @param tokenizer Counts.
 * @throws {InputError} When the text is not UTF-8.
 */
export async function truncateChunks(
  chunks: AsyncIterable<Uint8Array>,
  limitTokens: number,
  tokenizer: Tokenizer,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let leftBytes = tokenizer.toMostBytes(limitTokens);
  for await (const chunk of chunks) {
    parts.push(chunk.slice(0, leftBytes));
    leftBytes -= chunk.length;
    if (leftBytes <= 0) break;
  }
  return tokenizer.truncateToTokens(decode(concat(parts), leftBytes <= 0), limitTokens).text;
}

/** A text that was cut here may end within a character, which is too far back to be kept. */
function decode(bytes: Uint8Array, isCut: boolean): string {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes, { stream: isCut });
  } catch (cause) {
    throw new InputError("Cannot truncate text: it is not UTF-8", { cause });
  }
}
