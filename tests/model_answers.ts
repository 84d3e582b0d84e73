/**
 * Scripted answers of the model server: what it writes, and when.
 *
 * @module
 */

/** A request as it arrived. */
export interface Received {
  /** The method, such as `POST`. */
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text. */
  readonly body: string;
}

/** One request and the connection that waits for its answer. */
export interface Exchange {
  /** What was asked. */
  readonly request: Received;
  /** Writes a status line and headers; the body that follows is chunked unless they say otherwise. */
  begin(status: number, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Writes a piece of the body, as one chunk; resolves when the socket took it. */
  write(data: string | Uint8Array): Promise<void>;
  /** Ends the body, and the connection. */
  end(): Promise<void>;
  /** Writes bytes as they are, outside any framing. */
  raw(data: string | Uint8Array): Promise<void>;
  /** Closes the connection without an end of the body. */
  cut(): void;
  /** Resets the connection (RST). */
  reset(): void;
  /** Says nothing until the client goes away or the server closes. */
  stall(): Promise<void>;
  /** Whether the client has gone. */
  isGone(): boolean;
}

/** A scripted answer. */
export type Answer = (exchange: Exchange) => Promise<void>;

/** One piece of an answer, as the servers of this protocol write it. */
export function chunk(
  delta: Readonly<Record<string, unknown>>,
  finishReason: string | null = null,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 0,
    model: "test-model",
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...more,
  });
}

/** One server-sent event. */
export function event(data: string): string {
  return `data: ${data}\n\n`;
}

/** The event that ends an answer. */
export const DONE = event("[DONE]");

/** How `say` writes its answer. */
export interface SayOptions {
  /** Why the model stopped. Default `stop`. */
  readonly finishReason?: string;
  /** What the server counts; absent means that it does not say. */
  readonly usage?: Readonly<Record<string, number>>;
  /** Characters of a piece. Default 16. */
  readonly pieceChars?: number;
}

/** The events of a complete answer. */
export function answerEvents(text: string, options: SayOptions = {}): string[] {
  const { finishReason = "stop", usage, pieceChars = 16 } = options;
  const characters = Array.from(text);
  const events = [event(chunk({ role: "assistant", content: "" }))];
  for (let at = 0; at < characters.length; at += pieceChars) {
    events.push(event(chunk({ content: characters.slice(at, at + pieceChars).join("") })));
  }
  events.push(event(chunk({}, finishReason)));
  if (usage !== undefined) events.push(event(chunk({}, null, { choices: [], usage })));
  return [...events, DONE];
}

/** Answers with a text, streamed. */
export function say(text: string, options: SayOptions = {}): Answer {
  return stream(answerEvents(text, options));
}

/** Streams pieces as they are, then ends the body. */
export function stream(
  pieces: Iterable<string | Uint8Array>,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return async (exchange) => {
    await exchange.begin(200, { "content-type": "text/event-stream", ...headers });
    for (const piece of pieces) await exchange.write(piece);
    await exchange.end();
  };
}

/** Answers with a status and a body, at once. */
export function reply(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return async (exchange) => {
    await exchange.begin(status, { "content-type": "application/json", ...headers });
    await exchange.write(body);
    await exchange.end();
  };
}

/** Answers with an error object, as the servers of this protocol do. */
export function refuse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return reply(status, JSON.stringify({ error: { message, type: "error", code: null } }), headers);
}
