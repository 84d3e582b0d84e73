import { Failure } from "../errors.ts";

/** One server-sent event. */
export interface ServerEvent {
  /** Its name; `message` when it has none. */
  readonly name: string;
  /** Its data, the lines joined by LF. */
  readonly data: string;
}

/** What may be read at most. */
export interface EventLimits {
  /** Longest event, in UTF-16 units. */
  readonly eventChars: number;
  /** Largest stream, in bytes. */
  readonly streamBytes: number;
}

/**
 * Reads server-sent events: for each chunk of bytes those that it completed. An event counts only
 * with the blank line that ends it. LF, CRLF and CR end a line; one BOM at the start is passed over.
 *
 * @param chunks The bytes, cut anywhere.
 * @param limits What may be read at most.
 * @throws {Failure} With `E_ANSWER` for bytes that are not UTF-8, and over a limit.
 */
export async function* readEvents(
  chunks: AsyncIterable<Uint8Array>,
  limits: EventLimits,
): AsyncGenerator<readonly ServerEvent[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const parser = new EventParser(limits.eventChars);
  let streamBytes = 0;
  for await (const chunk of chunks) {
    streamBytes += chunk.length;
    if (streamBytes > limits.streamBytes) {
      throw new Failure(
        "E_ANSWER",
        `Cannot use the answer: its stream is longer than ${limits.streamBytes} bytes`,
      );
    }
    const events = parser.push(decode(decoder, chunk));
    if (events.length > 0) yield events;
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new Failure("E_ANSWER", "Cannot use the answer: it is not UTF-8", { cause });
  }
}

/** Cuts text into events; what is not yet complete waits in it. */
class EventParser {
  readonly #limitChars: number;
  #line: string[] = [];
  #lineChars = 0;
  #data: string[] = [];
  #dataChars = 0;
  #name = "message";
  #skipsLf = false;

  constructor(limitChars: number) {
    this.#limitChars = limitChars;
  }

  /** Takes the next piece of text and gives the events that it completes. */
  push(piece: string): ServerEvent[] {
    const text = this.#skipsLf && piece.startsWith("\n") ? piece.slice(1) : piece;
    if (piece !== "") this.#skipsLf = text.endsWith("\r");
    const lines = text.includes("\r") ? text.split(/\r\n|\r|\n/) : text.split("\n");
    const rest = lines.pop() ?? "";
    const events: ServerEvent[] = [];
    for (const line of lines) {
      const event = this.#endLine(line);
      if (event !== undefined) events.push(event);
    }
    if (rest !== "") this.#line.push(rest);
    this.#lineChars += rest.length;
    if (this.#lineChars + this.#dataChars > this.#limitChars) {
      throw new Failure(
        "E_ANSWER",
        `Cannot use the answer: an event is longer than ${this.#limitChars} characters`,
      );
    }
    return events;
  }

  #endLine(end: string): ServerEvent | undefined {
    const line = this.#line.length === 0 ? end : this.#line.join("") + end;
    this.#line = [];
    this.#lineChars = 0;
    if (line === "") return this.#endEvent();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.#name = value;
    if (field === "data") {
      this.#data.push(value);
      this.#dataChars += value.length + 1;
    }
  }

  #endEvent(): ServerEvent | undefined {
    const event = { name: this.#name, data: this.#data.join("\n") };
    const hasData = this.#data.length > 0;
    this.#data = [];
    this.#dataChars = 0;
    this.#name = "message";
    return hasData ? event : undefined;
  }
}
