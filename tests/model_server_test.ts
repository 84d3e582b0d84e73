import { assertEquals } from "@std/assert";
import { FAULTS } from "./model_faults.ts";
import { say, serveModel } from "./model_server.ts";

Deno.test("serveModel() answers in the order of its script and repeats the last answer", async () => {
  await using server = await serveModel({ answers: [say("one"), say("two")] });
  const texts = [];
  for (let asked = 0; asked < 3; asked++) {
    const response = await fetch(`${server.endpoint}/chat/completions`, {
      method: "POST",
      body: `{"n":${asked}}`,
    });
    texts.push(/one|two/.exec(await response.text())?.[0]);
  }
  assertEquals(texts, ["one", "two", "two"]);
  assertEquals(server.completions(), ['{"n":0}', '{"n":1}', '{"n":2}']);
});

Deno.test("serveModel() lists its models and tells its window", async () => {
  await using server = await serveModel({
    served: { models: ["a", "b"], kind: "vllm", windowTokens: 4096 },
  });
  const response = await fetch(`${server.endpoint}/models`);
  assertEquals((await response.json()).data, [
    { id: "a", object: "model", max_model_len: 4096 },
    { id: "b", object: "model", max_model_len: 4096 },
  ]);
});

Deno.test("serveModel() ends with its connections still open", async () => {
  const server = await serveModel({ answers: [(exchange) => exchange.stall()] });
  const pending = fetch(`${server.endpoint}/chat/completions`, { method: "POST", body: "{}" });
  const failed = pending.then(() => "answered", () => "failed");
  while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await server[Symbol.asyncDispose]();
  assertEquals(await failed, "failed");
});

Deno.test("FAULTS have unique names, and a reason unless they are good", () => {
  assertEquals(new Set(FAULTS.map((fault) => fault.name)).size, FAULTS.length);
  assertEquals(FAULTS.filter((f) => (f.status === 0) !== (f.reason === undefined)), []);
});
