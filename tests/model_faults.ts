/**
 * What a server can get wrong, by name, each with the status and the reason that it must lead to.
 * The server here is hostile or broken, never the model's wording, so every case is exact.
 *
 * @module
 */

import {
  type Answer,
  answerEvents,
  chunk,
  DONE,
  event,
  refuse,
  reply,
  say,
  stream,
} from "./model_answers.ts";

/** Something that a server gets wrong, or right in an unusual way. */
export interface ServerFault {
  /** Names it. */
  readonly name: string;
  /** How the server answers, each time. */
  readonly answer: Answer;
  /** Exit status that it must lead to. */
  readonly status: number;
  /** Reason that goes with the status; absent when the answer is good. */
  readonly reason?: string;
  /** Time limits that the case needs in order to end, as flags. */
  readonly flags?: readonly string[];
  /** Number of requests that it must lead to. Default 1. */
  readonly tries?: number;
  /** The answer's text when it is good. Default `TEXT`. */
  readonly text?: string;
}

/** What the good answers say: more than one byte a character, more than one line. */
export const TEXT = "Grüße, 世界 🦕\nline two\r\n\tend";

const encoder = new TextEncoder();
const HELLO = event(chunk({ content: "hello" }));
const STOP = event(chunk({}, "stop"));

const SSE = { "content-type": "text/event-stream" };

/** The bytes of a complete answer. */
function wholeAnswer(): Uint8Array {
  return encoder.encode(answerEvents(TEXT).join(""));
}

function each(bytes: Uint8Array, sizeBytes: number): Uint8Array[] {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += sizeBytes) {
    pieces.push(bytes.subarray(at, at + sizeBytes));
  }
  return pieces;
}

function join(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    parts.flatMap((part) => [...(typeof part === "string" ? encoder.encode(part) : part)]),
  );
}

/** Good answers in unusual clothes: each must be read as `TEXT`. */
const GOOD: readonly ServerFault[] = [
  good("ok", say(TEXT)),
  good("ok with usage", say(TEXT, { usage: { prompt_tokens: 9, completion_tokens: 7 } })),
  good("ok, ends with the connection", stream(answerEvents(TEXT), { framing: "close" })),
  good("ok, a character a piece", say(TEXT, { pieceChars: 1 })),
  good("ok, a byte a write", stream(each(wholeAnswer(), 1))),
  good("ok, UTF-8 split in three", stream(each(wholeAnswer(), 3))),
  good("ok, CRLF", stream([answerEvents(TEXT).join("").replaceAll("\n", "\r\n")])),
  good("ok, CRLF, a byte a write", stream(each(join(withLineEnds("\r\n")), 1))),
  good("ok, CR", stream(each(join(withLineEnds("\r")), 1))),
  good("ok, BOM", stream([join(Uint8Array.of(0xef, 0xbb, 0xbf), wholeAnswer())])),
  good(
    "ok, comments",
    stream(answerEvents(TEXT).flatMap((text) => [": keep-alive\n\n", ":\n", text])),
  ),
  good("ok, no blank after the colon", stream([withLineEnds("\n").replaceAll("data: ", "data:")])),
  good(
    "ok, other fields",
    stream(
      answerEvents(TEXT).map((text) =>
        `id: 1\nretry: 1\nevent: message\nunknown: x\nbare\n${text}`
      ),
    ),
  ),
  good(
    "ok, data over two lines",
    stream(answerEvents(TEXT).map((text) => text.replace(',"choices"', '\ndata: ,"choices"'))),
  ),
  good("ok, terminator twice", stream([...answerEvents(TEXT), DONE])),
  good("ok, finish twice", stream([...answerEvents(TEXT).slice(0, -1), STOP, DONE])),
  good("ok, data after the terminator", stream([...answerEvents(TEXT), HELLO, "garbage"])),
  good(
    "ok, silent after the terminator",
    async (exchange) => {
      await exchange.begin(200, SSE);
      for (const piece of answerEvents(TEXT)) await exchange.write(piece);
      await exchange.stall();
    },
  ),
  good(
    "ok, null and empty fields",
    stream([
      event(chunk({ role: "assistant", content: null, refusal: null, tool_calls: null })),
      event(chunk({ content: TEXT, tool_calls: [] }, null, { usage: null })),
      STOP,
      DONE,
    ]),
  ),
  good(
    "ok, __proto__ and unknown fields",
    stream([
      event(
        '{"__proto__":{"choices":1},"choices":[{"index":0,"delta":{"content":' +
          `${JSON.stringify(TEXT)},"__proto__":{"x":1}},"finish_reason":"stop"}],"n":1e999}`,
      ),
      DONE,
    ]),
  ),
  good(
    "ok, reasoning apart",
    stream([
      event(chunk({ reasoning_content: "Let me think" })),
      event(chunk({ reasoning: "more" })),
      ...answerEvents(TEXT),
    ]),
  ),
  good("ok, reasoning inside", say(`<think>\nLet me <b>think</b>\n</think>\n\n${TEXT}`)),
  good("ok, reasoning inside, in tiny pieces", say(`<think>x</think>${TEXT}`, { pieceChars: 1 })),
  good(
    "ok, surrogates split",
    stream([
      ...[..."Grüße, 世界 "].map((content) => event(chunk({ content }))),
      event('{"choices":[{"index":0,"delta":{"content":"\\ud83e"}}]}'),
      event('{"choices":[{"index":0,"delta":{"content":"\\udd95"}}]}'),
      event(chunk({ content: "\nline two\r\n\tend" }, "stop")),
      DONE,
    ]),
  ),
  good(
    "ok, headers that ask for more",
    stream(answerEvents(TEXT), {
      "set-cookie": "a=b",
      "refresh": "0; url=http://192.0.2.1/",
      "alt-svc": 'h3="192.0.2.1:443"',
      "link": "<http://192.0.2.1/>; rel=preload",
    }),
  ),
  good(
    "ok, charset",
    stream(answerEvents(TEXT), { "content-type": "text/event-stream;charset=UTF-8" }),
  ),
  good("ok, says identity", stream(answerEvents(TEXT), { "content-encoding": "identity" })),
  {
    name: "ok, a million tiny events",
    answer: stream(tinyEvents()),
    status: 0,
    text: "x".repeat(1_000_000),
  },
];

function good(name: string, answer: Answer): ServerFault {
  return { name, answer, status: 0 };
}

function withLineEnds(lineEnd: string): string {
  return answerEvents(TEXT).join("").replaceAll("\n", lineEnd);
}

/** Each pass makes the pieces anew, so that a second request gets them too. */
function tinyEvents(): Iterable<string> {
  const tiny = event('{"choices":[{"index":0,"delta":{"content":"x"}}]}');
  return {
    *[Symbol.iterator]() {
      for (let sent = 0; sent < 1000; sent++) yield tiny.repeat(1000);
      yield STOP + DONE;
    },
  };
}

function endless(piece: string): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      while (true) yield piece;
    },
  };
}

/** Streams that are not a complete answer. */
const INCOMPLETE: readonly ServerFault[] = [
  bad("cut in an event", cutAfter([HELLO, 'data: {"choi']), 76, "E_CUT"),
  bad("cut in an event, looks like an end", ends([HELLO, 'data: {"choi']), 76, "E_CUT"),
  bad("cut between events", cutAfter([HELLO]), 76, "E_CUT"),
  bad("cut between events, looks like an end", ends([HELLO]), 76, "E_CUT"),
  bad("cut before the terminator", ends([HELLO, STOP]), 76, "E_CUT"),
  bad("cut in the terminator", ends([HELLO, STOP, "data: [DON"]), 76, "E_CUT"),
  bad("cut before the terminator's blank line", ends([HELLO, STOP, "data: [DONE]\n"]), 76, "E_CUT"),
  bad("no terminator, well framed", stream([HELLO, STOP]), 76, "E_CUT"),
  bad("no finish reason", stream([HELLO, DONE]), 76, "E_CUT"),
  bad("less than its content-length", shortBody, 76, "E_CUT"),
  bad("reset in the stream", resetAfter([HELLO]), 76, "E_CUT"),
  bad("nothing", stream([]), 76, "E_CUT"),
  bad("only comments", stream([": a\n\n", ": b\n\n"]), 76, "E_CUT"),
  bad("only the terminator", stream([DONE]), 76, "E_CUT"),
  bad("cut in UTF-8", ends([join('data: {"x":"', Uint8Array.of(0xe4, 0xb8))]), 76, "E_CUT"),
  bad("finish length", say(TEXT, { finishReason: "length" }), 76, "E_LENGTH"),
  bad("finish content_filter", say(TEXT, { finishReason: "content_filter" }), 76, "E_FILTERED"),
  bad("finish tool_calls", say(TEXT, { finishReason: "tool_calls" }), 76, "E_ANSWER"),
  bad("finish in no known way", say(TEXT, { finishReason: "abort" }), 76, "E_ANSWER"),
  bad("says nothing, completely", say(""), 76, "E_ANSWER"),
  bad("only thinks", say("<think>hm</think>\n"), 76, "E_ANSWER"),
  bad("never stops to think", say("<think>hm"), 76, "E_ANSWER"),
  bad(
    "only reasons apart",
    stream([event(chunk({ reasoning_content: "hm" })), STOP, DONE]),
    76,
    "E_ANSWER",
  ),
];

/** Streams that are not what they should be. */
const MALFORMED: readonly ServerFault[] = [
  malformed("error event", [HELLO, event('{"error":{"message":"out of memory","code":500}}')]),
  malformed("error event, text", [event('{"error":"overloaded"}')]),
  malformed("named error event", ['event: error\ndata: {"message":"boom"}\n\n']),
  malformed("bad JSON", [HELLO, event('{"choices":['), STOP, DONE]),
  malformed("not an object", [event("5"), STOP, DONE]),
  malformed("null", [event("null"), STOP, DONE]),
  malformed("deep JSON", [event("[".repeat(100_000) + "]".repeat(100_000)), STOP, DONE]),
  malformed("no choices", [event("{}"), STOP, DONE]),
  malformed("choices that are no list", [event('{"choices":{"0":1}}'), STOP, DONE]),
  malformed("a choice that is no object", [event('{"choices":[7]}'), STOP, DONE]),
  malformed("a second choice", [
    event('{"choices":[{"index":1,"delta":{"content":"x"}}]}'),
    STOP,
    DONE,
  ]),
  malformed("text that is a number", [event(chunk({ content: 7 })), STOP, DONE]),
  malformed("text that is a list", [event(chunk({ content: [{ text: "x" }] })), STOP, DONE]),
  malformed("finish that is a number", [
    event('{"choices":[{"index":0,"delta":{},"finish_reason":7}]}'),
  ]),
  malformed("tool call", [
    event(chunk({ tool_calls: [{ index: 0, function: { name: "sh", arguments: '{"c' } }] })),
    STOP,
    DONE,
  ]),
  malformed("old function call", [event(chunk({ function_call: { name: "sh" } })), STOP, DONE]),
  malformed("refusal", [event(chunk({ refusal: "No." })), STOP, DONE]),
  malformed("text after its finish", [HELLO, STOP, HELLO, DONE]),
  malformed("two finishes", [HELLO, STOP, event(chunk({}, "length")), DONE]),
  malformed("bad UTF-8", [join('data: {"x":"', Uint8Array.of(0xff, 0xfe), '"}\n\n'), STOP, DONE]),
  malformed("overlong UTF-8", [join('data: {"x":"', Uint8Array.of(0xc0, 0xaf), '"}\n\n')]),
  malformed("half a surrogate", [
    event('{"choices":[{"index":0,"delta":{"content":"\\ud83e"}}]}'),
    HELLO,
    STOP,
    DONE,
  ]),
  malformed("half a surrogate at the end", [
    event('{"choices":[{"index":0,"delta":{"content":"x\\ud83e"},"finish_reason":"stop"}]}'),
    DONE,
  ]),
  bad(
    "endless text",
    stream(endless(event(chunk({ content: "x".repeat(60_000) })))),
    76,
    "E_ANSWER",
  ),
  bad("endless line", stream(endless("data: " + "x".repeat(65_536))), 76, "E_ANSWER"),
  bad("endless event", stream(endless("data: " + "x".repeat(65_536) + "\n")), 76, "E_ANSWER"),
  bad(
    "endless comments",
    stream(endless((": " + "x".repeat(1022) + "\n").repeat(256))),
    76,
    "E_ANSWER",
  ),
  bad(
    "endless reasoning",
    stream(endless(event(chunk({ reasoning: "x".repeat(60_000) })))),
    76,
    "E_ANSWER",
  ),
];

/** Refusals, redirects and answers that are no stream. */
const REFUSALS: readonly ServerFault[] = [
  bad(
    "HTML",
    reply(200, "<!doctype html><h1>Log in</h1>", { "content-type": "text/html" }),
    69,
    "E_CONTENT",
  ),
  bad("JSON error with 200", refuse(200, "model is loading"), 69, "E_REFUSED"),
  bad(
    "JSON answer, not streamed",
    reply(200, '{"choices":[{"message":{"content":"x"}}]}'),
    69,
    "E_CONTENT",
  ),
  bad("plain text", reply(200, "hello", { "content-type": "text/plain" }), 69, "E_CONTENT"),
  bad("no content type", untyped, 69, "E_CONTENT"),
  bad("gzip", stream(answerEvents(TEXT), { "content-encoding": "gzip" }), 69, "E_CONTENT"),
  bad("brotli", stream(answerEvents(TEXT), { "content-encoding": "br" }), 69, "E_CONTENT"),
  bad(
    "unknown encoding",
    stream(answerEvents(TEXT), { "content-encoding": "x-own" }),
    69,
    "E_CONTENT",
  ),
  bad("204", empty(204), 69, "E_CONTENT"),
  bad("not HTTP", (exchange) => exchange.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n"), 69, "E_CONTENT"),
  bad("endless header", endlessHeader, 69, "E_CONTENT"),
  ...[300, 301, 302, 303, 305, 307, 308].map((status) =>
    bad(
      `${status} to elsewhere`,
      reply(status, "", { location: "http://127.0.0.2:1/v1/chat/completions" }),
      69,
      "E_REDIRECT",
    )
  ),
  bad("307 to itself", reply(307, "", { location: "/v1/chat/completions" }), 69, "E_REDIRECT"),
  ...[400, 401, 402, 403, 405, 406, 409, 410, 411, 413, 415, 418, 422, 451].map((status) =>
    bad(`${status}`, refuse(status, "no"), 69, "E_REFUSED")
  ),
  bad("404", refuse(404, "not here"), 69, "E_REFUSED"),
  bad("404, model", refuse(404, 'model "x" not found, try pulling it first'), 69, "E_MODEL"),
  bad(
    "400, window",
    refuse(400, "This model's maximum context length is 8192 tokens"),
    65,
    "E_WINDOW",
  ),
  bad(
    "400, window, by code",
    reply(400, '{"error":{"message":"too long","code":"context_length_exceeded"}}'),
    65,
    "E_WINDOW",
  ),
  bad("400, endless reason", endlessError, 69, "E_REFUSED"),
  bad("400, reason in bad UTF-8", reply(400, "\u0000\u001b]52;c;x\u0007"), 69, "E_REFUSED"),
  ...[408, 425, 429, 500, 501, 502, 503, 504, 529, 599].map((status) =>
    bad(`${status}`, refuse(status, "later"), 75, "E_BUSY", ["--retries", "0"])
  ),
  {
    ...bad("429, four times", refuse(429, "later", { "retry-after": "0" }), 75, "E_BUSY"),
    tries: 4,
  },
  bad("503 for ever", refuse(503, "later", { "retry-after": "1000000000" }), 75, "E_BUSY"),
];

/** Silence and lost connections. */
const SILENCE: readonly ServerFault[] = [
  bad("silent before headers", (exchange) => exchange.stall(), 75, "E_IDLE", [
    "--idle-timeout",
    "0.3",
  ]),
  bad("silent after headers", stallAfter([]), 75, "E_IDLE", ["--idle-timeout", "0.3"]),
  bad("silent in the stream", stallAfter([HELLO]), 75, "E_IDLE", ["--idle-timeout", "0.3"]),
  bad("silent in an event", stallAfter([HELLO, 'data: {"ch']), 75, "E_IDLE", [
    "--idle-timeout",
    "0.3",
  ]),
  bad("silent in its reason", stallInReason, 75, "E_IDLE", ["--idle-timeout", "0.3"]),
  bad("drips for ever", drip(": \n"), 124, "E_TIMEOUT", ["--timeout", "0.5"]),
  bad("drips headers for ever", dripHeaders, 124, "E_TIMEOUT", ["--timeout", "0.5"]),
  bad("drips text for ever", drip(HELLO), 124, "E_TIMEOUT", ["--timeout", "0.5"]),
  bad("closes before headers", (exchange) => closed(exchange.cut), 75, "E_BUSY", [
    "--retries",
    "0",
  ]),
  bad("resets before headers", (exchange) => closed(exchange.reset), 75, "E_BUSY", [
    "--retries",
    "0",
  ]),
];

/** All of them; the names are unique. */
export const FAULTS: readonly ServerFault[] = [
  ...GOOD,
  ...INCOMPLETE,
  ...MALFORMED,
  ...REFUSALS,
  ...SILENCE,
];

function bad(
  name: string,
  answer: Answer,
  status: number,
  reason: string,
  flags: readonly string[] = [],
): ServerFault {
  return { name, answer, status, reason, flags };
}

function malformed(name: string, pieces: readonly (string | Uint8Array)[]): ServerFault {
  return bad(name, stream(pieces), 76, "E_ANSWER");
}

/** A body that ends with its connection, so that a cut looks like an end. */
function ends(pieces: readonly (string | Uint8Array)[]): Answer {
  return stream(pieces, { framing: "close" });
}

function cutAfter(pieces: readonly string[]): Answer {
  return async (exchange) => {
    await exchange.begin(200, SSE);
    for (const piece of pieces) await exchange.write(piece);
    exchange.cut();
  };
}

function resetAfter(pieces: readonly string[]): Answer {
  return async (exchange) => {
    await exchange.begin(200, SSE);
    for (const piece of pieces) await exchange.write(piece);
    await pause(50); // so that the pieces arrive before the reset discards them
    exchange.reset();
  };
}

function stallAfter(pieces: readonly string[]): Answer {
  return async (exchange) => {
    await exchange.begin(200, SSE);
    for (const piece of pieces) await exchange.write(piece);
    await exchange.stall();
  };
}

async function stallInReason(exchange: Parameters<Answer>[0]): Promise<void> {
  await exchange.begin(400, { "content-type": "application/json" });
  await exchange.write('{"error":');
  await exchange.stall();
}

async function endlessError(exchange: Parameters<Answer>[0]): Promise<void> {
  await exchange.begin(400, { "content-type": "application/json" });
  while (!exchange.isGone()) await exchange.write("x".repeat(65_536));
}

async function shortBody(exchange: Parameters<Answer>[0]): Promise<void> {
  await exchange.begin(200, { ...SSE, "content-length": "100000" });
  for (const piece of answerEvents(TEXT).slice(0, -1)) await exchange.write(piece);
  await exchange.end();
}

async function untyped(exchange: Parameters<Answer>[0]): Promise<void> {
  await exchange.begin(200);
  for (const piece of answerEvents(TEXT)) await exchange.write(piece);
  await exchange.end();
}

function empty(status: number): Answer {
  return (exchange) => exchange.raw(`HTTP/1.1 ${status} Scripted\r\nconnection: close\r\n\r\n`);
}

async function endlessHeader(exchange: Parameters<Answer>[0]): Promise<void> {
  await exchange.raw("HTTP/1.1 200 OK\r\nx-long: ");
  while (!exchange.isGone()) await exchange.raw("x".repeat(65_536));
}

async function dripHeaders(exchange: Parameters<Answer>[0]): Promise<void> {
  await exchange.raw("HTTP/1.1 200 OK\r\n");
  for (let sent = 0; !exchange.isGone(); sent++) {
    await exchange.raw(`x-${sent}: y\r\n`);
    await pause(20);
  }
}

function drip(piece: string): Answer {
  return async (exchange) => {
    await exchange.begin(200, SSE);
    while (!exchange.isGone()) {
      await exchange.write(piece);
      await pause(20);
    }
  };
}

function closed(close: () => void): Promise<void> {
  close();
  return Promise.resolve();
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
