/**
 * `fix --model` with nothing mocked: the program in its own permissions, a real server on loopback.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  gitApply,
  makeRepository,
  makeScratch,
  type Outcome,
  printOutcome,
  readTree,
  runZerostack,
  type Scratch,
} from "./harness.ts";
import { answerEvents, type ModelServer, say, serveModel, stream } from "./model_server.ts";

const SOURCE = "// greets\n\nvar name = 1;\nvar other = 2;\nconsole.log(name, othr);\n";
const FINDINGS = [
  { line: 4, column: 1, fix: { range: [25, 28], text: "let" }, ruleId: "no-var" },
  { line: 3, column: 1, fix: { range: [10, 14], text: "let" }, ruleId: "no-var" },
  { line: 5, column: 19, ruleId: "no-undef", message: "'othr' is not defined." },
];
/** ESLint on the file: two fixes, of which the second also takes an empty line, and a mistake. */
const REPORT = JSON.stringify([{
  filePath: "src/a.js",
  messages: FINDINGS.map((finding) => ({ severity: 2, message: "No var.", ...finding })),
  source: SOURCE,
}]);
const MENDED = "// greets\nlet name = 1;\nlet other = 2;\nconsole.log(name, other);\n";

/** An answer to the file as the safe fixes make it. */
const ANSWER = `src/a.js
<<<<<<< SEARCH
let other = 2;
console.log(name, othr);
=======
let other = 2;
console.log(name, other);
>>>>>>> REPLACE
`;

async function makeSource(): Promise<Scratch> {
  return await makeRepository({ "src/a.js": SOURCE, "README.md": "# a\n" });
}

interface Call {
  readonly args?: readonly string[];
  readonly more?: readonly string[];
  readonly stdin?: string;
}

async function fix(repository: Scratch, { args = [], more = [], stdin = REPORT }: Call) {
  return await runZerostack(["fix", ...args], {
    cwd: repository.path,
    stdin,
    permissions: [
      `--allow-read=${repository.path}`,
      "--allow-net=127.0.0.1",
      "--allow-env",
      ...more,
    ],
  });
}

/** Runs it with `--keep`; the bytes of the outcome are those of that file. */
async function fixKeeping(
  repository: Scratch,
  args: readonly string[],
  more: readonly string[] = [],
): Promise<Outcome> {
  await using scratch = await makeScratch();
  const path = `${scratch.path}/keep.diff`;
  const outcome = await fix(repository, {
    args: [...args, "--keep", path],
    more: [`--allow-read=${scratch.path}`, `--allow-write=${scratch.path}`, ...more],
  });
  return { ...outcome, bytes: await Deno.readFile(path) };
}

function toModel(server: ModelServer): string[] {
  return ["--model", "--endpoint", server.endpoint];
}

async function readFixed(repository: Scratch, outcome: Outcome): Promise<string> {
  const applied = await gitApply(repository, outcome.bytes);
  assertEquals(applied.status, 0, printOutcome(["fix"], outcome));
  return await Deno.readTextFile(`${repository.path}/src/a.js`);
}

const SAFE = MENDED.replace(", other)", ", othr)");

Deno.test("fix --model makes the safe fixes and asks for the rest, as one patch", async () => {
  await using repository = await makeSource();
  await using server = await serveModel({ answers: [say(ANSWER)] });
  const outcome = await fix(repository, { args: toModel(server) });
  assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(["fix"], outcome));
  assertEquals(await readFixed(repository, outcome), MENDED);
  const [{ content }] = JSON.parse(server.completions()[0]).messages.slice(1);
  assertStringIncludes(content, "src/a.js:4: error: 'othr' is not defined. [no-undef]");
  assertStringIncludes(content, "let other = 2;", "the model sees the file as fixed");
  assert(!content.includes("No var."), "what is fixed is not asked for");
});

Deno.test("fix --model asks nobody when the safe fixes are all", async () => {
  await using repository = await makeSource();
  await using server = await serveModel();
  const messages = FINDINGS.slice(0, 2).map((one) => ({ severity: 2, message: "", ...one }));
  const stdin = JSON.stringify([{ filePath: "src/a.js", messages }]);
  const outcome = await fix(repository, { args: toModel(server), stdin });
  assertEquals([outcome.status, server.requests.length], [0, 0], printOutcome(["fix"], outcome));
  assertEquals(await readFixed(repository, outcome), SAFE);
});

Deno.test("fix asks no model unless --model says so on the command line", async () => {
  await using repository = await makeSource();
  await using server = await serveModel({ answers: [say(ANSWER)] });
  const outcome = await runZerostack(["fix"], {
    cwd: repository.path,
    stdin: REPORT,
    env: { ZEROSTACK_MODEL: "test-model", ZEROSTACK_ENDPOINT: server.endpoint },
    permissions: ["-A"],
  });
  assertEquals([outcome.status, server.connections()], [0, 0], printOutcome(["fix"], outcome));
  assertEquals(await readFixed(repository, outcome), SAFE);
});

Deno.test("fix refuses options of a model without --model", async () => {
  await using repository = await makeSource();
  for (const args of [["--endpoint", "http://127.0.0.1:1/v1"], ["--dry-run"]]) {
    const outcome = await fix(repository, { args });
    assertEquals([outcome.status, outcome.stdout], [2, ""], printOutcome(["fix"], outcome));
    assertStringIncludes(outcome.stderr, "it needs --model");
  }
});

const FAILURES = [
  { name: "is cut", answer: stream(answerEvents(ANSWER).slice(0, 4)), status: 76, reason: "E_CUT" },
  { name: "holds no edit", answer: say("I am not sure."), status: 76, reason: "E_NO_EDIT" },
  {
    name: "breaks the syntax",
    answer: say(ANSWER.replace("(name, other);", "(name, other;")),
    status: 65,
    reason: "E_SYNTAX",
  },
];
for (const { name, answer, status, reason } of FAILURES) {
  Deno.test(`fix --model writes the safe fixes to --keep alone when the answer ${name}`, async () => {
    await using repository = await makeSource();
    await using server = await serveModel({ answers: [answer] });
    const args = [...toModel(server), "--attempts", "1"];
    const outcome = await fixKeeping(repository, args);
    assertEquals([outcome.status, outcome.stdout], [status, ""], printOutcome(args, outcome));
    assertStringIncludes(outcome.stderr, `zerostack fix: ${reason}: `);
    assertEquals(await readFixed(repository, outcome), SAFE);
  });
}

Deno.test("fix --model leaves no file of -o when no server is there, and fills --keep", async () => {
  await using repository = await makeSource();
  await using scratch = await makeScratch();
  const path = `${scratch.path}/fix.diff`;
  const args = ["--model", "--endpoint", "http://127.0.0.1:1/v1", "-o", path];
  const outcome = await fixKeeping(repository, args, [
    `--allow-read=${scratch.path}`,
    `--allow-write=${scratch.path}`,
  ]);
  assertEquals([outcome.status, outcome.stdout], [69, ""], printOutcome(args, outcome));
  assertStringIncludes(outcome.stderr, "E_CONNECT");
  assertEquals(await readTree(scratch.path), {});
  assertEquals(await readFixed(repository, outcome), SAFE);
});

Deno.test("fix --model ends with the model's failure alone when nothing was safe", async () => {
  await using repository = await makeSource();
  const stdin = JSON.stringify([{
    filePath: "src/a.js",
    messages: [{ severity: 2, message: "m", ...FINDINGS[2] }],
  }]);
  const args = ["--model", "--endpoint", "http://127.0.0.1:1/v1"];
  const outcome = await fix(repository, { args, stdin });
  assertEquals([outcome.status, outcome.stdout], [69, ""], printOutcome(args, outcome));
});

Deno.test("fix --model takes it that nothing else has to change", async () => {
  await using repository = await makeSource();
  await using server = await serveModel({ answers: [say("NO CHANGES\n")] });
  const outcome = await fix(repository, { args: toModel(server) });
  assertEquals(outcome.status, 0, printOutcome(["fix"], outcome));
  assertStringIncludes(outcome.stderr, "the model changes nothing for the 1 left");
  assertEquals(await readFixed(repository, outcome), SAFE);
});

Deno.test("fix --model --replay gives the same bytes without a network", async () => {
  await using repository = await makeSource();
  await using scratch = await makeScratch();
  await using server = await serveModel({ answers: [say(ANSWER)] });
  const cassette = `${scratch.path}/cassette`;
  const more = [`--allow-read=${scratch.path}`, `--allow-write=${scratch.path}`];
  const args = [...toModel(server), "--window", "8000"];
  const recorded = await fix(repository, { args: [...args, "--record", cassette], more });
  assertEquals(recorded.status, 0, printOutcome(args, recorded));
  const again = ["fix", "--model", "--window", "8000", "--replay", cassette];
  for (let round = 0; round < 2; round++) {
    const replayed = await runZerostack(again, {
      cwd: repository.path,
      stdin: REPORT,
      permissions: [`--allow-read=${repository.path},${cassette}`, "--allow-env"],
    });
    assertEquals(replayed.stdout, recorded.stdout, printOutcome(again, replayed));
  }
  assertEquals(server.completions().length, 1);
});

Deno.test("fix --model --dry-run prints the request and asks nobody", async () => {
  await using repository = await makeSource();
  await using server = await serveModel();
  const outcome = await fix(repository, { args: [...toModel(server), "--dry-run"] });
  assertEquals([outcome.status, server.requests.length], [0, 0], printOutcome(["fix"], outcome));
  assertEquals(JSON.parse(outcome.stdout).type, "request");
});

Deno.test("fix --model holds the budgets of run", async () => {
  await using repository = await makeSource();
  await using server = await serveModel({ answers: [say("no edit"), say(ANSWER)] });
  const outcome = await fixKeeping(repository, [...toModel(server), "--max-turns", "1"]);
  assertEquals([outcome.status, outcome.stdout], [77, ""], printOutcome(["fix"], outcome));
  assertStringIncludes(outcome.stderr, "E_MAX_TURNS");
  assertEquals(await readFixed(repository, outcome), SAFE);
});

Deno.test("fix --model writes files that the model creates beside the fixed ones", async () => {
  await using repository = await makeSource();
  const created = "src/other.js\n<<<<<<< SEARCH\n=======\nexport const a = 1;\n>>>>>>> REPLACE\n";
  await using server = await serveModel({ answers: [say(created)] });
  const outcome = await fix(repository, { args: toModel(server) });
  assertEquals(await readFixed(repository, outcome), SAFE);
  assertEquals(await Deno.readTextFile(`${repository.path}/src/other.js`), "export const a = 1;\n");
});

Deno.test("lint, fix --rest, context, model and patch do the same as a pipe", async () => {
  await using repository = await makeSource();
  await using scratch = await makeScratch();
  const rest = `${scratch.path}/rest`;
  const answer = ANSWER.replaceAll("let other", "var other");
  await using server = await serveModel({ answers: [say(answer)] });
  const start = async (args: readonly string[], stdin: string) => {
    const outcome = await runZerostack(args, {
      cwd: repository.path,
      stdin,
      permissions: ["-A"],
    });
    assertEquals(outcome.status, 0, printOutcome(args, outcome));
    return outcome;
  };
  const linted = await start(["lint"], REPORT);
  const safe = await start(["fix", "--rest", rest], linted.stdout);
  const request = await start(["context", "fix this", "-"], await Deno.readTextFile(rest));
  const model = await start(["model", "--endpoint", server.endpoint], request.stdout);
  const patch = await start(["patch"], model.stdout);
  assertEquals((await gitApply(repository, patch.bytes)).status, 0);
  assertStringIncludes(safe.stdout, "+let name");
  assertStringIncludes(await Deno.readTextFile(`${repository.path}/src/a.js`), "(name, other)");
});
