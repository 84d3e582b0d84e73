import { assertEquals } from "@std/assert";
import type { OpenAnswer } from "../ports.ts";
import { Failure } from "../errors.ts";
import type { RequestRecord, TextRecord, UsageRecord } from "../types.ts";
import { askModel } from "./ask.ts";
import { printBody, toWireRequest } from "./body.ts";
import { parseRequest } from "./request.ts";

const REQUEST = parseRequest({
  type: "request",
  messages: [{ role: "user", content: "hi" }],
  base: { commit: "c", files: [] },
});
const NEVER = new AbortController().signal;

function answerWith(...parts: (TextRecord | UsageRecord | Failure)[]): OpenAnswer {
  return () =>
    Promise.resolve({
      model: "m",
      parts: async function* () {
        for (const part of parts) {
          if (part instanceof Failure) throw part;
          yield part;
        }
      }(),
    });
}

async function ask(openAnswer: OpenAnswer, request: RequestRecord = REQUEST) {
  const records = await Array.fromAsync(askModel(request, { openAnswer, signal: NEVER }));
  return records.map((record) => record.type === "error" ? record.reason : record.type);
}

Deno.test({
  name: "askModel() begins with start and ends with exactly one done or error",
  permissions: "none",
  fn: async () => {
    const text: TextRecord = { type: "text", text: "x" };
    assertEquals(await ask(answerWith(text, text)), ["start", "text", "text", "done"]);
    assertEquals(await ask(answerWith(text, new Failure("E_CUT", "cut"))), [
      "start",
      "text",
      "E_CUT",
    ]);
    assertEquals(await ask(() => Promise.reject(new Failure("E_BUSY", "busy"))), ["E_BUSY"]);
    assertEquals(await ask(() => Promise.reject(new RangeError("x"))), ["E_BUG"]);
  },
});

Deno.test({
  name: "askModel() refuses an answer to half of the request",
  permissions: "none",
  fn: async () => {
    const text: TextRecord = { type: "text", text: "x" };
    const read = (inputTokens: number): UsageRecord => ({
      type: "usage",
      inputTokens,
      outputTokens: 1,
    });
    const request = { ...REQUEST, budget: { ...REQUEST.budget, usedTokens: 9000 } };
    assertEquals(await ask(answerWith(text, read(4096)), request), [
      "start",
      "text",
      "usage",
      "E_TRUNCATED",
    ]);
    assertEquals((await ask(answerWith(text, read(4500)), request)).at(-1), "done");
    assertEquals((await ask(answerWith(text, read(0)), request)).at(-1), "done", "0 says nothing");
  },
});

Deno.test({
  name: "askModel() tells the base and the form, so that a patch can be checked against them",
  permissions: "none",
  fn: async () => {
    const [start] = await Array.fromAsync(
      askModel(REQUEST, { openAnswer: answerWith(), signal: NEVER }),
    );
    const { request, ...rest } = start as { readonly type: "start"; readonly request: string };
    assertEquals(
      rest,
      { type: "start", model: "m", base: REQUEST.base, answer: "text" } as unknown,
    );
    assertEquals(request.length, "sha256:".length + 64);
  },
});

Deno.test({
  name: "printBody() writes fixed bytes, without what nobody asked for",
  permissions: "none",
  fn: () => {
    assertEquals(
      printBody(toWireRequest(REQUEST), "m"),
      '{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}',
    );
    assertEquals(
      printBody(toWireRequest(REQUEST, { temperature: 0, seed: 0, maxTokens: 5 }), "m"),
      '{"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":0,"seed":0,"max_tokens":5,"stream":true,"stream_options":{"include_usage":true}}',
    );
  },
});

Deno.test({
  name: "parseRequest() names what is wrong with a request of another program",
  permissions: "none",
  fn: () => {
    const cases: readonly [unknown, string][] = [
      [undefined, 'expected "messages" with at least one message'],
      [[], 'expected "messages" with at least one message'],
      [[null], "message 1 is not an object"],
      [
        [{ role: "user", content: "" }, { role: "tool", content: "" }],
        'message 2 has no role of "system", "user" or "assistant"',
      ],
      [[{ role: "user", content: ["x"] }], 'message 1 has no text in "content"'],
      [[{ role: "user", content: "\ud800" }], "message 1 is not Unicode text"],
    ];
    for (const [messages, what] of cases) {
      let message = "";
      try {
        parseRequest({ type: "request", messages });
      } catch (error) {
        message = (error as Error).message;
      }
      assertEquals(message, `Cannot read request: ${what}`);
    }
  },
});
