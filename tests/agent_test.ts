/**
 * `run --check` with nothing mocked: a real program, a real server on loopback, a real cage.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { digest } from "../lib/digest.ts";
import { testInCage } from "./cage_support.ts";
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
import { type ModelServer, say, serveModel } from "./model_server.ts";

const FILES = {
  "sum.js": "export function sum(a, b) {\n  return a - b;\n}\n",
  "check.sh": `value=$(sed -n 's/^  return \\(.*\\);/\\1/p' sum.js)
case $value in
  "a + b") echo fine ;;
  *)
    echo "sum.js:2:10: error: sum(1, 2) must be 3 with $value"
    exit 3
    ;;
esac
`,
};
const PROMPT = "mend the sum";
const CHECK = ["--check", "sh check.sh"];

/** An answer that makes the sum return an expression. */
function answer(expression: string): string {
  return `sum.js\n<<<<<<< SEARCH\n  return a - b;\n=======\n  return ${expression};\n>>>>>>> REPLACE\n`;
}

async function ask(
  repository: Scratch,
  server: ModelServer,
  args: readonly string[],
): Promise<Outcome> {
  return await runZerostack(["run", "--endpoint", server.endpoint, PROMPT, ...args], {
    cwd: repository.path,
    permissions: ["-A"],
  });
}

function messagesOf(body: string): { readonly role: string; readonly content: string }[] {
  return JSON.parse(body).messages;
}

testInCage("run --check asks again with what the check said, until it passes", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(answer("a * b")), say(answer("a + b"))] });
  const before = await readTree(repository.path);
  const outcome = await ask(repository, server, CHECK);
  assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(["run"], outcome));
  assertEquals(await readTree(repository.path), before);
  assertEquals((await gitApply(repository, outcome.bytes)).status, 0);
  assertStringIncludes(await Deno.readTextFile(`${repository.path}/sum.js`), "return a + b;");
  const [, second] = server.completions().map(messagesOf);
  assertEquals(second.map(({ role }) => role), ["system", "user", "assistant", "user"]);
  assertEquals(second[2].content, answer("a * b"));
  assertStringIncludes(second[3].content, "`sh -c sh check.sh` ended with status 3");
  assertStringIncludes(second[3].content, "error: sum(1, 2) must be 3 with a * b");
});

testInCage("run --check lets nothing out when no attempt passes, and keeps the last", async () => {
  await using repository = await makeRepository(FILES);
  await using scratch = await makeScratch();
  await using server = await serveModel({ answers: [say(answer("a * b")), say(answer("a / b"))] });
  const keep = `${scratch.path}/best.diff`;
  const outcome = await ask(repository, server, [...CHECK, "--attempts", "2", "--keep", keep]);
  assertEquals([outcome.status, outcome.stdout], [1, ""], printOutcome(["run"], outcome));
  assertEquals(
    outcome.stderr,
    "sum.js:2:10: error: sum(1, 2) must be 3 with a / b\n" +
      'zerostack run: E_CHECK: Cannot pass the patch on: "sh -c sh check.sh" ended with status 3\n',
  );
  assertEquals((await gitApply(repository, await Deno.readFile(keep))).status, 0);
  assertStringIncludes(await Deno.readTextFile(`${repository.path}/sum.js`), "a / b");
});

testInCage("run --check shows the lines that the check has found, without the edits", async () => {
  await using repository = await makeRepository({
    ...FILES,
    "far.js": Array.from({ length: 3000 }, (_, at) => `const far${at} = ${at};\n`).join(""),
    "check.sh": "echo 'far.js:2000:7: error: far1999 is wrong'; exit 1",
  });
  await using server = await serveModel({ answers: [say(answer("a * b"))] });
  await ask(repository, server, [...CHECK, "--attempts", "2", "--budget", "4000"]);
  const [first, second] = server.completions().map(messagesOf);
  assert(!first[1].content.includes("const far1999 ="), "not shown before");
  assertStringIncludes(second[1].content, "const far1999 =");
});

testInCage("run --check does not check the same patch twice", async () => {
  await using repository = await makeRepository(FILES);
  await using scratch = await makeScratch();
  await using server = await serveModel({ answers: [say(answer("a * b"))] });
  const script = "echo run >&2; sh check.sh";
  const report = `${scratch.path}/report`;
  await ask(repository, server, ["--check", script, "--attempts", "3", "--report", report]);
  const { candidates } = JSON.parse(await Deno.readTextFile(report));
  const times = candidates[0].attempts.map((attempt: { checkMs: number }) => attempt.checkMs);
  assertEquals([times.length, new Set(times).size], [3, 1]);
});

Deno.test("run --check spends nothing where there is no cage", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(answer("a + b"))] });
  const outcome = await runZerostack(["run", "--endpoint", server.endpoint, PROMPT, ...CHECK], {
    cwd: repository.path,
    permissions: [`--allow-read=${repository.path}`, "--allow-net", "--allow-env"],
  });
  assertEquals([outcome.status, outcome.stdout], [77, ""]);
  assertStringIncludes(outcome.stderr, "zerostack run: E_PERMISSION: ");
  assertEquals(server.completions().length, 0);
});

testInCage(
  "run --candidates takes the one that passes, and asks each with a seed of its own",
  async () => {
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({
      answers: [say(answer("a * b")), say(answer("a / b")), say(answer("a + b"))],
    });
    const outcome = await ask(repository, server, [
      ...CHECK,
      "--candidates",
      "3",
      "--attempts",
      "1",
    ]);
    assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(["run"], outcome));
    assertStringIncludes(outcome.stdout, "+  return a + b;");
    const seeds = server.completions().map((body) => JSON.parse(body).seed ?? "none");
    assertEquals(seeds.sort(), [1, 2, "none"]);
  },
);

testInCage("run with several models asks each of them", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({
    served: { models: ["one", "two"] },
    answers: [say(answer("a * b")), say(answer("a * b"))],
  });
  const models = ["--model", "one", "--model", "two"];
  const outcome = await ask(repository, server, [...CHECK, ...models, "--attempts", "1"]);
  assertEquals([outcome.status, outcome.stdout], [1, ""], printOutcome(["run"], outcome));
  const asked = server.completions().map((body) => JSON.parse(body).model);
  assertEquals(asked.sort(), ["one", "two"]);
});

const BUDGETS: readonly [string, readonly string[], string, number][] = [
  ["answers", ["--max-turns", "1"], "E_MAX_TURNS", 1],
  ["tokens before the first answer", ["--max-tokens-total", "50"], "E_MAX_TOKENS", 0],
  ["tokens in an answer", ["--max-tokens-total", "1000"], "E_MAX_TOKENS", 1],
];

for (const [name, args, reason, completions] of BUDGETS) {
  testInCage(`run ends with 77 when the budget of ${name} is spent`, async () => {
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({
      answers: [say(answer("a * b") + "word ".repeat(name.includes("in an") ? 2000 : 0))],
    });
    const outcome = await ask(repository, server, [...CHECK, ...args]);
    assertEquals([outcome.status, outcome.stdout], [77, ""], printOutcome(["run"], outcome));
    assertStringIncludes(outcome.stderr, `zerostack run: ${reason}: Cannot go on: `);
    assertEquals(server.completions().length, completions);
  });
}

testInCage(
  "run holds --max-cost by the prices of the user, and sends nothing without them",
  async () => {
    await using repository = await makeRepository(FILES);
    await using scratch = await makeScratch({
      prices: '{"test-model": {"input": 1000, "output": 1000}}',
    });
    await using server = await serveModel({ answers: [say(answer("a * b"))] });
    const unknown = await ask(repository, server, ["--max-cost", "1"]);
    assertEquals([unknown.status, server.completions().length], [78, 0]);
    assertStringIncludes(unknown.stderr, '--prices has no price of "test-model"');
    const prices = ["--prices", `${scratch.path}/prices`];
    const spent = await ask(repository, server, [...CHECK, ...prices, "--max-cost", "0.9"]);
    assertEquals([spent.status, spent.stdout], [77, ""], printOutcome(["run"], spent));
    assertStringIncludes(spent.stderr, "zerostack run: E_MAX_COST: ");
  },
);

testInCage("run replays a loop byte for byte, its report and its attestation too", async () => {
  await using repository = await makeRepository(FILES);
  await using scratch = await makeScratch();
  await using server = await serveModel({ answers: [say(answer("a * b")), say(answer("a + b"))] });
  const at = (name: string) => `${scratch.path}/${name}`;
  const recorded = await ask(repository, server, [...CHECK, "--record", at("cassette")]);
  const replay = async (name: string) => {
    const files = ["--report", at(`${name}.json`), "--attest", at(`${name}.attest`)];
    const outcome = await runZerostack(
      ["run", PROMPT, ...CHECK, "--replay", at("cassette"), ...files],
      { cwd: repository.path, permissions: ["-A", "--deny-net"] },
    );
    assertEquals([outcome.status, outcome.stdout], [0, recorded.stdout]);
    return [
      await Deno.readTextFile(at(`${name}.json`)),
      await Deno.readTextFile(at(`${name}.attest`)),
    ];
  };
  const first = await replay("first");
  assertEquals(await replay("second"), first);
  const report = JSON.parse(first[0]);
  assertEquals(report.patch.digest, await digest(recorded.bytes));
  assertEquals(
    report.candidates[0].attempts.map((attempt: Record<string, unknown>) => attempt.reason),
    ["E_CHECK", undefined],
  );
  const statement = JSON.parse(first[1]);
  assertEquals(statement.predicate.result, "PASSED");
  assertEquals(`sha256:${statement.subject[0].digest.sha256}`, report.patch.digest);
});

testInCage("run keeps the best patch and the report when its time is over", async () => {
  await using repository = await makeRepository(FILES);
  await using scratch = await makeScratch();
  await using server = await serveModel({
    answers: [say(answer("a * b")), (exchange) => exchange.stall()],
  });
  const [keep, report] = [`${scratch.path}/best.diff`, `${scratch.path}/report`];
  const files = ["--keep", keep, "--report", report];
  const outcome = await ask(repository, server, [...CHECK, ...files, "--timeout", "3"]);
  assertEquals([outcome.status, outcome.stdout], [124, ""], printOutcome(["run"], outcome));
  assertEquals((await gitApply(repository, await Deno.readFile(keep))).status, 0);
  const { reason, candidates } = JSON.parse(await Deno.readTextFile(report));
  assertEquals([reason, candidates[0].attempts[0].reason], ["E_TIMEOUT", "E_CHECK"]);
});

testInCage("run --check also checks what it does without a model", async () => {
  await using repository = await makeRepository(FILES);
  const rename = async (check: string) =>
    await runZerostack(["run", "rename sum to total", "--no-model", "--check", check], {
      cwd: repository.path,
      permissions: ["-A"],
    });
  const good = await rename("grep -q total sum.js");
  assertEquals(good.status, 0, printOutcome(["run"], good));
  assertStringIncludes(good.stdout, "+export function total(");
  const bad = await rename("grep -q sum sum.js");
  assertEquals([bad.status, bad.stdout], [1, ""], printOutcome(["run"], bad));
});

testInCage("run with several formats asks for each of them", async () => {
  await using repository = await makeRepository(FILES);
  await using server = await serveModel({ answers: [say(answer("a * b"))] });
  const formats = ["--format", "udiff", "--format", "json"];
  await ask(repository, server, [...CHECK, ...formats, "--attempts", "1"]);
  const told = server.completions().map((body) => messagesOf(body)[0].content);
  assertEquals(told.filter((text) => text.includes("unified diff")).length, 1);
  assertEquals(told.filter((text) => text.includes("JSON array")).length, 1);
});

testInCage("run asks in an easier form when nothing of an answer fits", async () => {
  await using repository = await makeRepository(FILES);
  const wrong = answer("x").replace("return a - b", "return b - a");
  const whole = "sum.js\n````js\nexport function sum(a, b) {\n  return a + b;\n}\n````\n";
  await using server = await serveModel({ answers: [say(wrong), say(whole)] });
  const outcome = await ask(repository, server, [...CHECK, "--format", "search-replace"]);
  assertEquals(outcome.status, 0, printOutcome(["run"], outcome));
  const [first, second] = server.completions().map(messagesOf);
  assertEquals(second.slice(0, first.length), first);
  assertStringIncludes(
    second.at(-1)!.content,
    "Use another form this time. Answer with whole files",
  );
});

const BLOCKS = "<<<<<<< SEARCH";
const WHOLE = "Answer with whole files";

testInCage("run asks an unknown or small model for whole files where little is shown", async () => {
  await using repository = await makeRepository(FILES);
  const told = async (models: readonly string[], args: readonly string[] = []) => {
    await using server = await serveModel({ served: { models }, answers: [say(answer("a + b"))] });
    const named = models.flatMap((model) => ["--model", model]);
    await ask(repository, server, [...CHECK, ...named, ...args, "--attempts", "1"]);
    return server.completions().map((body) => messagesOf(body)[0].content)
      .map((text) => text.includes(WHOLE) ? "whole" : text.includes(BLOCKS) ? "blocks" : "other");
  };
  assertEquals(await told(["some-model"]), ["whole"]);
  assertEquals(await told(["coder:30b"]), ["blocks"]);
  assertEquals((await told(["coder:30b", "coder:7b"])).sort(), ["blocks", "whole"]);
  assertEquals(await told(["coder:7b"], ["--format", "udiff"]), ["other"]);
  const byModel = ["--format", "coder*=search-replace", "--format", "whole"];
  assertEquals(await told(["coder:7b"], byModel), ["blocks"]);
  assertEquals(await told(["gemma:7b"], byModel), ["whole"]);
});

testInCage("run asks for blocks where a file is shown in part", async () => {
  const long = Array.from({ length: 900 }, (_, at) => `export const sum${at} = ${at};\n`).join("");
  await using repository = await makeRepository({ ...FILES, "long.js": long });
  await using server = await serveModel({ answers: [say(answer("a + b"))] });
  await ask(repository, server, [...CHECK, "--budget", "1500", "--attempts", "1"]);
  assertStringIncludes(messagesOf(server.completions()[0])[0].content, BLOCKS);
});
