import { Failure, InputError } from "../errors.ts";
import { parseRecords } from "../ndjson.ts";
import type { UnknownRecord } from "../types.ts";

const ANSWER_TYPES: ReadonlySet<unknown> = new Set(["start", "text", "usage", "done", "error"]);
const LF = 0x0a;

/**
 * Reads an answer as it comes through a pipe: answer events, or the plain text of any other tool,
 * which has no end of its own.
 *
 * @param input All bytes of the pipe.
 * @returns The records; of events that were cut only those that are whole.
 * @throws {Failure} With `E_CUT` when there is nothing at all: what came before has failed.
 * @throws {InputError} When the bytes are not UTF-8, or a line is no record.
 */
export async function readAnswerInput(input: Uint8Array): Promise<UnknownRecord[]> {
  const text = decode(input);
  if (text.trim() === "") {
    throw new Failure("E_CUT", "Cannot make patch: stdin is empty: what came before has failed");
  }
  if (!isEvents(text)) return [{ type: "text", text }, { type: "done", stop: "stop" }];
  const records: UnknownRecord[] = [];
  // Only the end of its line ends a record: a last line without it was cut.
  const whole = input.subarray(0, input.lastIndexOf(LF) + 1);
  for await (const batch of parseRecords(ReadableStream.from([whole]))) {
    for (const record of batch) records.push(record);
  }
  return records;
}

function decode(input: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return decoder.decode(input);
  } catch (cause) {
    // Events may be cut inside a character; that is in a last line which does not count.
    const lines = input.subarray(0, input.lastIndexOf(LF) + 1);
    if (isEvents(new TextDecoder().decode(input))) return decoder.decode(lines);
    throw new InputError("Cannot read stdin: it is not UTF-8", { cause });
  }
}

/** Whether the first line is an answer event, or the beginning of one. */
function isEvents(text: string): boolean {
  const [line] = text.trimStart().split("\n", 1);
  if (!line.startsWith("{")) return false;
  try {
    return ANSWER_TYPES.has(JSON.parse(line).type);
  } catch {
    return /^\{"type":"(?:start|text|usage|done|error)"/.test(line);
  }
}
