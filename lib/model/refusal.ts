import { Failure } from "../errors.ts";
import { quote, toErrorText } from "./delta.ts";

/** What a server answered instead of a stream of events. */
export interface Refusal {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: Headers;
  /** The beginning of the body. */
  readonly text: string;
  /** The endpoint, for the message. */
  readonly site: string;
}

const WINDOW_REGEXP = /context[ _](length|size|window)|too many tokens|prompt is too long/i;
const MODEL_REGEXP = /\bmodel\b/i;
/** What servers say with other statuses than 404 of a model that they do not know. */
const UNKNOWN_MODEL_REGEXP =
  /\b(?:invalid|unknown|no such) model\b|\bmodel\b.*\b(?:not found|does not exist|is not (?:known|served|available))/i;

/** Statuses below 500 that may be different the next time. */
const TEMPORARY_STATUSES: readonly number[] = [408, 425, 429];

/** Says why an HTTP response is no answer. */
export function toRefusal(refusal: Refusal): Failure {
  const { status, headers, site } = refusal;
  const reason = readReason(refusal.text);
  const said = reason === "" ? "" : `: ${quote(reason)}`;
  const what = `Cannot use "${site}": it answers with status ${status}`;
  if (status >= 500 || TEMPORARY_STATUSES.includes(status)) {
    return new Failure("E_BUSY", `${what}${said}`, { retryAfterMs: readRetryAfterMs(headers) });
  }
  if (status >= 300 && status < 400) {
    const target = headers.get("location");
    const to = target === null ? "" : ` to ${quote(target)}`;
    return new Failure("E_REDIRECT", `${what}, a redirect${to} that is not followed`);
  }
  if (status < 300) return toContentFailure(refusal, reason);
  if (WINDOW_REGEXP.test(reason)) {
    return new Failure("E_WINDOW", `Cannot fit the request into the model's window${said}`);
  }
  if (status === 404 ? MODEL_REGEXP.test(reason) : UNKNOWN_MODEL_REGEXP.test(reason)) {
    return new Failure("E_MODEL", `Cannot use the model at "${site}"${said}`);
  }
  const hint = status === 401 || status === 403
    ? ", --key-file or ZEROSTACK_API_KEY gives a key"
    : status === 404
    ? ", the endpoint may need another path"
    : "";
  return new Failure("E_REFUSED", `${what}${said}${hint}`);
}

function toContentFailure({ status, headers, site, text }: Refusal, reason: string): Failure {
  const type = headers.get("content-type") ?? "no content type";
  if (isJson(type) && reason !== "" && text.includes('"error"')) {
    return new Failure("E_REFUSED", `Cannot use "${site}": it answers: ${quote(reason)}`);
  }
  return new Failure(
    "E_CONTENT",
    `Cannot use "${site}": it answers with status ${status} and ${
      quote(type)
    }, expected a stream of events`,
  );
}

function isJson(type: string): boolean {
  return type.toLowerCase().includes("json");
}

/** What the body says, also when it was cut: servers answer with JSON, proxies with a page. */
function readReason(text: string): string {
  try {
    const value = JSON.parse(text);
    const code = value?.error?.code;
    const words = toErrorText(value);
    return code === "context_length_exceeded" ? `context length exceeded: ${words}` : words;
  } catch {
    return text.includes("<") ? "" : text.trim();
  }
}

/**
 * Reads how long the server wants to be left alone: seconds, or a date. A date is compared with
 * the server's own clock, in its `date` header, so that no clock of ours has to be right.
 *
 * @returns Milliseconds from now; undefined when it does not say, or nothing sensible.
 */
export function readRetryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const waitMs = Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}
