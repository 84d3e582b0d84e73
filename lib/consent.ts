import type { Endpoint } from "./endpoint.ts";
import { Failure } from "./errors.ts";

/** What the user allows. Nothing of it ever comes from a file of the repository. */
export interface Consent {
  /** Hosts, as `HOST` or `HOST:PORT`, that the request may go to. */
  readonly allowedHosts: readonly string[];
  /** Whether it may go over the network without TLS. */
  readonly allowsPlainHttp: boolean;
  /** Whether a proxy of the environment may carry it. */
  readonly allowsProxy: boolean;
  /** Whether only this machine is allowed, whatever else is said. */
  readonly isLocalOnly: boolean;
}

/**
 * Refuses an endpoint that the user did not allow. This machine needs no consent; every other host
 * must be named, and then also be reached through TLS unless that is waived.
 *
 * @throws {Failure} With `E_CONSENT`, and the option that would allow it.
 */
export function requireConsent(endpoint: Endpoint, consent: Consent): void {
  if (endpoint.isLocal) return;
  const { hostname, port } = endpoint;
  const site = `"${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}"`;
  if (consent.isLocalOnly) {
    throw new Failure(
      "E_CONSENT",
      `Cannot send to ${site}: the configuration allows this machine alone`,
    );
  }
  if (!consent.allowedHosts.some((allowed) => isHost(allowed, endpoint))) {
    throw new Failure(
      "E_CONSENT",
      `Cannot send to ${site}: it is another machine, --allow-host ${hostname} allows it`,
    );
  }
  if (!endpoint.isTls && !consent.allowsPlainHttp) {
    throw new Failure(
      "E_CONSENT",
      `Cannot send to ${site}: it would be readable on the way, --insecure-http allows that`,
    );
  }
}

/** Whether `HOST` or `HOST:PORT` names the endpoint; a host without a port names all its ports. */
function isHost(allowed: string, { hostname, port }: Endpoint): boolean {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const wanted = allowed.trim().toLowerCase();
  return wanted === hostname || wanted === host || wanted === `${host}:${port}`;
}

/** The variables by which a proxy would carry the traffic of an endpoint, most specific first. */
export function proxyVariables(endpoint: Endpoint): readonly string[] {
  const names = endpoint.isTls ? ["HTTPS_PROXY", "ALL_PROXY"] : ["HTTP_PROXY", "ALL_PROXY"];
  return names.flatMap((name) => [name.toLowerCase(), name]);
}

/**
 * Refuses to send while the environment names a proxy: it would see the request and the key.
 * For this machine the variables are simply not used.
 *
 * @param endpoint Where the request goes.
 * @param consent What the user allows.
 * @param env Reads a variable of the environment.
 * @throws {Failure} With `E_PROXY`.
 */
export function refuseProxy(
  endpoint: Endpoint,
  consent: Consent,
  env: (name: string) => string | undefined,
): void {
  if (endpoint.isLocal || consent.allowsProxy) return;
  const name = proxyVariables(endpoint).find((name) => (env(name) ?? "") !== "");
  if (name === undefined) return;
  throw new Failure(
    "E_PROXY",
    `Cannot send to "${endpoint.hostname}": ${name} names a proxy, --allow-proxy uses it, unset it for none`,
  );
}

/** Where a key may come from. */
export interface KeySources {
  /** What the file of `--key-file` holds; absent without one. */
  readonly fileKey?: string;
  /** Reads a variable of the environment. */
  readonly env: (name: string) => string | undefined;
  /** Whether the user named the endpoint, by option, environment or their own configuration. */
  readonly isEndpointNamed: boolean;
}

/**
 * Chooses the key for an endpoint: of a file, of `ZEROSTACK_API_KEY`, of `OPENAI_API_KEY`. The last
 * was not made for this program, so it goes only where the user named the endpoint, and never
 * readable over the network.
 *
 * @returns The key; undefined for none.
 */
export function chooseKey(endpoint: Endpoint, sources: KeySources): string | undefined {
  const own = sources.fileKey ?? (sources.env("ZEROSTACK_API_KEY") || undefined);
  if (own !== undefined) return checkKey(own);
  if (!sources.isEndpointNamed || !(endpoint.isTls || endpoint.isLocal)) return undefined;
  const other = sources.env("OPENAI_API_KEY") || undefined;
  return other === undefined ? undefined : checkKey(other);
}

/** A key goes into a header: anything but visible ASCII would break it, or smuggle another one. */
function checkKey(key: string): string {
  const trimmed = key.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new Failure("E_CONFIG", "Cannot use the key: it is empty, or not one word of ASCII");
}

/** Fewer characters of a key give nothing away. */
const LEAST_KEY_CHARS = 4;

/** Takes every copy of the key out of a message, also one in quotes, or with its end cut off. */
export function redactKey(text: string, key: string | undefined): string {
  if (key === undefined) return text;
  const quoted = JSON.stringify(key).slice(1, -1);
  let redacted = text.replaceAll(key, "[key]").replaceAll(quoted, "[key]");
  for (let length = quoted.length - 1; length >= LEAST_KEY_CHARS; length--) {
    redacted = redacted.replaceAll(`${quoted.slice(0, length)}...`, "[key]...");
  }
  return redacted;
}
