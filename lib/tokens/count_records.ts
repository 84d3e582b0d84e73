import { fromErrorRecord } from "../errors.ts";
import type { CountTokens } from "../ports.ts";
import type {
  ErrorRecord,
  RequestRecord,
  TextRecord,
  TokensRecord,
  UnknownRecord,
} from "../types.ts";

/**
 * Counts the tokens of records: one count for each request, and one for each answer.
 *
 * @param batches The records; those of other types are passed over.
 * @param countTokens Counts.
 * @throws {Failure} When an `error` record says that an earlier command failed.
 */
export async function* countRecords(
  batches: AsyncIterable<readonly UnknownRecord[]>,
  countTokens: CountTokens,
): AsyncGenerator<TokensRecord> {
  let answer: string[] = [];
  for await (const batch of batches) {
    for (const record of batch) {
      if (record.type === "error") throw fromErrorRecord(record as unknown as ErrorRecord);
      if (record.type === "request") {
        yield countRequest(record as unknown as RequestRecord, countTokens);
      }
      if (record.type === "text") answer.push((record as unknown as TextRecord).text);
      if (record.type !== "done") continue;
      yield countTexts("answer", [answer.join("")], countTokens);
      answer = [];
    }
  }
}

/** The messages alone: what a server's template puts around them is not known here. */
function countRequest({ messages }: RequestRecord, countTokens: CountTokens): TokensRecord {
  return countTexts("request", messages.map(({ content }) => content), countTokens);
}

function countTexts(
  path: string,
  texts: readonly string[],
  countTokens: CountTokens,
): TokensRecord {
  const sizes = texts.map((text) => new TextEncoder().encode(text).length);
  return {
    type: "tokens",
    path,
    tokens: texts.reduce((sum, text) => sum + countTokens(text), 0),
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    vocabulary: countTokens.vocabulary,
    exact: countTokens.exact,
  };
}
