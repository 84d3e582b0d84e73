/**
 * The model command end to end, against a real server on loopback: consent, keys, hosts, what goes
 * over the wire, and what happens when somebody goes away.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { digest } from "../lib/digest.ts";
import { sleep } from "../lib/host/clock.ts";
import {
  makeScratch,
  type Outcome,
  programCommand,
  PROJECT_PATH,
  runZerostack,
  type StartOptions,
} from "./harness.ts";
import { FAULTS, TEXT } from "./model_faults.ts";
import {
  type Answer,
  chunk,
  DONE,
  event,
  type ModelServer,
  refuse,
  reply,
  say,
  serveModel,
  stream,
} from "./model_server.ts";
import { makeRequest } from "./requests.ts";

const REQUEST = makeRequest("Say hello.");

/** Asks a server as a user would, with net to that server alone. */
async function ask(
  server: ModelServer,
  args: readonly string[] = [],
  options: StartOptions = {},
): Promise<Outcome> {
  return await runZerostack(["model", "--endpoint", server.endpoint, ...args], {
    stdin: REQUEST,
    permissions: [`--allow-net=127.0.0.1:${server.port}`, "--allow-env"],
    ...options,
  });
}

function records(outcome: Outcome): Record<string, unknown>[] {
  return outcome.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("model: the only model that is served is taken", async () => {
  await using server = await serveModel({ served: { models: ["qwen"] } });
  const outcome = await ask(server);
  assertEquals([outcome.status, outcome.stderr], [0, ""]);
  assertEquals(records(outcome).map(({ type }) => type), ["start", "text", "done"]);
  assertEquals([records(outcome)[0].model, JSON.parse(server.completions()[0]).model], [
    "qwen",
    "qwen",
  ]);
});

Deno.test("model: of several models one must be named, and the message lists them", async () => {
  await using server = await serveModel({ served: { models: ["a", "b"] } });
  const outcome = await ask(server);
  assertEquals(outcome.status, 69);
  assertStringIncludes(outcome.stderr, "E_MODEL: Cannot choose a model");
  assertStringIncludes(outcome.stderr, "--model names one of a, b");
  assertEquals(server.completions(), []);
});

Deno.test("model: a server that is still loading is asked again for its list", async () => {
  let asked = 0;
  const list = refuse(503, "Loading model", { "retry-after": "0" });
  const ready = reply(200, '{"data":[{"id":"qwen"}]}');
  await using server = await serveModel({
    paths: { "/v1/models": (exchange) => (asked++ === 0 ? list : ready)(exchange) },
  });
  const outcome = await ask(server);
  assertEquals([outcome.status, asked, server.completions().length], [0, 2, 1]);
});

Deno.test("model: a server with no list and no named model says so", async () => {
  await using server = await serveModel({ paths: { "/v1/models": refuse(404, "no") } });
  const outcome = await ask(server);
  assertEquals(outcome.status, 69);
  assertEquals(server.completions(), []);
});

Deno.test("model: text arrives while the server is still writing", async () => {
  let release = () => {};
  const released = new Promise<void>((resolve) => release = resolve);
  await using server = await serveModel({
    answers: [async (exchange) => {
      await exchange.begin(200, { "content-type": "text/event-stream" });
      await exchange.write(event(chunk({ content: "first" })));
      await released;
      await exchange.write(event(chunk({ content: " second" }, "stop")) + DONE);
      await exchange.end();
    }],
  });
  await using child = start(server, ["--as", "text"]);
  const reader = child.process.stdout.getReader();
  const decoder = new TextDecoder();
  assertEquals(decoder.decode((await reader.read()).value), "first");
  release();
  assertEquals(decoder.decode((await reader.read()).value), " second");
  await reader.cancel();
  assertEquals((await child.process.status).code, 0);
});

Deno.test("model: a reader that goes away ends the request, with 141", async () => {
  let gone = () => {};
  const isGone = new Promise<void>((resolve) => gone = resolve);
  await using server = await serveModel({
    answers: [async (exchange) => {
      await exchange.begin(200, { "content-type": "text/event-stream" });
      try {
        while (true) await exchange.write(event(chunk({ content: "x".repeat(9999) })));
      } finally {
        gone();
      }
    }],
  });
  await using child = start(server, ["--as", "text"]);
  const reader = child.process.stdout.getReader();
  await reader.read();
  await reader.cancel();
  await isGone;
  assertEquals((await child.process.status).code, 141);
});

/** A program that runs while the test looks at it. */
function start(server: ModelServer, args: readonly string[]) {
  const permissions = [`--allow-net=127.0.0.1:${server.port}`, "--allow-env"];
  const command = [...programCommand(permissions), "model", "--endpoint", server.endpoint, ...args];
  const process = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: PROJECT_PATH,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const fed = new Blob([REQUEST]).stream().pipeTo(process.stdin).catch(() => {});
  return {
    process,
    async [Symbol.asyncDispose]() {
      await fed;
      await process.stdout.cancel().catch(() => {});
      await process.status;
    },
  };
}

Deno.test("model: --dry-run prints exactly the bytes that are sent, and sends nothing", async () => {
  await using server = await serveModel();
  for (const flags of [[], ["--temperature", "0.2", "--seed", "7", "--max-tokens", "99"]]) {
    const args = ["--model", "m 🦕", ...flags];
    const before = server.connections();
    const dry = await ask(server, [...args, "--dry-run"]);
    assertEquals(server.connections(), before);
    assertEquals((await ask(server, args)).status, 0);
    assertEquals(dry.stdout, server.completions().at(-1));
    assertStringIncludes(dry.stderr, await digest(dry.bytes));
  }
});

Deno.test("model: --consent lets only the bytes of its digest leave", async () => {
  await using server = await serveModel();
  const args = ["--model", "m"];
  const dry = await ask(server, [...args, "-n"]);
  const right = await digest(dry.bytes);
  const refused = await ask(server, [...args, "--seed", "1", "--consent", right]);
  assertEquals([refused.status, server.connections()], [77, 0]);
  assertStringIncludes(refused.stderr, "E_CONSENT: Cannot send the request: its digest is sha256:");
  assertEquals((await ask(server, [...args, "--consent", right])).status, 0);
});

Deno.test("model: another machine needs consent, and nothing is sent without it", async () => {
  for (const endpoint of ["http://192.0.2.1/v1", "https://192.0.2.1/v1", "http://0.0.0.0:1/v1"]) {
    const outcome = await runZerostack(["model", "--endpoint", endpoint, "--model", "m"], {
      stdin: REQUEST,
      permissions: ["--allow-env"],
    });
    assertEquals(outcome.status, 77);
    assertStringIncludes(outcome.stderr, "E_CONSENT: Cannot send to");
  }
});

Deno.test("model: the key goes into the header, from a file or the environment", async () => {
  await using server = await serveModel();
  await using scratch = await makeScratch({ key: "sk-file\n" });
  await Deno.chmod(`${scratch.path}/key`, 0o600);
  const permissions = [
    `--allow-net=127.0.0.1:${server.port}`,
    `--allow-read=${scratch.path}`,
    "--allow-env",
  ];
  const env = { ZEROSTACK_API_KEY: "sk-own", OPENAI_API_KEY: "sk-other" };
  const key = async (args: readonly string[], env: Record<string, string>) => {
    const outcome = await ask(server, ["--model", "m", ...args], {
      env,
      permissions,
      cwd: scratch.path,
    });
    assertEquals(outcome.status, 0, outcome.stderr);
    return server.requests.at(-1)?.headers.authorization;
  };
  assertEquals(await key(["--key-file", "key"], env), "Bearer sk-file");
  assertEquals(await key([], env), "Bearer sk-own");
  assertEquals(await key([], { OPENAI_API_KEY: "sk-other" }), "Bearer sk-other");
  assertEquals(await key([], {}), undefined);
});

Deno.test("model: a key file that others can read is refused", async () => {
  await using server = await serveModel();
  await using scratch = await makeScratch({ key: "sk-file\n" });
  const permissions = [`--allow-read=${scratch.path}`, "--allow-env"];
  for (const [mode, status] of [[0o644, 78], [0o640, 78], [0o604, 78]]) {
    await Deno.chmod(`${scratch.path}/key`, mode);
    const outcome = await ask(server, ["--key-file", "key"], { permissions, cwd: scratch.path });
    assertEquals(outcome.status, status);
    assertStringIncludes(outcome.stderr, "others may read it");
  }
  const missing = await ask(server, ["--key-file", "no-such"], { permissions, cwd: scratch.path });
  assertEquals(missing.status, 66);
  const folder = await ask(server, ["--key-file", "."], { permissions, cwd: scratch.path });
  assertEquals(folder.status, 78);
  assertEquals(server.connections(), 0);
});

Deno.test("model: a server that repeats the key does not get it printed", async () => {
  const key = "sk-very-secret-0123456789";
  const words = `Incorrect API key provided: ${key}`;
  await using server = await serveModel({
    answers: [refuse(401, words), refuse(503, words), reply(200, words)],
  });
  for (const flags of [[], ["--retries", "0"], ["--json-errors", "-v"]]) {
    const outcome = await ask(server, ["--model", "m", ...flags], {
      env: { ZEROSTACK_API_KEY: key },
    });
    assert(outcome.status !== 0);
    assertEquals((outcome.stdout + outcome.stderr).includes(key), false, outcome.stderr);
  }
});

Deno.test("model: the key is not printed wherever and however a server repeats it", async () => {
  const key = 'sk-very/secret"0123456789';
  const words = JSON.stringify({ error: { message: `bad key ${key}` } });
  const answers = [
    reply(401, words.replaceAll("/", "\\/")),
    reply(401, JSON.stringify({ error: "x".repeat(285) + key })),
    reply(302, "", { location: `/${key}` }),
    reply(200, "", { "content-type": `text/${key}` }),
    reply(200, "", { "content-encoding": key }),
    stream([`event: error\n${event(words)}`]),
    stream([event(words)]),
    stream([event(chunk({ content: "x" }, key)), DONE]),
    stream([event(chunk({ refusal: key })), DONE]),
  ];
  for (const answer of answers) {
    await using server = await serveModel({ answers: [answer] });
    const env = { ZEROSTACK_API_KEY: key };
    const { status, stdout, stderr } = await ask(server, ["--model", "m"], { env });
    assert(status > 1, stderr);
    assertEquals(/sk-very|secret|0123456789/.test(stdout + stderr), false, stderr);
  }
  await using server = await serveModel({
    served: { models: [key, `${"x".repeat(9999)} ${key}`] },
  });
  const { stderr } = await ask(server, [], { env: { ZEROSTACK_API_KEY: key } });
  assert(!stderr.includes(key) && stderr.length < 1000, stderr);
});

Deno.test("model: a redirect reaches no second server", async () => {
  await using second = await serveModel();
  for (const status of [301, 302, 303, 307, 308]) {
    const location = `${second.endpoint}/chat/completions`;
    await using server = await serveModel({ answers: [reply(status, "", { location })] });
    const outcome = await ask(server, ["--model", "m"], {
      permissions: ["--allow-net=127.0.0.1", "--allow-env"],
    });
    assertEquals([outcome.status, second.connections()], [69, 0]);
  }
});

Deno.test("model: a proxy of the environment sees nothing that goes to this machine", async () => {
  await using proxy = await serveModel();
  await using server = await serveModel();
  for (const name of ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"]) {
    const outcome = await ask(server, ["--model", "m"], {
      env: { [name]: `http://127.0.0.1:${proxy.port}` },
      permissions: ["--allow-net=127.0.0.1", "--allow-env"],
    });
    assertEquals([name, outcome.status, proxy.connections()], [name, 0, 0]);
  }
});

Deno.test("model: a proxy of the environment is refused for another machine, unless allowed", async () => {
  await using proxy = await serveModel();
  const args = ["--model", "m", "--allow-host", "192.0.2.1", "--insecure-http"];
  const options = {
    stdin: REQUEST,
    env: { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` },
    permissions: ["--allow-net=127.0.0.1,192.0.2.1", "--allow-env"],
  };
  const model = ["model", "--endpoint", "http://192.0.2.1/v1", ...args];
  const refused = await runZerostack(model, options);
  assertEquals([refused.status, proxy.connections()], [77, 0]);
  assertStringIncludes(refused.stderr, "E_PROXY: ");
  await runZerostack([...model, "--allow-proxy"], options);
  assertEquals(proxy.requests[0]?.path, "http://192.0.2.1/v1/chat/completions");
});

Deno.test("model: a Unix socket serves as well, and its faults are the same", async () => {
  await using scratch = await makeScratch();
  const socketPath = `${scratch.path}/model.sock`;
  const names = [
    "ok",
    "ok, a byte a write",
    "ok, silent after the terminator",
    "cut in an event",
    "less than its content-length",
    "reset in the stream",
    "finish length",
    "307 to elsewhere",
    "204",
    "gzip",
    "HTML",
    "429",
    "not HTTP",
    "silent in the stream",
    "closes before headers",
    "resets before headers",
    "endless text",
  ];
  for (const fault of names.map((name) => FAULTS.find((fault) => fault.name === name)!)) {
    await using server = await serveModel({ answers: [fault.answer], socketPath });
    const outcome = await ask(server, ["--model", "m", ...fault.flags ?? []], {
      permissions: [
        `--allow-net=unix:${socketPath}`,
        `--allow-read=${socketPath}`,
        `--allow-write=${socketPath}`,
        "--allow-env",
      ],
    });
    const { type, reason } = records(outcome).at(-1)!;
    assertEquals(
      [fault.name, outcome.status, type, reason],
      [fault.name, fault.status, fault.status === 0 ? "done" : "error", fault.reason],
      outcome.stderr,
    );
    if (fault.status === 0) {
      assertEquals(records(outcome).map(({ text }) => text ?? "").join(""), TEXT);
      assertEquals(server.requests[0].path, "/v1/chat/completions");
    }
  }
});

Deno.test("model: a Unix socket whose server answers with a status of no meaning is refused", async () => {
  await using scratch = await makeScratch();
  const socketPath = `${scratch.path}/model.sock`;
  for (const status of ["600", "099"]) {
    const answer: Answer = (exchange) =>
      exchange.raw(`HTTP/1.1 ${status} Odd\r\ncontent-length: 0\r\n\r\n`);
    await using server = await serveModel({ answers: [answer], socketPath });
    const paths = ["net=unix:", "read=", "write="].map((grant) => `--allow-${grant}${socketPath}`);
    const outcome = await ask(server, ["--model", "m"], { permissions: [...paths, "--allow-env"] });
    assertEquals([outcome.status, records(outcome).at(-1)?.reason], [69, "E_CONTENT"]);
  }
});

Deno.test("model: nothing that listens is status 69", async () => {
  const port = await freePort();
  const outcome = await runZerostack([
    "model",
    "--endpoint",
    `http://127.0.0.1:${port}`,
    "--model",
    "m",
  ], {
    stdin: REQUEST,
    permissions: [`--allow-net=127.0.0.1:${port}`, "--allow-env"],
  });
  assertEquals(outcome.status, 69);
  assertStringIncludes(outcome.stderr, "E_CONNECT: Cannot connect to");
  const socket = await runZerostack([
    "model",
    "--endpoint",
    "unix:/nonexistent/x.sock",
    "--model",
    "m",
  ], {
    stdin: REQUEST,
    permissions: ["-A"],
  });
  assertEquals(socket.status, 69, socket.stderr);
});

async function freePort(): Promise<number> {
  await using server = await serveModel();
  return server.port;
}

Deno.test("model: a failure upstream travels, and nothing is sent", async () => {
  await using server = await serveModel();
  const error =
    '{"type":"error","stage":"context","status":74,"reason":"E_IO","message":"Cannot read"}\n';
  const outcome = await ask(server, ["--model", "m"], { stdin: error });
  assertEquals([outcome.status, outcome.stdout, outcome.stderr], [74, error, ""]);
  const text = await ask(server, ["--model", "m", "--as", "text"], { stdin: error });
  assertEquals([text.status, text.stdout, server.connections()], [74, "", 0]);
});

Deno.test("model: records of other types pass, a second request does not", async () => {
  await using server = await serveModel();
  const other = '{"type":"x-note","value":1}\n';
  const outcome = await ask(server, ["--model", "m"], { stdin: other + REQUEST });
  assertEquals(records(outcome)[0], { type: "x-note", value: 1 });
  const twice = await ask(server, ["--model", "m"], { stdin: REQUEST + REQUEST });
  assertEquals([twice.status, server.completions().length], [65, 1]);
});

Deno.test("model: what a cassette recorded is replayed without any permission to connect", async () => {
  await using server = await serveModel({
    answers: [say(TEXT, { usage: { prompt_tokens: 9, completion_tokens: 4 } })],
  });
  await using scratch = await makeScratch();
  const tape = `${scratch.path}/tape.ndjson`;
  const recorded = await ask(server, ["--record", tape], {
    permissions: [
      `--allow-net=127.0.0.1:${server.port}`,
      `--allow-write=${tape}`,
      `--allow-read=${tape}`,
      "--allow-env",
    ],
    env: { ZEROSTACK_API_KEY: "sk-secret" },
  });
  assertEquals(recorded.status, 0, recorded.stderr);
  const replayed = await runZerostack(["model", "--replay", tape], {
    stdin: REQUEST,
    permissions: [`--allow-read=${tape}`, "--deny-net"],
  });
  assertEquals(replayed.status, 0, replayed.stderr);
  const text = (outcome: Outcome) => records(outcome).map(({ text }) => text ?? "").join("");
  assertEquals(text(replayed), text(recorded));
  assertEquals(
    records(replayed).filter(({ type }) => type !== "text"),
    records(recorded).filter(({ type }) => type !== "text"),
  );
  const written = await Deno.readTextFile(tape);
  assertEquals(/127\.0\.0\.1|sk-secret/.test(written), false, "neither host nor key");
});

Deno.test("model: a recording that is missing is status 66, and names the nearest", async () => {
  await using server = await serveModel();
  await using scratch = await makeScratch({ "bad.ndjson": "{}\n" });
  const replay = (name: string, stdin: string) =>
    runZerostack(["model", "--replay", name], {
      stdin,
      cwd: scratch.path,
      permissions: [`--allow-read=${scratch.path}`, "--deny-net"],
    });
  const permissions = ["-A"];
  await ask(server, ["--record", "tape.ndjson"], { permissions, cwd: scratch.path });
  const miss = await replay("tape.ndjson", makeRequest("Say goodbye."));
  assertEquals(miss.status, 66);
  assertStringIncludes(
    miss.stderr,
    'E_REPLAY: Cannot replay the request from "tape.ndjson": the nearest is recording 1 of 1, which differs in message 2, line 1: recorded "Say hello.", asked "Say goodbye."',
  );
  assertEquals((await replay("no-such.ndjson", REQUEST)).status, 66);
  assertEquals((await replay("bad.ndjson", REQUEST)).status, 65);
});

Deno.test("model: twenty runs at once add whole lines to one cassette", async () => {
  await using server = await serveModel({ answers: [say("x".repeat(20_000))] });
  await using scratch = await makeScratch();
  const runs = Array.from(
    { length: 20 },
    () =>
      ask(server, ["--record", "tape.ndjson", "--model", "m"], {
        permissions: ["-A"],
        cwd: scratch.path,
      }),
  );
  for (const outcome of await Promise.all(runs)) assertEquals(outcome.status, 0, outcome.stderr);
  const lines = (await Deno.readTextFile(`${scratch.path}/tape.ndjson`)).trimEnd().split("\n");
  assertEquals(lines.map((line) => JSON.parse(line).text.length), Array(20).fill(20_000));
});

Deno.test("model: TLS must be trustworthy before a byte of the request is sent", async () => {
  const tls = `${PROJECT_PATH}/tests/tls`;
  const received: string[] = [];
  const serve = async (cert: string) =>
    Deno.serve({
      port: 0,
      hostname: "127.0.0.1",
      cert: await Deno.readTextFile(`${tls}/${cert}`),
      key: await Deno.readTextFile(`${tls}/key.pem`),
      onListen: () => {},
    }, async (request) => {
      received.push(await request.text());
      return new Response(event(chunk({ content: "hi" }, "stop")) + DONE, {
        headers: { "content-type": "text/event-stream" },
      });
    });
  const connect = async (cert: string, flags: readonly string[]) => {
    const server = await serve(cert);
    const endpoint = `https://localhost:${server.addr.port}/v1`;
    const outcome = await runZerostack(
      ["model", "--endpoint", endpoint, "--model", "m", ...flags],
      {
        stdin: REQUEST,
        permissions: ["--allow-net=localhost", `--allow-read=${tls}`, "--allow-env"],
      },
    );
    await server.shutdown();
    return outcome;
  };
  for (
    const [cert, flags] of [["cert.pem", []], ["other_cert.pem", [
      "--ca-file",
      `${tls}/ca.pem`,
    ]]] as const
  ) {
    const outcome = await connect(cert, flags);
    assertEquals([outcome.status, received], [69, []], outcome.stderr);
    assertStringIncludes(outcome.stderr, "E_TLS: Cannot connect to");
  }
  const trusted = await connect("cert.pem", ["--ca-file", `${tls}/ca.pem`]);
  assertEquals([trusted.status, received.length], [0, 1], trusted.stderr);
});

Deno.test("model: https to a server without TLS sends nothing and ends", async () => {
  await using server = await serveModel();
  const endpoint = `https://127.0.0.1:${server.port}/v1`;
  const outcome = await runZerostack(
    ["model", "--endpoint", endpoint, "--model", "m", "--connect-timeout", "0.5"],
    { stdin: REQUEST, permissions: ["--allow-net=127.0.0.1", "--allow-env"] },
  );
  assertEquals([outcome.status, server.requests.length], [75, 0], outcome.stderr);
  assertStringIncludes(outcome.stderr, "E_CONNECT_TIMEOUT: Cannot connect to");
});

Deno.test("model: a host that the runtime may not reach is a refusal, not a crash", async () => {
  await using server = await serveModel();
  const outcome = await ask(server, ["--model", "m"], { permissions: ["--allow-env"] });
  assertEquals([outcome.status, server.connections()], [77, 0], outcome.stderr);
});

Deno.test("model: a host that takes no connection is noticed by --connect-timeout", async () => {
  await using full = await listenInVain();
  const outcome = await runZerostack(
    [
      "model",
      "--endpoint",
      `http://127.0.0.1:${full.port}`,
      "--model",
      "m",
      "--connect-timeout",
      "0.5",
    ],
    { stdin: REQUEST, permissions: [`--allow-net=127.0.0.1:${full.port}`, "--allow-env"] },
  );
  assertEquals(outcome.status, 75, outcome.stderr);
  assertStringIncludes(outcome.stderr, "E_CONNECT_TIMEOUT: Cannot connect to");
});

/** A port whose queue of connections is full, so that one more is neither taken nor refused. */
async function listenInVain(): Promise<{ readonly port: number } & AsyncDisposable> {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr;
  const waiting: Deno.Conn[] = [];
  let pending: Promise<void> | undefined;
  while (pending === undefined) {
    const late = new AbortController();
    const connecting = Deno.connect({ port });
    const connection = await Promise.race([connecting, sleep(2000, late.signal).catch(() => {})]);
    late.abort();
    if (connection !== undefined) waiting.push(connection);
    else pending = connecting.then((connection) => connection.close(), () => {});
  }
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const connection of waiting) connection.close();
      listener.close();
      await pending;
    },
  };
}
