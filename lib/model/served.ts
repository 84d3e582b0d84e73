import { Failure, toFailure } from "../errors.ts";
import { isObject, quote } from "./delta.ts";
import { readRefusal, requestOnce, type SendOptions, withRetries } from "./send.ts";
import { readChunks } from "./wait.ts";
import { concat } from "../ndjson.ts";

/** A model that a server offers. */
export interface ServedModel {
  /** Its name. */
  readonly id: string;
  /** The window that the server gives it, in tokens; absent when that is not known. */
  readonly windowTokens?: number;
}

/** An entry of the server's list, and the rest of what it says. */
interface Entry extends ServedModel {
  readonly ownedBy: string;
}

/** Longest name of a model in a message. */
const NAME_CHARS = 100;
const REPLY_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Finds the model to use: the one that was named, or the only one that is served.
 *
 * @param name The name that the user gave; undefined for none.
 * @param options How to reach the server.
 * @param signal Fires when nobody waits any more.
 * @throws {Failure} With `E_MODEL` when several are served and none was named.
 */
export async function findModel(
  name: string | undefined,
  options: SendOptions,
  signal: AbortSignal,
): Promise<ServedModel> {
  if (name !== undefined) return { id: name };
  return chooseEntry(await listModels(options, signal), options.baseUrl);
}

/**
 * Finds the model to use and asks the server for its window, in whichever way it tells. A server
 * that does not tell is no error; one that cannot be reached is.
 */
export async function findModelAndWindow(
  name: string | undefined,
  options: SendOptions,
  signal: AbortSignal,
): Promise<ServedModel> {
  const entries = name === undefined
    ? await listModels(options, signal)
    : await listModelsIfTold(options, signal);
  const entry = name === undefined
    ? chooseEntry(entries, options.baseUrl)
    : entries.find(({ id }) => id === name || id === `${name}:latest`);
  const id = name ?? entry?.id ?? "";
  const windowTokens = entry?.windowTokens ??
    await askWindow(id, entry?.ownedBy ?? "", options, signal);
  return windowTokens === undefined ? { id } : { id, windowTokens };
}

function chooseEntry(entries: readonly Entry[], site: string): Entry {
  if (entries.length === 1) return entries[0];
  throw new Failure(
    "E_MODEL",
    entries.length === 0
      ? `Cannot choose a model at "${site}": it serves none`
      : `Cannot choose a model at "${site}": --model names one of ${printNames(entries)}`,
  );
}

function printNames(entries: readonly Entry[]): string {
  const names = entries.slice(0, 20).map(({ id }) => cut(id)).join(", ");
  return entries.length > 20 ? `${names}, and ${entries.length - 20} more` : names;
}

function cut(name: string): string {
  return name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS).toWellFormed()}...` : name;
}

/** The models that a server serves, for a person; undefined when it does not tell. */
export async function describeServed(
  options: SendOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const entries = await listModelsIfTold(options, signal);
  return entries.length === 0 ? undefined : printNames(entries);
}

/** With a name at hand the list may be missing; only a server that is not there is a failure. */
async function listModelsIfTold(
  options: SendOptions,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  try {
    return await listModels({ ...options, retries: 0 }, signal);
  } catch (error) {
    const { reason } = toFailure(error);
    if (["E_REFUSED", "E_CONTENT", "E_REDIRECT", "E_MODEL", "E_BUSY"].includes(reason)) return [];
    throw error;
  }
}

async function listModels(options: SendOptions, signal: AbortSignal): Promise<readonly Entry[]> {
  const value = await withRetries(() => getJson("/models", options, signal), options, signal);
  const data = isObject(value) ? value.data : undefined;
  if (!Array.isArray(data)) {
    throw new Failure(
      "E_CONTENT",
      `Cannot list the models of "${options.baseUrl}": the reply has no list "data"`,
    );
  }
  return data.filter(isObject).flatMap((entry) => {
    if (typeof entry.id !== "string" || entry.id === "") return [];
    const windowTokens = firstCount(entry, WINDOW_FIELDS);
    const ownedBy = String(entry.owned_by ?? "");
    return [{ id: entry.id, ownedBy, ...(windowTokens === undefined ? {} : { windowTokens }) }];
  });
}

/** Names by which servers tell the window in their list of models; the one in use comes first. */
const WINDOW_FIELDS = [
  "max_model_len",
  "loaded_context_length",
  "context_window",
  "context_length",
  "max_context_length",
];

function firstCount(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
): number | undefined {
  return names.map((name) => value[name]).find((count) => isWindow(count)) as number | undefined;
}

function isWindow(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** A way to ask one kind of server. */
type AskWindow = (
  model: string,
  options: SendOptions,
  signal: AbortSignal,
) => Promise<number | undefined>;

/**
 * Asks for the window beside the list, as llama.cpp, Ollama and LM Studio tell it. A server of
 * unknown kind is asked in all ways at once, so that a far one costs one round trip.
 */
async function askWindow(
  model: string,
  ownedBy: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  const root = { ...options, baseUrl: options.baseUrl.replace(/\/v1$/, "") };
  const ways: readonly AskWindow[] = ownedBy === "llamacpp"
    ? [askLlamaCpp]
    : ownedBy === "library"
    ? [askOllama]
    : ownedBy === "vllm"
    ? []
    : [askLlamaCpp, askOllama, askLmStudio];
  const told = await Promise.all(
    ways.map((ask) => ask(model, root, signal).catch(ignoreUnlessAborted(signal))),
  );
  return told.find((windowTokens) => windowTokens !== undefined);
}

/** A server of another kind knows nothing of the path: that is an answer too. */
function ignoreUnlessAborted(signal: AbortSignal): () => undefined {
  return () => {
    if (signal.aborted) throw signal.reason;
    return undefined;
  };
}

async function askLlamaCpp(
  _model: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  const props = await getJson("/props", options, signal);
  const settings = isObject(props) ? props.default_generation_settings : undefined;
  return isObject(settings) ? firstCount(settings, ["n_ctx"]) : undefined;
}

/** Ollama's own window counts, not what the model could do: its default is far smaller. */
async function askOllama(
  model: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  const shown = await getJson("/api/show", options, signal, { model });
  if (!isObject(shown)) return undefined;
  const parameter = /^num_ctx\s+(\d+)\s*$/m.exec(String(shown.parameters ?? ""));
  if (parameter !== null) return Number(parameter[1]) || undefined;
  const running = await getJson("/api/ps", options, signal);
  const models = isObject(running) && Array.isArray(running.models) ? running.models : [];
  const entry = models.filter(isObject).find(({ name }) =>
    name === model || name === `${model}:latest`
  );
  return entry === undefined ? undefined : firstCount(entry, ["context_length"]);
}

async function askLmStudio(
  model: string,
  options: SendOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  const list = await getJson("/api/v0/models", options, signal);
  const data = isObject(list) && Array.isArray(list.data) ? list.data : [];
  const entry = data.filter(isObject).find(({ id }) => id === model);
  return entry === undefined ? undefined : firstCount(entry, ["loaded_context_length"]);
}

async function getJson(
  path: string,
  options: SendOptions,
  signal: AbortSignal,
  body?: unknown,
): Promise<unknown> {
  const init: RequestInit = body === undefined
    ? { method: "GET", headers: { accept: "application/json" } }
    : {
      method: "POST",
      headers: { "content-type": "application/json", "accept": "application/json" },
      body: JSON.stringify(body),
    };
  const response = await requestOnce(path, options, signal, init);
  if (response.status !== 200 || response.body === null) {
    throw await readRefusal(response, options, signal);
  }
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of readChunks(response.body, options, signal)) {
    parts.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > REPLY_LIMIT_BYTES) {
      throw new Failure("E_CONTENT", `Cannot read "${options.baseUrl}${path}": it is too long`);
    }
  }
  const text = new TextDecoder().decode(concat(parts));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure(
      "E_CONTENT",
      `Cannot read "${options.baseUrl}${path}": it is not JSON: ${quote(text)}`,
      { cause },
    );
  }
}
