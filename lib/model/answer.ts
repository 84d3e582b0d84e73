import { Failure } from "../errors.ts";
import type { TextRecord, UsageRecord } from "../types.ts";
import { type Delta, parseDelta, quote, toErrorText } from "./delta.ts";
import { readEvents, type ServerEvent } from "./sse.ts";
import { filterThinking } from "./think.ts";

/** Longest answer, reasoning included, in UTF-16 units. */
export const ANSWER_LIMIT_CHARS = 16 * 1024 * 1024;

/** Largest stream in bytes: an event around a single letter has some 200. */
export const STREAM_LIMIT_BYTES = 256 * 1024 * 1024;

const TERMINATOR = "[DONE]";

/**
 * Reads the stream of an answer, strictly: the iteration ends only when the finish reason `stop`
 * and then the terminator came. What follows the terminator is never read.
 *
 * @param chunks The body of the response.
 * @returns Pieces of text as they arrive, one for each chunk at most, and the usage.
 * @throws {Failure} `E_CUT`, `E_LENGTH`, `E_FILTERED` or `E_ANSWER`.
 */
export async function* readAnswer(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<TextRecord | UsageRecord> {
  const reader = new AnswerReader();
  const limits = { eventChars: ANSWER_LIMIT_CHARS, streamBytes: STREAM_LIMIT_BYTES };
  for await (const events of readEvents(chunks, limits)) {
    const text = reader.push(events);
    if (text !== "") yield { type: "text", text };
    if (!reader.isComplete) continue;
    if (reader.usage !== undefined) yield reader.usage;
    return;
  }
  throw new Failure("E_CUT", "Cannot use the answer: the stream ended before its terminator");
}

/** Puts the events of one answer together. */
class AnswerReader {
  /** Whether the terminator came, after a finish reason of `stop`. */
  isComplete = false;
  /** What the server counts; absent when it does not say. */
  usage: UsageRecord | undefined;
  readonly #thinking = filterThinking();
  #finish: string | undefined;
  #totalChars = 0;
  #hasText = false;
  #highSurrogate = "";

  /** Takes events and gives the text that is ready; stops at the terminator. */
  push(events: readonly ServerEvent[]): string {
    let text = "";
    for (const event of events) {
      if (event.data === TERMINATOR) {
        text += this.#end();
        this.isComplete = true;
        break;
      }
      text += this.#take(event);
    }
    if (/\S/.test(text)) this.#hasText = true;
    if (this.isComplete && !this.#hasText) throw bad("it is empty");
    return text;
  }

  #take(event: ServerEvent): string {
    if (event.name === "error") {
      throw bad(`the server reports an error: ${quote(toErrorTextOf(event.data))}`);
    }
    const delta = parseDelta(event.data);
    this.usage = delta.usage ?? this.usage;
    this.#count(delta);
    this.#takeFinish(delta);
    return this.#thinking.push(this.#joinSurrogates(delta.text));
  }

  #count(delta: Delta): void {
    this.#totalChars += delta.text.length + delta.reasoningChars;
    if (this.#totalChars > ANSWER_LIMIT_CHARS) {
      throw bad(`it is longer than ${ANSWER_LIMIT_CHARS} characters`);
    }
  }

  /** Some servers say their finish again when they tell the usage; text or a change of mind is wrong. */
  #takeFinish({ text, finish }: Delta): void {
    if (this.#finish === undefined) {
      if (finish !== undefined) this.#finishWith(finish);
    } else if (text !== "" || (finish !== undefined && finish !== this.#finish)) {
      throw bad("it goes on after its finish");
    }
  }

  #finishWith(finish: string): void {
    this.#finish = finish;
    if (finish === "stop") return;
    if (finish === "length") {
      throw new Failure(
        "E_LENGTH",
        "Cannot use the answer: it was cut by the token limit of the server or of --max-tokens",
      );
    }
    if (finish === "content_filter") {
      throw new Failure("E_FILTERED", "Cannot use the answer: the server withheld it");
    }
    throw bad(`its finish reason is ${quote(finish)}, expected "stop"`);
  }

  /** A character may be cut in two by an event; half of one is no text. */
  #joinSurrogates(piece: string): string {
    if (piece === "") return "";
    const text = this.#highSurrogate + piece;
    const last = text.charCodeAt(text.length - 1);
    const isCut = last >= 0xd800 && last <= 0xdbff;
    this.#highSurrogate = isCut ? text.slice(-1) : "";
    const whole = isCut ? text.slice(0, -1) : text;
    if (!whole.isWellFormed()) throw bad("it is not Unicode text");
    return whole;
  }

  #end(): string {
    if (this.#finish === undefined) {
      throw new Failure("E_CUT", "Cannot use the answer: it ended without a finish reason");
    }
    if (this.#highSurrogate !== "") throw bad("it is not Unicode text");
    const rest = this.#thinking.end();
    if (rest === undefined) throw bad("it is nothing but reasoning");
    return rest;
  }
}

function toErrorTextOf(data: string): string {
  try {
    return toErrorText(JSON.parse(data)) || data;
  } catch { // the words may be plain text
    return data;
  }
}

function bad(what: string): Failure {
  return new Failure("E_ANSWER", `Cannot use the answer: ${what}`);
}
