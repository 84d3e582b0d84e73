import type { CountTokens } from "../ports.ts";
import type { RequestRecord } from "../types.ts";

/** The same request, with an answer and what was wrong with it at its end. */
export function askAgain(request: RequestRecord, answer: string, feedback: string): RequestRecord {
  const messages = [
    ...request.messages,
    { role: "assistant", content: answer },
    { role: "user", content: feedback },
  ] as const;
  return { ...request, messages };
}

/** About how many tokens a request has, with the messages at its end. */
export function countRequest(request: RequestRecord, countTokens: CountTokens): number {
  return request.messages.reduce((sum, { content }) => sum + countTokens(content), 0);
}
