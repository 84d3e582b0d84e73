import { Failure } from "./errors.ts";
import type { Reason } from "./reasons.ts";

/** Where a model is served. */
export interface Endpoint {
  /** As the user wrote it. */
  readonly text: string;
  /** Base of every URL, without a `/` at its end. */
  readonly baseUrl: string;
  /** Host name or address, without brackets. */
  readonly hostname: string;
  /** The port. */
  readonly port: number;
  /** Whether TLS protects the connection. */
  readonly isTls: boolean;
  /** Whether the connection cannot leave the machine. */
  readonly isLocal: boolean;
  /** The Unix socket to connect to; absent for TCP. */
  readonly socketPath?: string;
}

/** Where a model is looked for when the user names no place: Ollama's own. */
export const DEFAULT_ENDPOINT = "http://127.0.0.1:11434/v1";

/**
 * Reads an endpoint: an `http:` or `https:` URL, or `unix:` and the absolute path of a socket. A
 * URL without a path means `/v1`.
 *
 * @param text The endpoint as the user wrote it.
 * @param reason What a wrong one is: `E_USAGE` on the command line, `E_CONFIG` in a file.
 * @throws {Failure} When it is none.
 */
export function parseEndpoint(text: string, reason: Reason = "E_USAGE"): Endpoint {
  if (text.startsWith("unix:")) return parseSocket(text, reason);
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw wrong(text, reason, "expected http://HOST:PORT/v1, https://HOST/v1 or unix:/PATH");
  }
  if (url.username !== "" || url.password !== "") {
    throw wrong("...", reason, "it holds a password, which --key-file or ZEROSTACK_API_KEY give");
  }
  if (url.search !== "" || url.hash !== "") {
    throw wrong(text, reason, "it has a query or a fragment, expected a base URL");
  }
  const isTls = url.protocol === "https:";
  const path = url.pathname.replace(/\/+$/, "");
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  return {
    text,
    baseUrl: url.origin + (path === "" ? "/v1" : path),
    hostname,
    port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
    isTls,
    isLocal: isLoopback(hostname),
  };
}

function parseSocket(text: string, reason: Reason): Endpoint {
  const socketPath = text.slice("unix:".length).replace(/^\/\/(?=\/)/, "");
  if (!socketPath.startsWith("/") || socketPath.includes("\0")) {
    throw wrong(text, reason, "expected unix: and an absolute path");
  }
  const base = { text, baseUrl: "http://localhost/v1", hostname: "localhost", port: 80 };
  return { ...base, isTls: false, isLocal: true, socketPath };
}

/** Whether a host can only be this machine: a loopback address, or the one name
 * that every system has for it. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

function wrong(text: string, reason: Reason, why: string): Failure {
  return new Failure(reason, `Cannot use endpoint ${JSON.stringify(text)}: ${why}`);
}
