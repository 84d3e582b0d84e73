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

const ESLINT_RUN = JSON.stringify([{
  filePath: "a.js",
  messages: [{ ruleId: "no-var", severity: 2, message: "No var.", line: 1, column: 1 }],
}]);

Deno.test("lint runs linters that run code where the user's own file trusts the repository", async () => {
  await using repository = await makeRepository(SETUP);
  const tools = await addTool(repository, "ruff", "exit 0");
  await addTool(repository, "npx", `echo '${ESLINT_RUN}'; exit 1`);
  const home = `${repository.path}-home`;
  await Deno.mkdir(`${home}/zerostack`, { recursive: true });
  const run = async (trust: readonly string[]) => {
    await Deno.writeTextFile(`${home}/zerostack/config.json`, JSON.stringify({ trust }));
    return await runZerostack(["lint", ".", "--as", "text"], {
      cwd: repository.path,
      env: { ...withTools(tools), XDG_CONFIG_HOME: home },
      permissions: ["-A"],
    });
  };
  const root = await Deno.realPath(repository.path);
  for (const trust of [[root], [`eslint:${root}`]]) {
    const outcome = await run(trust);
    assertEquals(outcome.stdout, "a.js:1:1: error: No var. [eslint no-var]\n");
  }
  for (const trust of [[`${root}/sub`], [`mypy:${root}`], [`${root}2`]]) {
    const outcome = await run(trust);
    assertStringIncludes(outcome.stderr, "not run: eslint runs code of the repository");
  }
  assertEquals((await run(["relative"])).status, 78);
  await Deno.remove(tools, { recursive: true });
  await Deno.remove(home, { recursive: true });
});

Deno.test("lint takes no trust from the repository's own configuration", async () => {
  await using repository = await makeRepository(SETUP);
  const root = await Deno.realPath(repository.path);
  await Deno.writeTextFile(`${root}/.zerostack.json`, JSON.stringify({ trust: [root] }));
  const outcome = await runZerostack(["lint", "."], { cwd: root, permissions: ["-A"] });
  assertEquals([outcome.status, outcome.stdout], [78, ""]);
  assertStringIncludes(outcome.stderr, "a project can only narrow");
});

Deno.test("lint --changed looks at files that changed or are added, and nothing else", async () => {
  await using repository = await makeRepository({
    "ruff.toml": "",
    "a.py": "import os\n",
    "b.py": "import os\n",
    "c.py": "import os\n",
  });
  const root = repository.path;
  const row = (name: string) => ({ ...JSON.parse(FINDING)[0], filename: name });
  const report = JSON.stringify(["a.py", "b.py", "c.py", "d.py"].map(row));
  const tools = await addTool(repository, "ruff", `echo '${report}'; exit 1`);
  const lint = async (...args: readonly string[]) => {
    const outcome = await runZerostack(["lint", "--as", "text", ...args], {
      cwd: root,
      env: withTools(tools),
      permissions: ["-A"],
    });
    return outcome.stdout.split("\n").filter(Boolean).map((line) => line.split(":")[0]);
  };
  assertEquals(await lint("--changed"), []);
  await Deno.writeTextFile(`${root}/a.py`, "import sys\n");
  await Deno.writeTextFile(`${root}/b.py`, "import re\n");
  await repository.git("add", "b.py");
  await Deno.writeTextFile(`${root}/d.py`, "import os\n");
  assertEquals(await lint("--changed"), ["a.py", "b.py", "d.py"]);
  assertEquals(await lint("--all"), ["a.py", "b.py", "c.py", "d.py"]);
  assertEquals(await lint("."), ["a.py", "b.py", "c.py", "d.py"]);
  assertEquals(await lint("--changed", "b.py"), ["b.py"]);
  await Deno.remove(tools, { recursive: true });
});

Deno.test("lint --changed runs nothing that the repository's configuration names", async () => {
  await using repository = await makeRepository({ "ruff.toml": "", "a.py": "import os\n" });
  const marker = `${repository.path}-marker`;
  const script = `${repository.path}/evil.sh`;
  await Deno.writeTextFile(script, `#!/bin/sh\necho run >> '${marker}'\ncat\n`, { mode: 0o755 });
  for (const key of ["core.fsmonitor", "filter.evil.clean", "core.sshCommand", "diff.external"]) {
    await repository.git("config", key, script);
  }
  await repository.git("config", "core.hooksPath", repository.path);
  await Deno.writeTextFile(`${repository.path}/.gitattributes`, "*.py filter=evil\n");
  await Deno.writeTextFile(`${repository.path}/a.py`, "import sy\n");
  await Deno.remove(marker).catch(() => {}); // what git itself ran while this was set up
  const args = ["lint", "--changed"];
  const outcome = await runZerostack(args, { cwd: repository.path, permissions: ["-A"] });
  assertEquals([outcome.status, await exists(marker)], [0, false], printOutcome(args, outcome));
});

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
