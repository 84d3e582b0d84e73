/**
 * `context` and `map` in repositories of every odd shape: each is handled, or refused in one line.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { RequestRecord } from "../lib/types.ts";
import {
  makeRepository,
  makeScratch,
  type Outcome,
  printOutcome,
  programCommand,
  runProcess,
  runZerostack,
  type Scratch,
} from "./harness.ts";

const FILES = { "src/greet.ts": 'export const greeting = "Hello";\n', "README.md": "# Greeter\n" };
const PROMPT = "change the greeting";

async function pack(root: string, ...more: string[]): Promise<Outcome> {
  return await runZerostack(["context", PROMPT, ...more], { cwd: root });
}

async function listShown(root: string, ...more: string[]): Promise<string[]> {
  const outcome = await pack(root, ...more);
  assertEquals(outcome.status, 0, printOutcome(["context"], outcome));
  const request: RequestRecord = JSON.parse(outcome.stdout);
  return [...new Set(request.excerpts.map((excerpt) => excerpt.path))];
}

async function shell(repository: Scratch, script: string): Promise<void> {
  const outcome = await runProcess(["bash", "-c", script], { cwd: repository.path });
  assertEquals(outcome.status, 0, printOutcome([script], outcome));
}

Deno.test("context passes over pipes, links, loops, huge and binary files, and says so under -v", async () => {
  await using repository = await makeRepository(FILES);
  await shell(
    repository,
    `mkfifo src/pipe; ln -s /etc/passwd src/greeting-link; ln -s . src/loop; truncate -s 1G src/greeting.txt
     printf 'greeting\\0' > src/greeting.dat2; printf x > "$(printf 'src/greeting\\377.ts')"`,
  );
  const outcome = await pack(repository.path, "-v");
  assertEquals(outcome.status, 0, printOutcome(["context"], outcome));
  const request: RequestRecord = JSON.parse(outcome.stdout);
  assertEquals(request.excerpts.map((excerpt) => excerpt.path), ["src/greet.ts", "README.md"]);
  assertStringIncludes(outcome.stderr, 'passed over "src/greeting-link": link');
  assertStringIncludes(outcome.stderr, 'passed over "src/loop": link');
  assertStringIncludes(outcome.stderr, 'passed over "src/pipe": not a regular file');
  assertStringIncludes(outcome.stderr, "not UTF-8");
});

Deno.test({
  name: "context passes over a file that may not be read",
  ignore: Deno.uid() === 0, // root may read everything; the test shows as ignored
  fn: async () => {
    await using repository = await makeRepository({ ...FILES, "src/greeting.ts": "" });
    await Deno.chmod(`${repository.path}/src/greeting.ts`, 0);
    assertEquals(await listShown(repository.path), ["src/greet.ts", "README.md"]);
  },
});

Deno.test("context works in a subfolder, a linked worktree, a submodule and a sparse checkout", async () => {
  await using repository = await makeRepository({ ...FILES, "other/x.ts": "" });
  await using place = await makeScratch();
  const folder = `${repository.path}/src`;
  const below = await runZerostack(["context", PROMPT], {
    cwd: folder,
    permissions: [`--allow-read=${repository.path}`, "--allow-env"],
  });
  assertEquals(JSON.parse(below.stdout).excerpts[0].path, "src/greet.ts");
  assertEquals(await listShown(folder), ["greet.ts"], "nothing above may be read");
  await repository.git("worktree", "add", "-q", `${place.path}/tree`);
  assertEquals((await listShown(`${place.path}/tree`))[0], "src/greet.ts");
  await using outer = await makeRepository({ "main.ts": "" });
  await outer.git(
    "-c",
    "protocol.file.allow=always",
    "submodule",
    "--quiet",
    "add",
    repository.path,
    "sub",
  );
  assertEquals((await listShown(`${outer.path}/sub`))[0], "src/greet.ts");
  await repository.git("sparse-checkout", "set", "--sparse-index", "src");
  assertEquals(await listShown(repository.path), ["src/greet.ts", "README.md"]);
});

Deno.test("context works without commits, and without a repository", async () => {
  await using repository = await makeScratch(FILES);
  assertEquals(await listShown(repository.path), ["src/greet.ts", "README.md"]);
  await repository.git("init", "-q");
  assertEquals(await listShown(repository.path), ["src/greet.ts", "README.md"]);
});

Deno.test("context refuses a bare repository, an incomplete index and a cut one with their reason", async () => {
  await using bare = await makeScratch();
  await bare.git("init", "-q", "--bare");
  await using repository = await makeRepository(FILES);
  await repository.git("update-index", "--split-index");
  assertEquals(await listShown(repository.path), ["src/greet.ts", "README.md"]);
  await shell(repository, "rm .git/sharedindex.*");
  const refusals = [await pack(bare.path), await pack(repository.path)];
  await Deno.writeFile(`${repository.path}/.git/index`, new Uint8Array([68, 73, 82, 67, 0, 0]));
  refusals.push(await pack(repository.path));
  const texts = ["without a work tree", "it is split, and sharedindex.", "Cannot read the index"];
  for (const [i, text] of texts.entries()) {
    assertEquals(refusals[i].status, 65, printOutcome(["context"], refusals[i]));
    assertStringIncludes(refusals[i].stderr, "zerostack context: E_REPOSITORY: ");
    assertStringIncludes(refusals[i].stderr, text);
  }
});

/** Arguments with a byte that is not UTF-8, which no command of the runtime can pass. */
async function runBytes(script: string, cwd: string): Promise<Outcome> {
  const program = programCommand([`--allow-read=${cwd}`, "--allow-env", "--allow-net=127.0.0.1:9"])
    .map((word) => `'${word}'`).join(" ");
  return await runProcess(["bash", "-c", script.replaceAll("ZS", program)], { cwd });
}

Deno.test("context, run, ask and map refuse a prompt that is not UTF-8", async () => {
  await using repository = await makeRepository(FILES);
  const prompt = "$'the gr\\xf6\\xdfe'";
  for (const call of ["context", "run", "ask", "run --no-model", "map --for"]) {
    const outcome = await runBytes(`ZS ${call} ${prompt}`, repository.path);
    const isError = /^(?:\{"type":"error".*\n)?$/.test(outcome.stdout);
    assertEquals([outcome.status, isError], [65, true], printOutcome([call], outcome));
    assertStringIncludes(outcome.stderr, "E_INPUT: Cannot read the prompt: it is not UTF-8");
    assertEquals(outcome.stderr.trimEnd().split("\n").length, 1);
  }
});

Deno.test("context names paths and records on stdin that are not UTF-8", async () => {
  await using repository = await makeRepository(FILES);
  const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
  const give = (stdin: Uint8Array, ...args: string[]) =>
    runZerostack(["context", PROMPT, "-", ...args], { cwd: repository.path, stdin });
  for (const [end, flags] of [["\n", []], ["\0", ["-z"]]] as const) {
    const outcome = await give(bytes(`src/b\xffd.ts${end}src/greet.ts${end}`), ...flags);
    assertEquals(outcome.status, 0, printOutcome(["context"], outcome));
    assertEquals(
      outcome.stderr,
      'zerostack context: passed over "src/b\ufffdd.ts": not UTF-8\n',
    );
  }
  const record = await give(bytes('{"type":"file","path":"\xff"}\n'));
  assertEquals([record.status, record.stdout.includes("request")], [65, false]);
  assertStringIncludes(record.stderr, "it is not UTF-8");
});

Deno.test("context shows a dirty tree as it is, and never what is ignored, generated or locked", async () => {
  await using repository = await makeRepository({
    ...FILES,
    ".gitignore": "greeting.log\n",
    "package-lock.json": '{ "greeting": 1 }\n',
    "greeting.min.js": "greeting\n",
    "src/greeting_gen.ts": "// Code generated by a tool. DO NOT EDIT.\ngreeting\n",
    "greeting.bin.txt": "version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
  });
  await repository.write({
    "greeting.log": "greeting\n",
    "src/greet.ts": "export const greeting = 2;\n",
  });
  await repository.write({ "src/new_greeting.ts": "export const fresh = 1;\n" });
  const outcome = await pack(repository.path);
  const request: RequestRecord = JSON.parse(outcome.stdout);
  const shown = request.excerpts.map((excerpt) => excerpt.path);
  assertEquals(shown.sort(), [".gitignore", "README.md", "src/greet.ts", "src/new_greeting.ts"]);
  assertStringIncludes(request.messages[1].content, "export const greeting = 2;");
});

Deno.test("context never goes over its budget, and says what it left out", async () => {
  const lines = Array.from({ length: 400 }, (_, i) => `export const greeting${i} = ${i};`);
  await using repository = await makeRepository({
    "a.ts": lines.join("\n") + "\n",
    "b.ts": lines.toReversed().join("\n") + "\n",
    "c.ts": "export const other = 1;\n",
  });
  for (const budget of ["700", "1500", "4000"]) {
    const outcome = await pack(repository.path, "--budget", budget);
    const { budget: used, excerpts, base }: RequestRecord = JSON.parse(outcome.stdout);
    assertEquals(used.usedTokens <= Number(budget), true, `${used.usedTokens} of ${budget}`);
    assertEquals(used.exact, true);
    const shown = [...new Set(excerpts.map((excerpt) => excerpt.path))].sort();
    assertEquals(base.files.map((file) => file.path), shown);
  }
  const outcome = await pack(repository.path, "--budget", "100");
  assertEquals(outcome.status, 65, printOutcome(["context"], outcome));
  assertStringIncludes(
    outcome.stderr,
    "E_WINDOW: Cannot pack the request: prompt and instructions",
  );
});

Deno.test("the instructions and an empty request take fewer than 1,000 tokens", async () => {
  await using repository = await makeScratch({ "empty.bin": "" });
  const outcome = await pack(repository.path);
  const { budget }: RequestRecord = JSON.parse(outcome.stdout);
  assertEquals(budget.usedTokens < 1000, true, String(budget.usedTokens));
});
