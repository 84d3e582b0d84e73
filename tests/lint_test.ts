/**
 * `lint` and `fix` as processes: running tools, finding linters, and the pipe between the two.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { gitApply, makeRepository, printOutcome, readTree, runZerostack } from "./harness.ts";

const encoder = new TextEncoder();
const GREET = "var greeting = 1;\n";
const FINDING = JSON.stringify([{
  cell: null,
  code: "F401",
  location: { row: 1, column: 8 },
  end_location: { row: 1, column: 10 },
  filename: "a.py",
  fix: null,
  message: "`os` imported but unused",
  severity: "error",
}]);

/** A program that writes and ends as it is told; its folder goes in front of PATH. */
async function addTool(
  repository: { readonly path: string },
  name: string,
  script: string,
): Promise<string> {
  const folder = `${repository.path}-tools`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}

function withTools(folder: string): Readonly<Record<string, string>> {
  return { PATH: `${folder}:${Deno.env.get("PATH")}` };
}

Deno.test("lint runs exactly the command after -- and reads both of its outputs", async () => {
  await using repository = await makeRepository({ "a.py": "import os\n" });
  const script = `printf '%s\\n' "$#" "$1" >&2; echo 'a.py:2:1: E999 no'; echo '${FINDING}' >&2`;
  const tools = await addTool(repository, "linter", script);
  const args = ["lint", "--as", "text", "--", "linter", "a b"];
  const outcome = await runZerostack(args, { cwd: repository.path, env: withTools(tools) });
  assertEquals(outcome.status, 0, printOutcome(args, outcome));
  assertEquals(
    outcome.stdout,
    "a.py:2:1: error: no [flake8 E999]\n" +
      "a.py:1:8: error: `os` imported but unused [ruff F401]\n",
  );
  await Deno.remove(tools, { recursive: true });
});

Deno.test("lint writes what was found and ends with 65 when the tool crashed", async () => {
  await using repository = await makeRepository({ "a.py": "import os\n" });
  const tools = await addTool(
    repository,
    "ruff",
    `echo '${FINDING}'; echo 'bad config' >&2; exit 2`,
  );
  const args = ["lint", "--", "ruff", "check"];
  const outcome = await runZerostack(args, { cwd: repository.path, env: withTools(tools) });
  assertEquals(outcome.status, 65, printOutcome(args, outcome));
  const types = outcome.stdout.trim().split("\n").map((line) => JSON.parse(line).type);
  assertEquals(types, ["diagnostic", "error"]);
  assertEquals(
    outcome.stderr,
    'zerostack lint: E_INPUT: Cannot lint: "ruff" ended with 2: bad config\n',
  );
  await Deno.remove(tools, { recursive: true });
});

Deno.test("lint keeps its own keys from the tool that it runs", async () => {
  await using repository = await makeRepository({ "a.txt": "x\n" });
  const script = 'echo "a.txt:1:1: ${OPENAI_API_KEY-no} ${ZEROSTACK_KEY-no} $OTHER"';
  const tools = await addTool(repository, "linter", script);
  const args = ["lint", "--as", "text", "--", "linter"];
  const env = { ...withTools(tools), OPENAI_API_KEY: "k", ZEROSTACK_KEY: "k", OTHER: "yes" };
  const outcome = await runZerostack(args, { cwd: repository.path, env });
  assertEquals(outcome.stdout, "a.txt:1:1: error: no no yes [unknown]\n");
  await Deno.remove(tools, { recursive: true });
});

const SETUP = {
  "ruff.toml": "",
  "a.py": "import os\n",
  "eslint.config.js": "export default [];\n",
  "a.js": GREET,
};

Deno.test("lint finds inert linters and runs them, and names the ones that run code", async () => {
  await using repository = await makeRepository(SETUP);
  const tools = await addTool(repository, "ruff", `echo '${FINDING}'; exit 1`);
  const args = ["lint", ".", "--as", "text"];
  const outcome = await runZerostack(args, { cwd: repository.path, env: withTools(tools) });
  assertEquals(outcome.status, 0, printOutcome(args, outcome));
  assertEquals(outcome.stdout, "a.py:1:8: error: `os` imported but unused [ruff F401]\n");
  assertEquals(
    outcome.stderr,
    "zerostack lint: not run: eslint runs code of the repository: " +
      "npx --no-install eslint . -f json\n",
  );
  await Deno.remove(tools, { recursive: true });
});

Deno.test("lint runs linters that run code for those who trust the repository", async () => {
  await using repository = await makeRepository(SETUP);
  const tools = await addTool(repository, "ruff", "exit 0");
  const eslint = [{
    filePath: "a.js",
    messages: [{ ruleId: "no-var", severity: 2, message: "No var.", line: 1, column: 1 }],
  }];
  await addTool(repository, "npx", `echo '${JSON.stringify(eslint)}'; exit 1`);
  const args = ["lint", ".", "--trust", "--as", "text"];
  const outcome = await runZerostack(args, { cwd: repository.path, env: withTools(tools) });
  assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(args, outcome));
  assertEquals(outcome.stdout, "a.js:1:1: error: No var. [eslint no-var]\n");
  await Deno.remove(tools, { recursive: true });
});

Deno.test("lint tells of a linter that is not installed and goes on", async () => {
  await using repository = await makeRepository({ "biome.json": "{}", "a.js": GREET });
  const outcome = await runZerostack(["lint", "."], {
    cwd: repository.path,
    env: { PATH: "/nonexistent" },
  });
  assertEquals(outcome.status, 0, printOutcome(["lint", "."], outcome));
  assertEquals(outcome.stderr, "zerostack lint: not run: biome is not installed\n");
});

Deno.test("lint --fixes makes fixes of what a fixer changes on a copy", async () => {
  await using repository = await makeRepository({ "src/a.js": GREET, "b.js": "ok\n" });
  const tools = await addTool(repository, "fixer", "sed -i s/var/let/ src/a.js");
  const args = ["lint", "--fixes", "--", "fixer"];
  const before = await readTree(repository.path);
  const linted = await runZerostack(args, { cwd: repository.path, env: withTools(tools) });
  assertEquals([linted.status, linted.stderr], [0, ""], printOutcome(args, linted));
  assertEquals(await readTree(repository.path), before);
  const fixed = await runZerostack(["fix"], { cwd: repository.path, stdin: linted.bytes });
  assertEquals((await gitApply(repository, fixed.bytes)).status, 0);
  assertEquals(await Deno.readTextFile(`${repository.path}/src/a.js`), "let greeting = 1;\n");
  await Deno.remove(tools, { recursive: true });
});

Deno.test("fix refuses what lint found in a file that changed since", async () => {
  await using repository = await makeRepository({ "a.js": GREET });
  const eslint = JSON.stringify([{
    filePath: "a.js",
    messages: [{
      ruleId: "no-var",
      severity: 2,
      message: "No var.",
      line: 1,
      column: 1,
      fix: { range: [0, 3], text: "let" },
    }],
  }]);
  const linted = await runZerostack(["lint"], { cwd: repository.path, stdin: eslint });
  await Deno.writeFile(`${repository.path}/a.js`, encoder.encode("x\nvar greeting = 1;\n"));
  const outcome = await runZerostack(["fix"], { cwd: repository.path, stdin: linted.bytes });
  assertEquals([outcome.status, outcome.stdout], [65, ""]);
  assertStringIncludes(outcome.stderr, "E_STALE");
});

Deno.test("fix --rest keeps what is left, ready for context", async () => {
  await using repository = await makeRepository({ "a.js": GREET });
  const eslint = JSON.stringify([{
    filePath: "a.js",
    messages: [
      {
        ruleId: "r1",
        severity: 2,
        message: "A",
        line: 1,
        column: 1,
        fix: { range: [0, 3], text: "let" },
      },
      { ruleId: "r2", severity: 2, message: "B", line: 1, column: 5 },
    ],
  }]);
  const rest = `${repository.path}-rest.ndjson`;
  const args = ["fix", "--rest", rest];
  const outcome = await runZerostack(args, {
    cwd: repository.path,
    stdin: eslint,
    permissions: [
      `--allow-read=${repository.path},${rest},${rest}.1.part`,
      `--allow-write=${rest},${rest}.1.part`,
      "--allow-env",
    ],
    env: { ZEROSTACK_PART: "1" },
  });
  assertEquals(outcome.status, 0, printOutcome(args, outcome));
  const left = await Deno.readTextFile(rest);
  assertEquals(left.trim().split("\n").map((line) => JSON.parse(line).message), ["B"]);
  const packed = await runZerostack(["context", "fix this", "-"], {
    cwd: repository.path,
    stdin: left,
  });
  assertEquals(packed.status, 0, printOutcome(["context"], packed));
  await Deno.remove(rest);
});
