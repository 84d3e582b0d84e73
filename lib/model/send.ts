import { Failure, toFailure } from "../errors.ts";
import type { Fetch } from "../ports.ts";
import { toRefusal } from "./refusal.ts";
import { orSilence, type Patience, readChunks } from "./wait.ts";

/** How to reach the server and how patient to be. */
export interface SendOptions extends Patience {
  /** Sends one HTTP request to the one host; throws a failure when there is no response. */
  readonly fetch: Fetch;
  /** The endpoint, such as `http://127.0.0.1:11434/v1`, without a `/` at its end. */
  readonly baseUrl: string;
  /** Most tries after the first one. */
  readonly retries: number;
  /** Tells a person about a retry. */
  readonly report: (text: string) => void;
}

/** Longest wait before a retry, in milliseconds; who asks for more is not tried again. */
export const RETRY_LIMIT_MS = 60_000;

const FIRST_BACKOFF_MS = 500;
const REASON_LIMIT_BYTES = 64 * 1024;

/**
 * Sends the body until the server begins to answer with a stream of events. Only what is temporary
 * is tried again, and nothing after the first byte of an answer.
 *
 * @param body The body, as it goes over the wire.
 * @param options How to reach the server.
 * @param signal Fires when nobody waits any more.
 * @returns The body of the response: the answer.
 */
export function sendBody(
  body: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  return withRetries(() => sendOnce(body, options, signal), options, signal);
}

/** Does something until it works, as long as it fails for a moment only. */
export async function withRetries<T>(
  action: () => Promise<T>,
  options: SendOptions,
  signal: AbortSignal,
): Promise<T> {
  for (let tries = 0;; tries++) {
    try {
      return await action();
    } catch (error) {
      const failure = toFailure(signal.aborted ? signal.reason : error);
      const waitMs = toWaitMs(failure, tries, options.retries);
      if (waitMs === undefined) throw failure;
      options.report(`${failure.message}, trying again in ${waitMs / 1000} s`);
      await options.sleep(waitMs, signal);
    }
  }
}

/** How long to wait before the next try; undefined when there is none. */
function toWaitMs(failure: Failure, tries: number, retries: number): number | undefined {
  if (failure.reason !== "E_BUSY" || tries >= retries) return undefined;
  const waitMs = failure.retryAfterMs ?? FIRST_BACKOFF_MS * 2 ** tries;
  return waitMs > RETRY_LIMIT_MS ? undefined : waitMs;
}

async function sendOnce(
  body: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const response = await requestOnce("/chat/completions", options, signal, {
    method: "POST",
    headers: { "content-type": "application/json", "accept": "text/event-stream" },
    body,
  });
  const type = response.headers.get("content-type") ?? "";
  const isStream = /^text\/event-stream\s*(;|$)/i.test(type);
  if (response.status === 200 && isStream && response.body !== null) return response.body;
  throw await readRefusal(response, options, signal);
}

/**
 * Sends one request and waits for its headers, no longer than the server may be silent.
 *
 * @throws {Failure} With `E_CONTENT` for a body that is packed: it could unpack to any size.
 */
export async function requestOnce(
  path: string,
  options: SendOptions,
  signal: AbortSignal,
  init: RequestInit,
): Promise<Response> {
  const abort = new AbortController();
  const url = options.baseUrl + path;
  const sent = options.fetch(url, { ...init, signal: AbortSignal.any([signal, abort.signal]) });
  let response: Response;
  try {
    response = await orSilence(sent, options, signal);
  } catch (error) {
    abort.abort(error);
    throw error;
  }
  const encoding = response.headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() === "identity") return response;
  abort.abort();
  throw new Failure(
    "E_CONTENT",
    `Cannot use "${options.baseUrl}": its answer is packed, with content encoding "${encoding}"`,
  );
}

/** Reads why, as far as that is of use to a person. */
export async function readRefusal(
  response: Response,
  options: SendOptions,
  signal: AbortSignal,
): Promise<Failure> {
  const { status, headers, body } = response;
  const isRedirect = status >= 300 && status < 400;
  const text = body === null || isRedirect ? "" : await readStart(body, options, signal);
  if (isRedirect) await body?.cancel();
  return toRefusal({ status, headers, text, site: options.baseUrl });
}

async function readStart(
  body: ReadableStream<Uint8Array>,
  options: SendOptions,
  signal: AbortSignal,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of readChunks(body, options, signal)) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > REASON_LIMIT_BYTES) break;
  }
  return text;
}
