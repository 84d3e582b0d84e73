import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { WireRequest } from "../ports.ts";
import type { RequestRecord } from "../types.ts";

/** How the model is asked to write; what is absent is left to the server. */
export interface Sampling {
  /** Sampling temperature, from 0. */
  readonly temperature?: number;
  /** Seed of the sampling. */
  readonly seed?: number;
  /** Most tokens of the answer. */
  readonly maxTokens?: number;
}

/** Takes out of a request what goes over the wire. */
export function toWireRequest(request: RequestRecord, sampling: Sampling = {}): WireRequest {
  const { temperature, seed, maxTokens } = sampling;
  return {
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}

/**
 * Writes the body of the HTTP request. The bytes are fixed here, before any byte of a response is
 * read, and are the same for the same request.
 */
export function printBody(request: WireRequest, model: string): string {
  const body: ChatCompletionCreateParamsStreaming = {
    model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    temperature: request.temperature,
    seed: request.seed,
    max_tokens: request.maxTokens,
    stream: true,
    stream_options: { include_usage: true },
  };
  return JSON.stringify(body);
}
