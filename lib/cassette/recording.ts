import { digest, toCanonicalJson } from "../digest.ts";
import { InputError } from "../errors.ts";
import { parseRecord } from "../ndjson.ts";
import type { WireRequest } from "../ports.ts";
import type { Message, UsageRecord } from "../types.ts";

/** One request and its complete answer: one line of a cassette. It holds no host, key or time. */
export interface RecordingRecord {
  /** Names the record. */
  readonly type: "recording";
  /** Key: the digest of what was asked, in canonical JSON. The model is not in it. */
  readonly key: string;
  /** The model that answered. */
  readonly model: string;
  /** What was asked. */
  readonly asked: WireRequest;
  /** The whole answer. */
  readonly text: string;
  /** What the server counted; absent when it did not say. */
  readonly usage?: UsageRecord;
}

/** The key of a request: equal requests have equal keys, whoever is asked. */
export function toKey(asked: WireRequest): Promise<string> {
  return digest(toCanonicalJson(asked));
}

/**
 * Reads a cassette: newline-delimited JSON, one recording a line.
 *
 * @param text The whole file.
 * @param path Its name, for messages.
 * @throws {InputError} On a line that is no recording.
 */
export function parseCassette(text: string, path: string): readonly RecordingRecord[] {
  return text.split("\n").flatMap((line, index) =>
    line.trim() === "" ? [] : [parseRecording(line, index + 1, path)]
  );
}

function parseRecording(text: string, line: number, path: string): RecordingRecord {
  const record = parseRecord(text, line);
  const wrong = (what: string) =>
    new InputError(`Cannot read cassette "${path}", line ${line}: ${what}`, { line });
  const { type, key, model, asked, text: answer, usage } = record;
  if (type !== "recording") throw wrong(`it is a "${type}", expected a "recording"`);
  if (typeof key !== "string" || typeof model !== "string" || typeof answer !== "string") {
    throw wrong('expected strings "key", "model" and "text"');
  }
  if (!isWireRequest(asked)) throw wrong('expected "asked" with messages');
  const base = { type, key, model, asked, text: answer } as const;
  return usage === undefined ? base : { ...base, usage: usage as UsageRecord };
}

function isWireRequest(value: unknown): value is WireRequest {
  return typeof value === "object" && value !== null && "messages" in value &&
    Array.isArray(value.messages) && value.messages.every(isMessage);
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "role" in value && "content" in value &&
    typeof value.role === "string" && typeof value.content === "string";
}
