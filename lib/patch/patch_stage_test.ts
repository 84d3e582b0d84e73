import { assertEquals } from "@std/assert";
import { EDIT_FORMS, printAnswer } from "../../tests/answer_writer.ts";
import type { AnswerRecord, UnknownRecord } from "../types.ts";
import { patchStage } from "./patch_stage.ts";

const encoder = new TextEncoder();
const START: AnswerRecord = {
  type: "start",
  request: "sha256:0",
  model: "m",
  base: { files: [] },
  answer: "udiff",
};

function pass(records: readonly (AnswerRecord | UnknownRecord)[]): Promise<unknown[]> {
  const content = { bytes: encoder.encode("one\ntwo\n"), mode: "100644" as const };
  const stage = patchStage({
    readFile: (path) => Promise.resolve(path === "a.ts" ? content : undefined),
  });
  return Array.fromAsync(ReadableStream.from([records]).pipeThrough(stage)).then((batches) =>
    batches.flat()
  );
}

Deno.test({
  name: "patchStage() gives one patch for a whole answer, and none for any part of its records",
  permissions: "none",
  fn: async () => {
    for (const form of EDIT_FORMS) {
      const text = printAnswer(form, [{ path: "a.ts", before: "one\ntwo\n", after: "one\n2\n" }])!;
      const pieces = text.match(/[\s\S]{1,9}/g)!.map((piece): AnswerRecord => ({
        type: "text",
        text: piece,
      }));
      const records: AnswerRecord[] = [START, ...pieces, { type: "done", stop: "stop" }];
      const [patch] = await pass(records) as UnknownRecord[];
      assertEquals([form, patch.type], [form, "patch"]);
      for (let length = 1; length < records.length; length++) {
        const [record] = await pass(records.slice(0, length)) as UnknownRecord[];
        assertEquals([record.type, record.reason, record.status], ["error", "E_CUT", 76]);
      }
    }
  },
});

Deno.test({
  name: "patchStage() passes an error on, whatever came before it",
  permissions: "none",
  fn: async () => {
    const error = {
      type: "error",
      stage: "model",
      status: 75,
      reason: "E_BUSY",
      message: "Busy",
    } as const;
    assertEquals(await pass([START, { type: "text", text: "a.ts\n```\nx\n```\n" }, error]), [
      error,
    ]);
  },
});

Deno.test({
  name: "patchStage() refuses records that do not hold what they should",
  permissions: "none",
  fn: async () => {
    const [text] = await pass([START, { type: "text", text: 1 }]) as UnknownRecord[];
    assertEquals(text.message, 'Cannot read "text" record: it holds no text');
    const [start] = await pass([{ ...START, base: { files: [{ path: 1 }] } }]) as UnknownRecord[];
    assertEquals(
      start.message,
      'Cannot read "start" record: its base must list files with path and digest',
    );
  },
});
