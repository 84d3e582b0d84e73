import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { answerEvents, chunk, DONE, event } from "../../tests/model_answers.ts";
import { Failure } from "../errors.ts";
import { readAnswer } from "./answer.ts";

const encoder = new TextEncoder();

async function readText(bytes: Uint8Array, stepBytes = bytes.length): Promise<string> {
  let text = "";
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += stepBytes) yield bytes.subarray(at, at + stepBytes);
  };
  for await (const part of readAnswer(chunks())) if (part.type === "text") text += part.text;
  return text;
}

/** Fifty complete answers, each different in text, pieces, usage, reasoning and line ends. */
function goldenStreams(): { readonly bytes: Uint8Array; readonly text: string }[] {
  return Array.from({ length: 50 }, (_, index) => {
    const text = `answer ${index}: ` + "é世🦕\n x".repeat(index % 4 + 1);
    const usage = index % 3 === 0 ? { prompt_tokens: 5, completion_tokens: index } : undefined;
    const events = answerEvents(text, { usage, pieceChars: index % 5 + 1 });
    const reasoning = index % 4 === 1 ? [event(chunk({ reasoning_content: "hm 世" }))] : [];
    const comments = index % 7 === 2 ? [": wait\n\n"] : [];
    const whole = [...comments, ...reasoning, ...events].join("");
    return {
      text,
      bytes: encoder.encode(index % 2 === 0 ? whole : whole.replaceAll("\n", "\r\n")),
    };
  });
}

Deno.test({
  name: "readAnswer() takes a complete answer, however its bytes arrive",
  permissions: "none",
  fn: async () => {
    for (const { bytes, text } of goldenStreams()) {
      for (const stepBytes of [1, 7, bytes.length]) {
        assertEquals(await readText(bytes, stepBytes), text);
      }
    }
  },
});

Deno.test({
  name: "readAnswer() takes no prefix of an answer, at any byte, for a complete one",
  permissions: "none",
  fn: async () => {
    let prefixes = 0;
    for (const { bytes } of goldenStreams()) {
      // The last line end of CRLF is complete with its CR.
      const end = bytes.at(-2) === 0x0d ? bytes.length - 1 : bytes.length;
      for (let at = 0; at < end; at++, prefixes++) {
        const failure = await assertRejects(() => readText(bytes.subarray(0, at)), Failure);
        assertEquals(failure.reason, "E_CUT");
      }
    }
    assert(prefixes > 50_000, `${prefixes} prefixes`);
  },
});

Deno.test({
  name: "readAnswer() never crashes: whatever bytes come, it ends or tells a named reason",
  permissions: "none",
  fn: async () => {
    const good = encoder.encode(answerEvents("hello").join(""));
    const mutation = fc.record({
      at: fc.nat(good.length - 1),
      bytes: fc.uint8Array({ maxLength: 8 }),
      removed: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { maxLength: 4 }), async (mutations) => {
        let bytes: number[] = [...good];
        for (const { at, bytes: inserted, removed } of mutations) {
          bytes = bytes.toSpliced(at, removed, ...inserted);
        }
        try {
          await readText(Uint8Array.from(bytes));
        } catch (error) {
          assert(error instanceof Failure, String(error));
        }
      }),
      { numRuns: 2000 },
    );
  },
});

Deno.test({
  name: "readAnswer() gives the usage once, before the end",
  permissions: "none",
  fn: async () => {
    const usage = {
      prompt_tokens: 9,
      completion_tokens: 2,
      prompt_tokens_details: { cached_tokens: 4 },
    };
    const events = [
      event(chunk({ content: "hi" }, null, { usage: { prompt_tokens: 1, completion_tokens: 1 } })),
      event(chunk({}, "stop")),
      event(JSON.stringify({ choices: [], usage })),
      DONE,
    ];
    const parts = await Array.fromAsync(readAnswer(chunksOf(events)));
    assertEquals(parts, [
      { type: "text", text: "hi" },
      { type: "usage", inputTokens: 9, cachedTokens: 4, outputTokens: 2 },
    ]);
  },
});

async function* chunksOf(events: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of events) yield encoder.encode(text);
}
