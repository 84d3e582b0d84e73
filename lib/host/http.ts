/**
 * HTTP to one host: the only way out of the program. Redirects are not followed, no proxy of the
 * environment is used unasked, the key goes to this host alone.
 *
 * @module
 */

import { proxyVariables } from "../consent.ts";
import type { Endpoint } from "../endpoint.ts";
import { Failure } from "../errors.ts";
import type { Fetch } from "../ports.ts";
import { fetchThroughSocket } from "./http_socket.ts";

/** How to connect. */
export interface HttpOptions {
  /** The key that goes along; absent for none. */
  readonly key?: string;
  /** Longest time for a connection to come about, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Whether a proxy of the environment may be used. */
  readonly allowsProxy: boolean;
  /** Certificates to trust beside the usual ones, as PEM. */
  readonly certificates?: readonly string[];
}

/** An open way to one host. */
export interface Http extends Disposable {
  /** Sends one request to it. */
  readonly fetch: Fetch;
}

/** Opens the way to one host; nothing is sent yet. */
export function openHttp(endpoint: Endpoint, options: HttpOptions): Http {
  const client = endpoint.socketPath === undefined ? createClient(endpoint, options) : undefined;
  const fetch: Fetch = async (url, init) => {
    refuseOtherHost(url, endpoint);
    const headers = new Headers(init.headers);
    headers.set("user-agent", "zerostack");
    headers.set("accept-encoding", "identity");
    if (options.key !== undefined) headers.set("authorization", `Bearer ${options.key}`);
    const request = { ...init, headers };
    try {
      if (endpoint.socketPath !== undefined) {
        return await fetchThroughSocket(endpoint.socketPath, url, request);
      }
      return await fetchOrTimeout(
        url,
        { ...request, redirect: "manual", client },
        endpoint,
        options,
      );
    } catch (error) {
      if (init.signal?.aborted) throw init.signal.reason;
      throw error instanceof Failure ? error : toConnectFailure(error, endpoint);
    }
  };
  return { fetch, [Symbol.dispose]: () => client?.close() };
}

function refuseOtherHost(url: string, endpoint: Endpoint): void {
  if (new URL(url).origin === new URL(endpoint.baseUrl).origin) return;
  throw new TypeError(`Cannot send to "${url}": the only host is "${endpoint.baseUrl}"`);
}

/**
 * A client takes its proxies from the environment when it is made; for that moment they are taken
 * out, unless they are wanted.
 */
function createClient(endpoint: Endpoint, options: HttpOptions): Deno.HttpClient {
  const create = () =>
    Deno.createHttpClient({ caCerts: options.certificates?.slice(), poolMaxIdlePerHost: 1 });
  if (usesProxy(endpoint, options)) return create();
  const kept = proxyVariables(endpoint).flatMap((name) => {
    const value = readVariable(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  try {
    for (const [name] of kept) Deno.env.delete(name);
    return create();
  } finally {
    for (const [name, value] of kept) Deno.env.set(name, value);
  }
}

function usesProxy(endpoint: Endpoint, options: HttpOptions): boolean {
  return options.allowsProxy && !endpoint.isLocal;
}

function readVariable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

type ClientInit = RequestInit & { readonly client?: Deno.HttpClient };

/** How soon a connection is looked at when no response has come, in milliseconds. */
const PROBE_AFTER_MS = 1000;

/**
 * `fetch` does not say whether it is connected. When nothing came for a while, a second connection
 * is tried: if that one does not come about either, the host is not there.
 */
async function fetchOrTimeout(
  url: string,
  init: ClientInit,
  endpoint: Endpoint,
  options: HttpOptions,
): Promise<Response> {
  const { connectTimeoutMs } = options;
  const abort = new AbortController();
  const probe: Probe = { isAnswered: usesProxy(endpoint, options) };
  const start = setTimeout(() => {
    if (!probe.isAnswered) tryConnection(endpoint, options, probe);
  }, Math.min(PROBE_AFTER_MS, connectTimeoutMs / 2));
  const end = setTimeout(() => {
    if (!probe.isAnswered) abort.abort(connectTimeout(endpoint, connectTimeoutMs));
  }, connectTimeoutMs);
  const signal = AbortSignal.any([abort.signal, ...(init.signal ? [init.signal] : [])]);
  try {
    return await globalThis.fetch(url, { ...init, signal });
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    clearTimeout(start);
    clearTimeout(end);
    probe.handshaking?.close();
  }
}

/** A second connection, to see whether the host is there. */
interface Probe {
  /** Whether it came about, or was refused: `fetch` tells an error itself. */
  isAnswered: boolean;
  /** Open while the other side has not done its part of the handshake. */
  handshaking?: Deno.Conn;
}

async function tryConnection(
  { hostname, port, isTls }: Endpoint,
  { certificates }: HttpOptions,
  probe: Probe,
): Promise<void> {
  try {
    if (isTls) {
      const caCerts = certificates?.slice();
      const connection = await Deno.connectTls({ hostname, port, caCerts });
      probe.handshaking = connection;
      await connection.handshake();
    } else {
      probe.handshaking = await Deno.connect({ hostname, port });
    }
    probe.handshaking.close();
  } catch { /* refused, or closed because the wait is over */ }
  probe.handshaking = undefined;
  probe.isAnswered = true;
}

function connectTimeout({ text }: Endpoint, timeoutMs: number): Failure {
  return new Failure(
    "E_CONNECT_TIMEOUT",
    `Cannot connect to "${text}": no connection in ${
      timeoutMs / 1000
    } s, --connect-timeout allows more`,
  );
}

const NOTHING_LISTENS = "nothing listens there, --endpoint names another server";

/** What the runtime says of a connection that failed, and the reason that it means. */
const CAUSES = [
  [/dns error|failed to lookup/i, "E_DNS", "its name cannot be resolved"],
  [/certificate|tls|ssl|handshake/i, "E_TLS", "its TLS connection cannot be trusted"],
  [/connection refused|ECONNREFUSED/i, "E_CONNECT", NOTHING_LISTENS],
  [/no such file|not a socket|ENOENT|ENOTSOCK/i, "E_CONNECT", "there is no such socket"],
  [/\(connect\)|unreachable|permission denied|blocked/i, "E_CONNECT", "it cannot be reached"],
  [
    /invalid http|parse|message head|too large|unexpected message/i,
    "E_CONTENT",
    "it does not speak HTTP",
  ],
  [
    /closed|reset|incomplete|broken pipe|hang up|sendrequest/i,
    "E_BUSY",
    "it closed the connection",
  ],
] as const;

const UNKNOWN_CAUSE = [undefined, "E_CONNECT", "it cannot be reached"] as const;

function toConnectFailure(error: unknown, { text }: Endpoint): Failure {
  if (error instanceof Deno.errors.NotCapable) {
    return new Failure("E_CONSENT", `Cannot connect to "${text}": ${error.message}`, {
      cause: error,
    });
  }
  const words = toWords(error).replace(/https?:\/\/\S+/g, "it"); // a host may be named "reset"
  const [, reason, what] = CAUSES.find(([pattern]) => pattern.test(words)) ?? UNKNOWN_CAUSE;
  const isTold = what === NOTHING_LISTENS || (reason !== "E_TLS" && reason !== "E_CONNECT");
  const detail = isTold ? "" : `, ${toDetail(words)}`;
  return new Failure(reason, `Cannot connect to "${text}": ${what}${detail}`, { cause: error });
}

function toWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${toWords(error.cause)}`;
}

/** The last part of a chain of causes says most. */
function toDetail(words: string): string {
  return words.split(": ").slice(-2).join(": ");
}
