/**
 * Executables, made with a real base binary and run: the whole program and single commands, each
 * with the permissions that were baked in. The base is one of an older runtime, which has no
 * brotli, so that nothing here needs a grammar.
 *
 * @module
 */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { findCommand } from "../cli/commands.ts";
import { Failure } from "../lib/errors.ts";
import { compile, type CompileOptions, type Executable } from "../scripts/compile/mod.ts";
import { hasProgram, heldBundle } from "./distribution.ts";
import { gitApply, makeRepository, makeScratch, runProcess } from "./harness.ts";
import { say } from "./model_answers.ts";
import { serveModel } from "./model_server.ts";
import { getOlderBase } from "./older_base.ts";

const base = await getOlderBase();
const canCage = hasProgram("unshare", "--map-root-user", "--net", "true");
const TARGET = "x86_64-unknown-linux-gnu";
const FILES = { "greet.txt": "hello\n" };
const EDIT = "greet.txt\n<<<<<<< SEARCH\nhello\n=======\ngoodbye\n>>>>>>> REPLACE\n";

async function compileTo(
  outPath: string,
  options: Partial<CompileOptions> = {},
): Promise<Executable[]> {
  const bundlePath = await heldBundle();
  return await compile({ bundlePath, outPath, targets: [TARGET], ...base, ...options });
}

Deno.test({
  name:
    "compile: the whole program makes a patch, starts no other, and is the same when built twice",
  ignore: base === undefined,
  fn: async () => {
    await using scratch = await makeScratch();
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({ answers: [say(EDIT)] });
    const [first] = await compileTo(`${scratch.path}/a`);
    const bundlePath = `${scratch.path}/another bundle`; // with files of another time
    await runProcess(["cp", "-r", await heldBundle(), bundlePath]);
    const [second] = await compileTo(`${scratch.path}/b/c`, { bundlePath });
    assertEquals(first, { ...second, isProbed: true });
    await using temporary = await makeScratch();
    const run = (...args: string[]) =>
      runProcess([`${scratch.path}/a/${first.name}`, ...args], {
        cwd: repository.path,
        env: { TMPDIR: temporary.path },
      });
    const task = ["run", "say goodbye in greet.txt", "--endpoint", server.endpoint];
    const patch = await run(...task);
    assertEquals([patch.status, patch.stderr], [0, ""]);
    assertEquals((await gitApply(repository, patch.bytes)).status, 0);
    const checked = await run(...task, "--check", "true");
    assertEquals([checked.status, checked.stdout], [77, ""]);
    assertStringIncludes(checked.stderr, "E_PERMISSION: ");
    assertStringIncludes(checked.stderr, "it was built without --allow-check");
    assertEquals((await run("--version")).status, 0);
    assertEquals(Array.from(Deno.readDirSync(temporary.path)), [], "something was left behind");
  },
});

Deno.test({
  name: "compile: with --allow-check the program checks its patch",
  ignore: base === undefined || !canCage,
  fn: async () => {
    await using scratch = await makeScratch();
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({ answers: [say(EDIT)] });
    const [{ name }] = await compileTo(scratch.path, { allowCheck: true });
    const check = ["--check", "grep -q goodbye greet.txt"];
    const task = ["run", "say goodbye in greet.txt", "--endpoint", server.endpoint, ...check];
    const patch = await runProcess([`${scratch.path}/${name}`, ...task], { cwd: repository.path });
    assertEquals([patch.status, patch.stderr], [0, ""]);
    assertStringIncludes(patch.stdout, "-hello\n+goodbye\n");
  },
});

Deno.test({
  name: "compile: single commands make a pipe, each with its own permissions alone",
  ignore: base === undefined,
  fn: async () => {
    await using scratch = await makeScratch();
    await using repository = await makeRepository(FILES);
    await using server = await serveModel({ answers: [say(EDIT)] });
    const rows = ["context", "model", "patch"].map((name) => findCommand(name)!);
    const executables = await compileTo(scratch.path, { rows });
    assert(executables.every(({ isProbed }) => isProbed));
    const [context, model, patch] = executables.map(({ name }) => `${scratch.path}/${name}`);
    const cwd = repository.path;
    const request = await runProcess([context, "say goodbye in greet.txt"], { cwd });
    const command = [model, "--endpoint", server.endpoint];
    const answer = await runProcess(command, { cwd: "/", stdin: request.bytes });
    const outcome = await runProcess([patch], { cwd, stdin: answer.bytes });
    assertEquals([outcome.status, outcome.stderr], [0, ""]);
    assertStringIncludes(outcome.stdout, "-hello\n+goodbye\n");
    // another host than those that were baked in, though the user names it
    const elsewhere = [model, "--endpoint=http://127.0.0.2:47777/v1", "--model=any"];
    const refused = await runProcess(elsewhere, { cwd: "/", stdin: request.bytes });
    assertEquals(refused.status, 77);
  },
});

Deno.test({
  name: "compile: a base of another version is found out, and nothing is left of it",
  ignore: base === undefined,
  fn: async () => {
    await using scratch = await makeScratch();
    const mixed = { runtimePath: Deno.execPath(), denortPath: base?.denortPath };
    const error = await assertRejects(() => compileTo(scratch.path, mixed), Failure);
    assertEquals(error.reason, "E_BASE_BINARY");
    assertStringIncludes(error.message, '--version says ""');
    assertEquals(Array.from(Deno.readDirSync(scratch.path)), []);
  },
});
