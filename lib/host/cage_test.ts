/** The cage, with real commands: what they see, what they leave, how they end. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { makeRepository, makeScratch, readTree, type Scratch } from "../../tests/harness.ts";
import { testInCage } from "../../tests/cage_support.ts";
import { Failure } from "../errors.ts";
import { type CageOptions, createCage } from "./cage.ts";

const DIFF = new TextEncoder().encode(
  "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-before\n+after\n",
);

async function makeProject(): Promise<Scratch> {
  const repository = await makeRepository({ "a.txt": "before\n", ".gitignore": "build/\n" });
  await repository.write({ "new.txt": "not committed\n", "build/out": "ignored\n" });
  return repository;
}

async function runShell(
  script: string,
  options: Partial<CageOptions> = {},
): Promise<{ readonly exitCode: number; readonly output: string; readonly timedOut: boolean }> {
  await using repository = await makeProject();
  const before = await readTree(repository.path);
  const run = createCage({ root: repository.path, ...options });
  const { exitCode, output, timedOut } = await run(DIFF, ["sh", "-c", script]);
  assertEquals(await readTree(repository.path), before, "the repository is as it was");
  return { exitCode, output: output.replaceAll(repository.path, "ROOT"), timedOut };
}

for (const bare of [false, true]) {
  const name = bare ? "createCage() without a cage" : "createCage()";
  const test = bare ? Deno.test : testInCage;

  test(`${name} shows the tree as it is on disk, with the patch`, async () => {
    const { output } = await runShell("cat a.txt new.txt build/out; git status --short", { bare });
    assertEquals(output, "after\nnot committed\nignored\n M a.txt\n?? new.txt\n");
  });

  test(`${name} throws away what the command writes`, async () => {
    const { exitCode } = await runShell(
      "echo x > a.txt; rm -r build; mkdir build; echo y > build/new; rm -rf .git",
      { bare },
    );
    assertEquals(exitCode, 0);
  });

  test(`${name} tells the command's own status, 128 and more for a signal`, async () => {
    assertEquals((await runShell("exit 3", { bare })).exitCode, 3);
    assertEquals((await runShell("kill -9 $$", { bare })).exitCode, 137);
  });

  test(`${name} keeps stdout and stderr in order, and gives no stdin`, async () => {
    const { output } = await runShell("echo 1; echo 2 >&2; cat; echo 3", { bare });
    assertEquals(output, "1\n2\n3\n");
  });

  test(`${name} gives the command no environment but its own`, async () => {
    Deno.env.set("SECRET_KEY", "s3cret");
    const { output } = await runShell("env", { bare, env: { ADDED: "1" }, path: "/usr/bin:/bin" });
    Deno.env.delete("SECRET_KEY");
    const names = output.trimEnd().split("\n").map((line) => line.split("=")[0]).sort();
    const expected = ["ADDED", "CI", "HOME", "LANG", "NO_COLOR", "PATH", "PWD", "TERM"];
    assertEquals(names.filter((name) => !/^(_|SHLVL|OLDPWD|GIT_CONFIG_\w+)$/.test(name)), expected);
  });

  test(`${name} ends a command whose time is over, with all that it started`, async () => {
    const { exitCode, timedOut } = await runShell("echo first; sleep 77 & sleep 77", {
      bare,
      limits: { timeoutMs: 800 },
    });
    assertEquals([exitCode, timedOut], [124, true]);
  });

  test(`${name} says when the patch does not fit`, async () => {
    await using repository = await makeScratch({ "a.txt": "other\n" });
    await assertRejects(
      () => createCage({ root: repository.path, bare })(DIFF, ["true"]),
      Failure,
      "Cannot apply the patch: patch failed: a.txt:1; error: a.txt: patch does not apply",
    );
  });

  test(`${name} says when there is no such command`, async () => {
    await using repository = await makeProject();
    await assertRejects(
      () => createCage({ root: repository.path, bare })(DIFF, ["no-such-command"]),
      Failure,
      'Cannot run "no-such-command": no such program can be seen',
    );
  });
}

testInCage("createCage() runs the command where it was called", async () => {
  await using repository = await makeProject();
  const directory = `${repository.path}/build`;
  const { output } = await createCage({ root: repository.path, directory })(DIFF, ["pwd"]);
  assertEquals(output, `${directory}\n`);
});

testInCage(
  "createCage() has loopback and nothing else for a network, unless it is allowed",
  async () => {
    const script = "tail -n +3 /proc/net/dev | cut -d: -f1; cat /proc/net/if_inet6 | grep -c lo";
    assertEquals((await runShell(script)).output, "    lo\n1\n");
    const script2 = "readlink /proc/self/ns/net";
    const { output } = await runShell(script2, { net: true });
    assertEquals(output.trim(), await Deno.readLink("/proc/self/ns/net"));
  },
);

testInCage("createCage() shows an empty home, and what it is told to show", async () => {
  await using home = await makeScratch({ "secret": "s3cret", "tool/bin": "tool" });
  const script = `find ${home.path} -type f; echo x > ${home.path}/tool/bin && echo written`;
  const { output } = await runShell(script, { home: home.path, see: [`${home.path}/tool`] });
  assertEquals(output, `${home.path}/tool/bin\nwritten\n`);
  assertEquals(await Deno.readTextFile(`${home.path}/tool/bin`), "tool");
});

testInCage("createCage() leaves no process behind", async () => {
  const script = "setsid sleep 4711 </dev/null >/dev/null 2>&1 & disown; echo done";
  assertEquals((await runShell(`bash -c '${script}'`)).output, "done\n");
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "args"] }).output();
  assert(!new TextDecoder().decode(stdout).includes("sleep 4711"));
});

testInCage("createCage() ends the command when the signal fires", async () => {
  await using repository = await makeProject();
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Failure("E_TIMEOUT", "over")), 500);
  await assertRejects(
    () => createCage({ root: repository.path })(DIFF, ["sleep", "60"], abort.signal),
    Failure,
    "over",
  );
});

testInCage("createCage() keeps the ends of a flood", async () => {
  const { output } = await runShell("echo first; yes | head -c 20000000; echo last");
  assert(output.startsWith("first\n") && output.endsWith("last\n") && output.length < 2_000_000);
  assertStringIncludes(output, "bytes left out]");
});

testInCage("createCage() works in a folder with odd names", async () => {
  await using scratch = await makeScratch({ "it's a,b:c\\d/a.txt": "before\n" });
  const { output } = await createCage({ root: `${scratch.path}/it's a,b:c\\d` })(DIFF, [
    "cat",
    "a.txt",
  ]);
  assertEquals(output, "after\n");
});

Deno.test("createCage() refuses a repository that holds the home folder", () => {
  for (const [root, home] of [["/", "/root"], ["/home/a", "/home/a"], ["/home", "/home/a"]]) {
    assertThrows(() => createCage({ root, home }), Failure, "Cannot hide the home folder");
  }
});

testInCage("createCage() ends many processes that use too much memory together", async () => {
  const eat = `perl -e '$x = "x" x (60 << 20); sleep 60'`;
  const { exitCode, output } = await runShell(`for n in 1 2 3 4 5 6; do ${eat} & done; wait`, {
    limits: { memoryBytes: 200 << 20 },
  });
  assertEquals(exitCode, 152);
  assertStringIncludes(output, "[ended: all of its processes used more than 209715200 bytes");
});

testInCage("createCage() lets many processes share what is in memory once", async () => {
  const share =
    `perl -e '$x = "x" x (60 << 20); for (1 .. 6) { fork or do { sleep 2; exit } } 1 while wait > 0'`;
  const { exitCode } = await runShell(share, { limits: { memoryBytes: 200 << 20 } });
  assertEquals(exitCode, 0);
});
