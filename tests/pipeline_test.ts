/**
 * The whole way with nothing mocked: a real program, a real server on loopback, real git.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  gitApply,
  makeRepository,
  makeScratch,
  type Outcome,
  permissionFlags,
  printOutcome,
  PROJECT_PATH,
  readTree,
  runProcess,
  runZerostack,
  type Scratch,
} from "./harness.ts";
import { findCommand } from "../cli/commands.ts";
import { type ModelServer, refuse, say, serveModel } from "./model_server.ts";

const FILES = {
  "greet.ts": 'export function greet(name: string): string {\n  return "Hello, " + name;\n}\n',
  "main.ts": 'import { greet } from "./greet.ts";\nconsole.log(greet("you"));\n',
};
const GOOD = `The greeting gets a mark.

greet.ts
<<<<<<< SEARCH
  return "Hello, " + name;
=======
  return \`Hello, \${name}!\`;
>>>>>>> REPLACE
`;
const PROMPT = "end the greeting with an exclamation mark";

/** Runs `run` with exactly the permissions of its row, against a server. */
async function ask(
  repository: Scratch,
  server: ModelServer,
  args: readonly string[] = [PROMPT],
): Promise<Outcome> {
  return await runZerostack(["run", "--endpoint", server.endpoint, ...args], {
    cwd: repository.path,
    permissions: permissionFlags(
      findCommand("run")!.needs,
      repository.path,
      `127.0.0.1:${server.port}`,
    ),
  });
}

async function assertApplies(repository: Scratch, outcome: Outcome): Promise<void> {
  assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(["run"], outcome));
  const applied = await gitApply(repository, outcome.bytes, "--index");
  assertEquals(applied.status, 0, printOutcome(["git", "apply"], applied));
}

Deno.test("run makes a patch that git apply takes, and changes nothing itself", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(GOOD)] });
  const before = await readTree(repository.path);
  const outcome = await ask(repository, server);
  assertEquals(await readTree(repository.path), before);
  await assertApplies(repository, outcome);
  assertStringIncludes(
    await Deno.readTextFile(`${repository.path}/greet.ts`),
    "return `Hello, ${name}!`;",
  );
});

Deno.test("run gives the same bytes as context, model and patch in a shell pipe", async () => {
  await using repository = await makeRepository(FILES);
  await using scratch = await makeScratch();
  await using server = await serveModel({ answers: [say(GOOD)] });
  const cassette = `${scratch.path}/cassette.ndjson`;
  const launcher = `${PROJECT_PATH}/scripts/zerostack`;
  const shell = async (script: string) =>
    await runProcess(["bash", "-c", `set -o pipefail; ${script}`], {
      cwd: repository.path,
      env: {
        DENO: Deno.execPath(),
        Z: launcher,
        P: PROMPT,
        C: cassette,
        ZEROSTACK_ENDPOINT: server.endpoint,
      },
    });
  const recorded = await shell('"$Z" "$P" --record "$C"');
  const whole = await shell('"$Z" "$P" --replay "$C"');
  const piped = await shell(
    '"$Z" context --format whole "$P" | "$Z" model --replay "$C" | "$Z" patch',
  );
  assertEquals(
    [recorded.status, whole.status, piped.status],
    [0, 0, 0],
    recorded.stderr + whole.stderr + piped.stderr,
  );
  assert(recorded.stdout.startsWith("diff --git a/greet.ts b/greet.ts\n"));
  assertEquals(whole.stdout, recorded.stdout);
  assertEquals(piped.stdout, recorded.stdout);
  assertEquals(server.completions().length, 1);
});

Deno.test("run replays with every network access denied", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(GOOD)] });
  const first = await runZerostack([
    "run",
    PROMPT,
    "--endpoint",
    server.endpoint,
    "--record",
    ".git/cassette",
  ], {
    cwd: repository.path,
    permissions: ["-A"],
  });
  const again = await runZerostack(["run", PROMPT, "--replay", ".git/cassette"], {
    cwd: repository.path,
    permissions: [`--allow-read=${repository.path}`, "--deny-net", "--allow-env"],
  });
  assertEquals([again.status, again.stdout], [0, first.stdout], printOutcome(["run"], again));
  const miss = await runZerostack(["run", "another prompt", "--replay", ".git/cassette"], {
    cwd: repository.path,
    permissions: [`--allow-read=${repository.path}`, "--deny-net", "--allow-env"],
  });
  assertEquals([miss.status, miss.stdout], [66, ""]);
  assertStringIncludes(miss.stderr, "zerostack run: E_REPLAY: ");
});

Deno.test("run asks again for just what did not fit, and keeps what did", async () => {
  const wrong = GOOD +
    "\nmain.ts\n<<<<<<< SEARCH\nconsole.log(greet('you'), 1);\n=======\nx\n>>>>>>> REPLACE\n";
  const mended =
    'main.ts\n<<<<<<< SEARCH\nconsole.log(greet("you"));\n=======\nconsole.log(greet("me"));\n>>>>>>> REPLACE\n';
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(wrong), say(mended)] });
  await assertApplies(repository, await ask(repository, server));
  const [first, second] = server.completions().map((body) => JSON.parse(body).messages);
  assertEquals(second.slice(0, first.length), first);
  assertEquals(second.slice(first.length).map((message: { role: string }) => message.role), [
    "assistant",
    "user",
  ]);
  assertStringIncludes(second.at(-1).content, 'console.log(greet("you"));');
  const tree = await readTree(repository.path);
  assertStringIncludes(atob(tree["main.ts"]), 'greet("me")');
  assertStringIncludes(atob(tree["greet.ts"]), "!`;");
});

Deno.test("run gives up after --attempts, with the reason of the last answer and no byte", async () => {
  const wrong = "greet.ts\n<<<<<<< SEARCH\nno such line\n=======\nx\n>>>>>>> REPLACE\n";
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(wrong)] });
  const outcome = await ask(repository, server, [PROMPT, "--attempts", "2"]);
  assertEquals([outcome.status, outcome.stdout], [65, ""], printOutcome(["run"], outcome));
  assertStringIncludes(outcome.stderr, "zerostack run: E_NOT_FOUND: ");
  assertEquals(outcome.stderr.split("\n").length, 2);
  assertEquals(server.completions().length, 2);
});

const ENDS: readonly [
  string,
  Parameters<typeof serveModel>[0],
  readonly string[],
  number,
  string,
][] = [
  ["an answer without edits", { answers: [say("I would rather not.")] }, [PROMPT], 76, "E_NO_EDIT"],
  [
    "an answer that changes nothing",
    { answers: [say(GOOD.replace("return `Hello, ${name}!`;", 'return "Hello, " + name;'))] },
    [PROMPT],
    1,
    "E_NOTHING",
  ],
  [
    "an answer that says so",
    { answers: [say("The greeting has a mark already.\n\nNO CHANGES\n")] },
    [PROMPT],
    1,
    "E_NOTHING",
  ],
  [
    "an answer that was cut",
    { answers: [say(GOOD, { finishReason: "length" })] },
    [PROMPT],
    76,
    "E_LENGTH",
  ],
  ["a wrong key", { answers: [refuse(401, "wrong key")] }, [PROMPT], 69, "E_REFUSED"],
  [
    "a model that is not served",
    { answers: [refuse(404, "model not found")] },
    [PROMPT, "--model", "no-such-model"],
    69,
    "E_MODEL",
  ],
  ["two served models and none named", { served: { models: ["a", "b"] } }, [PROMPT], 69, "E_MODEL"],
  [
    "a path outside",
    { answers: [say(GOOD.replace("greet.ts", "../greet.ts"))] },
    [PROMPT],
    77,
    "E_PATH",
  ],
];

for (const [what, options, args, status, reason] of ENDS) {
  Deno.test(`run on ${what} ends with ${status} ${reason}, one line and no byte`, async () => {
    await using repository = await makeRepository(FILES);
    await using server = await serveModel(options);
    const before = await readTree(repository.path);
    const outcome = await ask(repository, server, args);
    assertEquals([outcome.status, outcome.stdout], [status, ""], printOutcome(["run"], outcome));
    assertStringIncludes(outcome.stderr, `zerostack run: ${reason}: `);
    assertEquals(outcome.stderr.split("\n").length, 2);
    assertEquals(await readTree(repository.path), before);
  });
}

for (
  const [status, words] of [[404, 'model "nope" not found'], [
    400,
    "Invalid model name passed",
  ]] as const
) {
  Deno.test(`run lists the served models when the named one is refused with ${status}`, async () => {
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({
      served: { models: ["a", "b"] },
      answers: [refuse(status, words)],
    });
    const outcome = await ask(repository, server, [PROMPT, "--model", "nope"]);
    assertEquals([outcome.status, outcome.stdout], [69, ""], printOutcome(["run"], outcome));
    assertStringIncludes(outcome.stderr, "zerostack run: E_MODEL: ");
    assertStringIncludes(outcome.stderr, ", it serves a, b\n");
  });
}

Deno.test("run without a server ends with 69 and names the host", async () => {
  await using repository = await makeRepository(FILES);
  const endpoint = await serveNothing();
  const outcome = await runZerostack(["run", PROMPT, "--endpoint", endpoint], {
    cwd: repository.path,
    permissions: ["-A"],
  });
  assertEquals([outcome.status, outcome.stdout], [69, ""]);
  assertEquals(
    outcome.stderr,
    `zerostack run: E_CONNECT: Cannot connect to "${endpoint}": nothing listens there, ` +
      "--endpoint names another server\n",
  );
});

/** An endpoint where nothing listens any more. */
async function serveNothing(): Promise<string> {
  await using server = await serveModel();
  return server.endpoint;
}

Deno.test("a failure travels down the pipe to the last status", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [refuse(503, "overloaded")] });
  const launcher = `${PROJECT_PATH}/scripts/zerostack`;
  const script = '"$Z" context "$P" | "$Z" model --retries 0 | "$Z" patch > out.diff';
  const outcome = await runProcess(["bash", "-c", script], {
    cwd: repository.path,
    env: { DENO: Deno.execPath(), Z: launcher, P: PROMPT, ZEROSTACK_ENDPOINT: server.endpoint },
  });
  assertEquals(outcome.status, 75, outcome.stderr);
  assertStringIncludes(outcome.stderr, "zerostack model: E_BUSY: ");
  assertEquals(await Deno.readTextFile(`${repository.path}/out.diff`), "");
});

Deno.test("run --dry-run prints the request and sends nothing", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel();
  const outcome = await ask(repository, server, [PROMPT, "--dry-run"]);
  assertEquals(outcome.status, 0, printOutcome(["run"], outcome));
  assertEquals(JSON.parse(outcome.stdout).type, "request");
  assertEquals(server.connections(), 0);
});

Deno.test("ask streams an answer in words", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say("It greets.")] });
  const outcome = await runZerostack(["ask", "what does it do?", "--endpoint", server.endpoint], {
    cwd: repository.path,
    permissions: permissionFlags(
      findCommand("ask")!.needs,
      repository.path,
      `127.0.0.1:${server.port}`,
    ),
  });
  assertEquals([outcome.status, outcome.stdout, outcome.stderr], [0, "It greets.\n", ""]);
});

const PLACES: readonly [string, (repository: Scratch) => Promise<{ cwd: string; root: string }>][] =
  [
    ["a subfolder", async ({ path, write }) => {
      await write({ "sub dir/ünïcode.txt": "x\n" });
      return { cwd: `${path}/sub dir`, root: path };
    }],
    ["a linked worktree", async ({ path, git }) => {
      await git("worktree", "add", "-q", `${path}/.git/linked`);
      return { cwd: `${path}/.git/linked`, root: `${path}/.git/linked` };
    }],
    ["a repository without commits", async ({ path }) => {
      await Deno.remove(`${path}/.git`, { recursive: true });
      await runProcess(["git", "init", "-q"], { cwd: path });
      return { cwd: path, root: path };
    }],
    ["a folder that is no repository", async ({ path }) => {
      await Deno.remove(`${path}/.git`, { recursive: true });
      return { cwd: path, root: path };
    }],
    ["a dirty tree", async ({ path, write }) => {
      await write({ "greet.ts": "// not committed\n" + FILES["greet.ts"] });
      return { cwd: path, root: path };
    }],
  ];

for (const [what, arrange] of PLACES) {
  Deno.test(`run works in ${what}`, async () => {
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({ answers: [say(GOOD)] });
    const { cwd, root } = await arrange(repository);
    const command = [`${PROJECT_PATH}/scripts/zerostack`, PROMPT, "--endpoint", server.endpoint];
    const outcome = await runProcess(command, { cwd, env: { DENO: Deno.execPath() } });
    assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(command, outcome));
    const applied = await runProcess(["git", "apply"], { cwd: root, stdin: outcome.bytes });
    assertEquals(applied.status, 0, applied.stderr);
    assertStringIncludes(await Deno.readTextFile(`${root}/greet.ts`), "!`;");
  });
}

Deno.test("run keeps CRLF and a byte order mark, and quotes unusual paths", async () => {
  const path = "src/größe mit leer.ts";
  const text = "\ufeffexport const a = 1;\r\nexport const b = 2;\r\n";
  const answer =
    `${path}\n<<<<<<< SEARCH\nexport const b = 2;\n=======\nexport const b = 3;\n>>>>>>> REPLACE\n`;
  await using repository = await makeRepository({ [path]: text });
  await using server = await serveModel({ answers: [say(answer)] });
  await assertApplies(repository, await ask(repository, server));
  const bytes = await Deno.readFile(`${repository.path}/${path}`);
  assertEquals(
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
    text.replace("2;", "3;"),
  );
});

Deno.test("run does a prompt that a command can do without a model, and names the command", async () => {
  await using repository = await makeRepository(FILES);
  const outcome = await runZerostack(["run", "rename greet to welcome and fix the callers"], {
    cwd: repository.path,
    permissions: [`--allow-read=${repository.path}`, "--deny-net", "--allow-env"],
  });
  assertEquals(outcome.status, 0, printOutcome(["run"], outcome));
  assertEquals(
    outcome.stderr,
    "zerostack run: done without a model, by: zerostack rename greet welcome\n" +
      'zerostack run: main.ts:1:26: "greet" stays in a string\n',
  );
  const applied = await gitApply(repository, outcome.bytes);
  assertEquals(applied.status, 0, applied.stderr);
  assertStringIncludes(await Deno.readTextFile(`${repository.path}/main.ts`), 'welcome("you")');
});

Deno.test("run asks the model when no command can do it, and not under --no-model", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(GOOD)] });
  await assertApplies(repository, await ask(repository, server, ["rename salute to welcome"]));
  const refused = await ask(repository, server, ["rename salute to welcome", "--no-model"]);
  assertEquals([refused.status, refused.stdout], [69, ""]);
  assertStringIncludes(refused.stderr, "zerostack run: E_NO_MODEL: ");
  assertEquals(server.completions().length, 1);
});
