import { assertEquals, assertRejects } from "@std/assert";
import { EDIT_FORMS, printAnswer } from "../../tests/answer_writer.ts";
import { Failure, InputError } from "../errors.ts";
import { printRecords } from "../ndjson.ts";
import type { UnknownRecord } from "../types.ts";
import { readAnswerInput } from "./answer_input.ts";
import { patchStage } from "./patch_stage.ts";

const encoder = new TextEncoder();
const BEFORE = "one\ncaf\u00e9\nthree\n";

/** What a run of `patch` over these bytes ends with: a patch, a reason, or nothing. */
async function end(input: Uint8Array): Promise<string> {
  const content = { bytes: encoder.encode(BEFORE), mode: "100644" as const };
  const stage = patchStage({
    readFile: (path) => Promise.resolve(path === "a.ts" ? content : undefined),
  });
  try {
    const records = await readAnswerInput(input);
    const batches = await Array.fromAsync(ReadableStream.from([records]).pipeThrough(stage));
    const [record] = batches.flat() as UnknownRecord[];
    return record === undefined ? "nothing" : String(record.reason ?? record.type);
  } catch (error) {
    if (error instanceof Failure) return error.reason;
    throw error;
  }
}

Deno.test({
  name: "readAnswerInput() gives a patch for whole events, and none for any part of their bytes",
  permissions: "none",
  fn: async () => {
    for (const form of EDIT_FORMS) {
      const text = printAnswer(form, [{
        path: "a.ts",
        before: BEFORE,
        after: "one\ncaf\u00e9s\nthree\n",
      }])!;
      const bytes = encoder.encode(printRecords([
        { type: "start", request: "sha256:0", model: "m", base: { files: [] }, answer: form },
        ...text.match(/[\s\S]{1,20}/g)!.map((piece) => ({ type: "text", text: piece })),
        { type: "done", stop: "stop" },
      ] as UnknownRecord[]));
      assertEquals([form, await end(bytes)], [form, "patch"]);
      const ends = new Set<string>();
      for (let length = 0; length < bytes.length; length++) {
        ends.add(await end(bytes.subarray(0, length)));
      }
      // The first bytes can be any text, the rest is an answer without its end.
      assertEquals([form, [...ends].toSorted()], [form, ["E_CUT", "E_NO_EDIT", "nothing"]]);
    }
  },
});

Deno.test({
  name: "readAnswerInput() takes other text for an answer that has its end",
  permissions: "none",
  fn: async () => {
    for (
      const text of ["hello", '{"path": "a.ts", "old": "a", "new": "b"}', '{"type":"module"}\n']
    ) {
      assertEquals(await readAnswerInput(encoder.encode(text)), [
        { type: "text", text },
        { type: "done", stop: "stop" },
      ]);
    }
  },
});

Deno.test({
  name: "readAnswerInput() refuses bytes that are not UTF-8",
  permissions: "none",
  fn: async () => {
    await assertRejects(() => readAnswerInput(Uint8Array.of(0x61, 0xff, 0x0a)), InputError);
    await assertRejects(
      () => readAnswerInput(encoder.encode('{"type":"text"}\nnope\n')),
      InputError,
    );
  },
});
