/**
 * How the model and its window are found, from each kind of server.
 *
 * @module
 */

import { assertEquals, assertRejects } from "@std/assert";
import { parseEndpoint } from "../lib/endpoint.ts";
import { Failure } from "../lib/errors.ts";
import { sleep } from "../lib/host/clock.ts";
import { openHttp } from "../lib/host/http.ts";
import { findModelAndWindow, type ServedModel } from "../lib/model/mod.ts";
import {
  type ModelServer,
  type ModelServerOptions,
  refuse,
  reply,
  serveModel,
} from "./model_server.ts";

const NEVER = new AbortController().signal;

/** What is found, and the paths that were asked for. */
async function find(
  options: ModelServerOptions,
  name?: string,
): Promise<{ readonly found: ServedModel; readonly paths: readonly string[] }> {
  await using server = await serveModel(options);
  const found = await findIn(server, name);
  return { found, paths: server.requests.map(({ path }) => path) };
}

async function findIn(server: ModelServer, name?: string): Promise<ServedModel> {
  const endpoint = parseEndpoint(server.endpoint);
  using http = openHttp(endpoint, { connectTimeoutMs: 60_000, allowsProxy: false });
  const send = {
    fetch: http.fetch,
    baseUrl: endpoint.baseUrl,
    idleTimeoutMs: 60_000,
    sleep,
    retries: 0,
    report: () => {},
  };
  return await findModelAndWindow(name, send, NEVER);
}

for (const kind of ["llama.cpp", "ollama", "vllm", "lm-studio"] as const) {
  Deno.test(`findModelAndWindow() asks ${kind} in its way`, async () => {
    const { found } = await find({ served: { kind, windowTokens: 8192 } });
    assertEquals(found, { id: "test-model", windowTokens: 8192 });
  });
}

Deno.test("findModelAndWindow() is content with a server that does not tell", async () => {
  const { found } = await find({ served: { models: ["a", "b"] } }, "b");
  assertEquals(found, { id: "b" });
});

Deno.test("findModelAndWindow() takes the window that Ollama runs with, not the one it could", async () => {
  const list = reply(200, '{"data":[{"id":"q:latest","owned_by":"library"}]}');
  const shown = reply(200, '{"model_info":{"qwen2.context_length":131072}}');
  const running = reply(200, '{"models":[{"name":"q:latest","context_length":4096}]}');
  const paths = { "/v1/models": list, "/api/show": shown };
  const asked = await find({ paths: { ...paths, "/api/ps": running } }, "q");
  assertEquals(asked.found, { id: "q", windowTokens: 4096 });
  assertEquals(asked.paths, ["/v1/models", "/api/show", "/api/ps"]);
  assertEquals((await find({ paths }, "q")).found, { id: "q" }, "not running: not known");
});

Deno.test("findModelAndWindow() believes no window that is not a count", async () => {
  for (const window of ['"8192"', "-1", "0", "1.5", "1e999", "null", "[1]"]) {
    const list = `{"data":[{"id":"m","owned_by":"vllm","max_model_len":${window}}]}`;
    const { found } = await find({ paths: { "/v1/models": reply(200, list) } });
    assertEquals([window, found], [window, { id: "m" }]);
  }
});

Deno.test("findModelAndWindow() refuses a list that is none", async () => {
  const bodies: readonly [string, string][] = [
    ["<html>", "E_CONTENT"],
    ["[]", "E_CONTENT"],
    ['{"data":{}}', "E_CONTENT"],
    ['{"data":[]}', "E_MODEL"],
    ['{"data":[null,{"id":1},{"id":""}]}', "E_MODEL"],
  ];
  for (const [body, reason] of bodies) {
    const failure = await assertRejects(
      () => find({ paths: { "/v1/models": reply(200, body) } }),
      Failure,
    );
    assertEquals([body, failure.reason], [body, reason]);
  }
});

Deno.test("findModelAndWindow() needs no list when the model was named", async () => {
  for (const status of [401, 404, 500]) {
    const { found } = await find({ paths: { "/v1/models": refuse(status, "no") } }, "m");
    assertEquals(found, { id: "m" });
  }
});

Deno.test("findModelAndWindow() fails at once when nothing listens", async () => {
  const server = await serveModel();
  await server[Symbol.asyncDispose]();
  const failure = await assertRejects(() => findIn(server, "m"), Failure);
  assertEquals(failure.reason, "E_CONNECT");
});
