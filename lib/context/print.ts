import type { Message, RequestRecord } from "../types.ts";

/** The body of a chat completion, without a model's name and without settings. */
export interface OpenAiBody {
  /** What the model reads. */
  readonly messages: readonly Message[];
  /** The answer comes as it is made. */
  readonly stream: true;
}

/** What can be posted to an OpenAI-compatible server with curl, once a `model` is added. */
export function toOpenAiBody(request: RequestRecord): OpenAiBody {
  return { messages: request.messages, stream: true };
}

/** The messages as one text, for programs that take a prompt on stdin. */
export function toPlainText(request: RequestRecord): string {
  return request.messages.map((message) => message.content.trimEnd() + "\n").join("\n");
}
