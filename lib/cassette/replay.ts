import { Failure } from "../errors.ts";
import { printRecords } from "../ndjson.ts";
import type { OpenAnswer, OpenedAnswer } from "../ports.ts";
import type { TextRecord, UsageRecord } from "../types.ts";
import { explainMiss } from "./miss.ts";
import { type RecordingRecord, toKey } from "./recording.ts";

/** What to replay. */
export interface ReplayOptions {
  /** The recordings, in the order of the cassette; of equal ones the last counts. */
  readonly recordings: readonly RecordingRecord[];
  /** The model whose answers are wanted; of any model when absent. */
  readonly model?: string;
  /** Name of the cassette, for messages. */
  readonly path: string;
}

/** Answers from a cassette, without any effect. */
export function replayAnswer(options: ReplayOptions): OpenAnswer {
  const { recordings, model, path } = options;
  return async (request) => {
    const key = await toKey(request);
    const same = recordings.filter((recording) => recording.key === key);
    const found = same.findLast((recording) => model === undefined || recording.model === model);
    if (found !== undefined) return { model: found.model, parts: toParts(found) };
    const why = same.length > 0
      ? `it holds the answer of ${
        same.map((recording) => recording.model).join(", ")
      }, not of ${model}`
      : recordings.length === 0
      ? "it is empty"
      : explainMiss(request, recordings);
    throw new Failure("E_REPLAY", `Cannot replay the request from "${path}": ${why}`);
  };
}

async function* toParts(recording: RecordingRecord): AsyncGenerator<TextRecord | UsageRecord> {
  yield { type: "text", text: recording.text };
  if (recording.usage !== undefined) yield recording.usage;
}

/**
 * Answers as another source does, and records each complete answer.
 *
 * @param openAnswer The other source.
 * @param append Adds one line to the cassette.
 */
export function recordAnswer(
  openAnswer: OpenAnswer,
  append: (line: string) => Promise<void>,
): OpenAnswer {
  return async (request, signal): Promise<OpenedAnswer> => {
    const { model, parts } = await openAnswer(request, signal);
    const key = await toKey(request);
    const record = async function* (): AsyncGenerator<TextRecord | UsageRecord> {
      let text = "";
      let usage: UsageRecord | undefined;
      for await (const part of parts) {
        if (part.type === "text") text += part.text;
        else usage = part;
        yield part;
      }
      const recording = { type: "recording", key, model, asked: request, text, usage } as const;
      await append(printRecords([recording]));
    };
    return { model, parts: record() };
  };
}
