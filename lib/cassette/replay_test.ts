import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Failure, InputError } from "../errors.ts";
import type { OpenAnswer, WireRequest } from "../ports.ts";
import type { TextRecord, UsageRecord } from "../types.ts";
import { parseCassette, recordAnswer, replayAnswer } from "./mod.ts";

const NEVER = new AbortController().signal;
const HI: WireRequest = { messages: [{ role: "user", content: "one\ntwo\nthree" }], seed: 7 };
const USAGE: UsageRecord = { type: "usage", inputTokens: 3, outputTokens: 2 };

function live(model: string, ...parts: (TextRecord | UsageRecord)[]): OpenAnswer {
  return () =>
    Promise.resolve({
      model,
      parts: async function* () {
        yield* parts;
      }(),
    });
}

/** Asks a source; gives the model and all the parts. */
async function ask(openAnswer: OpenAnswer, request: WireRequest) {
  const { model, parts } = await openAnswer(request, NEVER);
  return [model, ...await Array.fromAsync(parts)];
}

async function record(...answers: readonly [string, WireRequest, string][]): Promise<string> {
  let cassette = "";
  const append = (line: string) => {
    cassette += line;
    return Promise.resolve();
  };
  for (const [model, request, text] of answers) {
    const half = Math.floor(text.length / 2);
    const source = live(
      model,
      { type: "text", text: text.slice(0, half) },
      { type: "text", text: text.slice(half) },
      USAGE,
    );
    await ask(recordAnswer(source, append), request);
  }
  return cassette;
}

function replay(cassette: string, model?: string): OpenAnswer {
  return replayAnswer({ recordings: parseCassette(cassette, "c"), model, path: "c" });
}

Deno.test({
  name: "replayAnswer() answers as the recorded model did, in one piece",
  permissions: "none",
  fn: async () => {
    const cassette = await record(["m", HI, "Hello 🦕\n"]);
    assertEquals(await ask(replay(cassette), HI), [
      "m",
      { type: "text", text: "Hello 🦕\n" },
      USAGE,
    ]);
  },
});

Deno.test({
  name: "replayAnswer() takes the last of equal recordings, and the model that is asked for",
  permissions: "none",
  fn: async () => {
    const cassette = await record(["a", HI, "old"], ["a", HI, "new"], ["b", HI, "other"]);
    const text = async (model?: string) => (await ask(replay(cassette, model), HI))[1];
    assertEquals(await text("a"), { type: "text", text: "new" });
    assertEquals(await text("b"), { type: "text", text: "other" });
    assertEquals(await text(), { type: "text", text: "other" });
  },
});

Deno.test({
  name: "replayAnswer() tells a miss from the nearest recording and what differs",
  permissions: "none",
  fn: async () => {
    const other: WireRequest = { messages: [{ role: "system", content: "nothing alike" }] };
    const cassette = await record(["m", other, "x"], ["m", HI, "y"]);
    const miss = async (request: WireRequest, tape = cassette, model?: string) => {
      const failure = await assertRejects(() => ask(replay(tape, model), request), Failure);
      assertEquals(failure.reason, "E_REPLAY");
      return failure.message.replace('Cannot replay the request from "c": ', "");
    };
    const near = "the nearest is recording 2 of 2, which differs in";
    assertEquals(
      await miss({ messages: [{ role: "user", content: "one\nTWO\nthree" }], seed: 7 }),
      `${near} message 1, line 2: recorded "two", asked "TWO"`,
    );
    assertEquals(await miss({ ...HI, seed: undefined }), `${near} seed: recorded 7, asked none`);
    assertEquals(
      await miss({ ...HI, messages: [...HI.messages, ...HI.messages] }),
      `${near} the number of messages: recorded 1, asked 2`,
    );
    assertEquals(
      await miss({ messages: [{ role: "user", content: "one\ntwo" }], seed: 7 }),
      `${near} message 1, line 3: recorded "three", asked no such line`,
    );
    assertEquals(await miss(HI, ""), "it is empty");
    assertEquals(await miss(HI, cassette, "z"), "it holds the answer of m, not of z");
  },
});

Deno.test({
  name: "recordAnswer() records nothing but complete answers",
  permissions: "none",
  fn: async () => {
    const lines: string[] = [];
    const broken: OpenAnswer = () =>
      Promise.resolve({
        model: "m",
        parts: async function* (): AsyncGenerator<TextRecord> {
          yield { type: "text", text: "half" };
          throw new Failure("E_CUT", "cut");
        }(),
      });
    const append = (line: string) => Promise.resolve(void lines.push(line));
    await assertRejects(() => ask(recordAnswer(broken, append), HI), Failure);
    const { parts } = await recordAnswer(live("m", { type: "text", text: "x" }), append)(HI, NEVER);
    for await (const _ of parts) break; // the reader goes away
    assertEquals(lines, []);
  },
});

Deno.test({
  name: "parseCassette() names the line of what is no recording",
  permissions: "none",
  fn: async () => {
    const good = await record(["m", HI, "x"]);
    const message = (line: string) =>
      assertThrows(() => parseCassette(good + line, "c"), InputError).message;
    assertEquals(message("{"), "Cannot parse record on line 2: it is not JSON");
    assertEquals(
      message('{"type":"text"}'),
      'Cannot read cassette "c", line 2: it is a "text", expected a "recording"',
    );
    assertEquals(
      message('{"type":"recording","key":"k","model":"m","text":"x","asked":{"messages":[1]}}'),
      'Cannot read cassette "c", line 2: expected "asked" with messages',
    );
  },
});
