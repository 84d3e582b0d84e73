/**
 * From options to a model: a server that the user allowed, or a cassette.
 *
 * @module
 */

import { resolve } from "@std/path/posix/resolve";
import { findAskedForm } from "../lib/answer_form.ts";
import { parseCassette, recordAnswer, replayAnswer } from "../lib/cassette/mod.ts";
import { chooseKey, type Consent, redactKey, refuseProxy, requireConsent } from "../lib/consent.ts";
import { DEFAULT_ENDPOINT, type Endpoint, parseEndpoint } from "../lib/endpoint.ts";
import { Failure, toCauseText } from "../lib/errors.ts";
import { type Appender, openAppender } from "../lib/host/append.ts";
import { sleep } from "../lib/host/clock.ts";
import { openHttp } from "../lib/host/http.ts";
import { readKeyFile } from "../lib/host/key_file.ts";
import {
  findModel,
  findModelAndWindow,
  openLive,
  redactAnswer,
  redactFailure,
  type Sampling,
  type SendOptions,
  type ServedModel,
} from "../lib/model/mod.ts";
import type { OpenAnswer } from "../lib/ports.ts";
import type { AnswerForm } from "../lib/types.ts";
import type { Io } from "./io.ts";
import type { Options } from "./options.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 300_000;
const MOST_RETRIES = 3;

/** A model to ask. */
export interface ModelSource extends Disposable {
  /** Sends a request, or finds its recording. */
  readonly openAnswer: OpenAnswer;
  /** The name that the model was given; absent when the server is to tell. */
  readonly name?: string;
  /** The form of the answers that a cassette holds; absent for a server. */
  readonly recordedForm?: AnswerForm;
  /** How the model is asked to write. */
  readonly sampling: Sampling;
  /**
   * Finds the model and its window.
   *
   * @returns Undefined for a cassette, where no server can be asked.
   */
  findWindow(): Promise<ServedModel | undefined>;
  /**
   * Finds just the model's name; asks the server only when none was given.
   *
   * @returns Undefined for a cassette without a named model.
   */
  findName(): Promise<string | undefined>;
}

/**
 * Opens the model that the options of `MODEL_FLAGS` name; nothing is sent yet.
 *
 * @param options The options.
 * @param io The world.
 * @param model The model. Default: that of the options.
 * @throws {Failure} With `E_CONSENT` or `E_PROXY` for what the user did not allow.
 */
export async function openModelSource(
  options: Options,
  io: Io,
  model: string | undefined = options.text("model"),
): Promise<ModelSource> {
  const replayPath = options.text("replay");
  if (replayPath === undefined) return await openServer(options, io, model);
  if (options.has("record")) {
    throw new Failure("E_USAGE", "Cannot both record and replay: expected one of the two");
  }
  const text = await readCassette(resolve(io.directory, replayPath), replayPath);
  const recordings = parseCassette(text, replayPath);
  return {
    openAnswer: replayAnswer({ recordings, model, path: replayPath }),
    name: model,
    recordedForm: findAskedForm(recordings[0]?.asked.messages[0]?.content ?? ""),
    sampling: readSampling(options),
    findWindow: () => Promise.resolve(undefined),
    findName: () => Promise.resolve(model),
    [Symbol.dispose]: () => {},
  };
}

async function readCassette(path: string, name: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    const reason = cause instanceof Deno.errors.NotFound ? "E_MISSING" : "E_IO";
    throw new Failure(reason, `Cannot read cassette "${name}": ${toCauseText(cause)}`, { cause });
  }
}

async function openServer(
  options: Options,
  io: Io,
  model: string | undefined,
): Promise<ModelSource> {
  const { send, redact, dispose } = await openSend(options, io);
  let found: ServedModel | undefined; // asked for once, for all attempts
  const findName = async (signal: AbortSignal) =>
    model ?? (found ??= await redactFailure(findModel(model, send, signal), redact)).id;
  const live = redactAnswer(openLive({ ...send, findName }), redact);
  const recordPath = options.text("record");
  let appender: Appender | undefined; // opened before the first request is sent, or not at all
  const record: OpenAnswer = (request, signal) => {
    appender ??= openAppender(resolve(io.directory, recordPath!));
    return recordAnswer(live, appender.append)(request, signal);
  };
  return {
    openAnswer: recordPath === undefined ? live : record,
    name: model,
    sampling: readSampling(options),
    findWindow: async () =>
      found = await redactFailure(findModelAndWindow(model, send, io.signal), redact),
    findName: () => findName(io.signal),
    [Symbol.dispose]: () => {
      appender?.[Symbol.dispose]();
      dispose();
    },
  };
}

interface OpenedSend {
  readonly send: SendOptions;
  /** Takes the key out of words that came from the server. */
  readonly redact: (text: string) => string;
  readonly dispose: () => void;
}

async function openSend(
  options: Options,
  io: Io,
): Promise<OpenedSend> {
  const named = options.text("endpoint");
  const endpoint = parseEndpoint(
    named ?? DEFAULT_ENDPOINT,
    isOption(options) ? "E_USAGE" : "E_CONFIG",
  );
  const consent = readConsent(options);
  requireConsent(endpoint, consent);
  refuseProxy(endpoint, consent, io.env);
  const key = await readKey(endpoint, options, io);
  const redact = (text: string) => redactKey(text, key);
  const http = openHttp(endpoint, {
    key,
    connectTimeoutMs: options.durationMs("connect-timeout") ?? CONNECT_TIMEOUT_MS,
    allowsProxy: consent.allowsProxy,
    certificates: await readCertificates(options, io),
  });
  const send: SendOptions = {
    fetch: http.fetch,
    baseUrl: endpoint.baseUrl,
    idleTimeoutMs: options.durationMs("idle-timeout") ?? IDLE_TIMEOUT_MS,
    retries: Math.min(options.count("retries") ?? MOST_RETRIES, MOST_RETRIES),
    sleep,
    report: (text) => io.report(redact(text)),
  };
  return { send, redact, dispose: () => http[Symbol.dispose]() };
}

function isOption(options: Options): boolean {
  return options.origin("endpoint")?.startsWith("option") ?? false;
}

function readConsent(options: Options): Consent {
  return {
    allowedHosts: options.list("allow-host").flatMap((hosts) => hosts.split(/[\s,]+/)),
    allowsPlainHttp: options.has("insecure-http"),
    allowsProxy: options.has("allow-proxy"),
    isLocalOnly: options.has("local-only"),
  };
}

async function readKey(
  endpoint: Endpoint,
  options: Options,
  io: Io,
): Promise<string | undefined> {
  const path = options.text("key-file");
  return chooseKey(endpoint, {
    fileKey: path === undefined ? undefined : await readKeyFile(resolve(io.directory, path)),
    env: io.env,
    isEndpointNamed: options.has("endpoint"),
  });
}

async function readCertificates(
  options: Options,
  io: Io,
): Promise<readonly string[] | undefined> {
  const path = options.text("ca-file");
  if (path === undefined) return undefined;
  try {
    return [await Deno.readTextFile(resolve(io.directory, path))];
  } catch (cause) {
    const reason = cause instanceof Deno.errors.NotFound ? "E_MISSING" : "E_IO";
    throw new Failure(reason, `Cannot read "${path}": ${toCauseText(cause)}`, { cause });
  }
}

function readSampling(options: Options): Sampling {
  const temperature = options.number("temperature");
  if (temperature !== undefined && temperature < 0) {
    throw new Failure("E_USAGE", 'Cannot take option "--temperature": it must be at least 0');
  }
  return { temperature, seed: options.count("seed"), maxTokens: options.count("max-tokens") };
}
