/**
 * What every stage holds to: it closes on empty input, is deterministic, cancels an idle upstream,
 * passes on an upstream error and an `error` record, does not read ahead of its reader, and leaves
 * records of unknown types alone.
 *
 * @module
 */

import { assertEquals, assertRejects } from "@std/assert";
import type { Batch, Stage } from "../lib/stage.ts";
import type { UnknownRecord } from "../lib/types.ts";
import { STAGES } from "./stages.ts";

type AnyStage = Stage<UnknownRecord, UnknownRecord>;

async function pass(
  stage: AnyStage,
  batches: readonly Batch<UnknownRecord>[],
): Promise<UnknownRecord[]> {
  const output = await Array.fromAsync(ReadableStream.from(batches).pipeThrough(stage));
  return output.flat();
}

for (const [name, { make, input }] of Object.entries(STAGES)) {
  Deno.test(`contract: ${name} closes on empty input`, async () => {
    await pass(make(), []);
  });

  Deno.test(`contract: ${name} gives the same records for the same input, however it is cut`, async () => {
    const first = await pass(make(), [input]);
    const second = await pass(make(), input.map((record) => [record]));
    assertEquals(second, first);
    assertEquals(first.length > 0, true);
  });

  Deno.test(`contract: ${name} cancels an idle upstream at once`, async () => {
    let cancelled: unknown;
    const idle = new ReadableStream<Batch<UnknownRecord>>({
      cancel: (reason) => void (cancelled = reason),
    });
    const reader = idle.pipeThrough(make()).getReader();
    const pending = reader.read();
    await reader.cancel("enough");
    await pending;
    assertEquals(cancelled, "enough");
  });

  Deno.test(`contract: ${name} passes on what upstream fails with`, async () => {
    const failing = new ReadableStream<Batch<UnknownRecord>>({
      pull: (c) => c.error(new Error("upstream")),
    });
    await assertRejects(() => Array.fromAsync(failing.pipeThrough(make())), Error, "upstream");
  });

  Deno.test(`contract: ${name} passes on an error record, which is the last`, async () => {
    const error = {
      type: "error",
      stage: "before",
      status: 75,
      reason: "E_BUSY",
      message: "Cannot go on: busy",
    };
    assertEquals((await pass(make(), [[error]])).at(-1), error);
  });

  Deno.test(`contract: ${name} reads nothing before its reader asks`, async () => {
    let pulls = 0;
    const source = new ReadableStream<Batch<UnknownRecord>>({
      pull: (controller) => {
        pulls++;
        controller.enqueue(input);
        controller.close();
      },
    }, { highWaterMark: 0 });
    const output = source.pipeThrough(make());
    await new Promise((resolve) => setTimeout(resolve));
    assertEquals(pulls <= 1, true, "a transform stream may hold one batch, no more");
    await Array.fromAsync(output);
  });

  Deno.test(`contract: ${name} leaves records of unknown types alone`, async () => {
    const unknown = { type: "x-unknown", value: [1, { deep: "text" }] };
    const output = await pass(make(), [[unknown, ...input]]);
    assertEquals(output.find((record) => record.type === unknown.type), unknown);
  });
}
