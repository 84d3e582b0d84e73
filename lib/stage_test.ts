import { assertEquals, assertRejects } from "@std/assert";
import { type Batch, toStage } from "./stage.ts";

Deno.test({
  name: "toStage() passes batches through its body in order",
  permissions: "none",
  fn: async () => {
    const stage = toStage<number, number>(async function* (input) {
      for await (const batch of input) yield batch.map((n) => n * 2);
    });
    const output = ReadableStream.from([[1, 2], [3]]).pipeThrough(stage);
    assertEquals(await Array.fromAsync(output), [[2, 4], [6]]);
  },
});

Deno.test({
  name: "toStage() reaches an idle upstream at once when its reader goes away",
  permissions: "none",
  fn: async () => {
    let cancelled: unknown;
    const idle = new ReadableStream<Batch<number>>({
      cancel: (reason) => void (cancelled = reason),
    });
    const stage = toStage<number, number>(async function* (input) {
      yield* input;
    });
    const reader = idle.pipeThrough(stage).getReader();
    const pending = reader.read();
    await reader.cancel("enough");
    assertEquals((await pending).done, true);
    assertEquals(cancelled, "enough");
  },
});

Deno.test({
  name: "toStage() passes on what upstream failed with",
  permissions: "none",
  fn: async () => {
    const failing = new ReadableStream<Batch<number>>({
      pull: (c) => c.error(new Error("upstream")),
    });
    const stage = toStage<number, number>(async function* (input) {
      yield* input;
    });
    await assertRejects(() => Array.fromAsync(failing.pipeThrough(stage)), Error, "upstream");
  },
});

Deno.test({
  name: "toStage() makes nothing before somebody reads",
  permissions: "none",
  fn: async () => {
    let steps = 0;
    const stage = toStage<number, number>(async function* (input) {
      steps++;
      yield* input;
    });
    const output = ReadableStream.from([[1]]).pipeThrough(stage);
    await new Promise((resolve) => setTimeout(resolve));
    assertEquals(steps, 0);
    assertEquals(await Array.fromAsync(output), [[1]]);
  },
});

Deno.test({
  name: "toStage() frees upstream when its body stops early",
  permissions: "none",
  fn: async () => {
    let cancelled = false;
    const endless = new ReadableStream<Batch<number>>({
      pull: (controller) => controller.enqueue([1]),
      cancel: () => void (cancelled = true),
    });
    const stage = toStage<number, number>(async function* (input) {
      for await (const batch of input) return yield batch;
    });
    assertEquals(await Array.fromAsync(endless.pipeThrough(stage)), [[1]]);
    assertEquals(cancelled, true);
  },
});
