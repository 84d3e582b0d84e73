/**
 * The package for JSR: it can be published, is documented, and runs without an unstable feature.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { makeJsrPackage } from "../scripts/jsr/mod.ts";
import { makeScratch, PROJECT_PATH, runProcess } from "./harness.ts";

Deno.test("jsr: the package can be published, and its program runs", async () => {
  await using scratch = await makeScratch({ "a.txt": "hello\n" });
  await Deno.mkdir(`${PROJECT_PATH}/dist`, { recursive: true });
  const path = await Deno.makeTempDir({ dir: `${PROJECT_PATH}/dist`, prefix: ".jsr-" });
  try {
    await makeJsrPackage(PROJECT_PATH, path);
    const publish = [
      Deno.execPath(),
      "publish",
      "--dry-run",
      "--allow-dirty",
      "--quiet",
      "--no-check",
    ];
    const published = await runProcess(publish, { cwd: path });
    assertEquals(published.status, 0, published.stderr);
    const program = `${path}/cli/main.ts`;
    const run = [
      Deno.execPath(),
      "run",
      "-q",
      "--no-prompt",
      "-A",
      `--config=${path}/deno.json`,
      program,
    ];
    const doctor = await runProcess([...run, "doctor"], { cwd: scratch.path });
    assertStringIncludes(doctor.stdout, "ok       grammars", doctor.stderr);
    const tokens = await runProcess([...run, "tokens", "a.txt"], { cwd: scratch.path });
    assertEquals(tokens.status, 0, tokens.stderr);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
});

Deno.test("jsr: every stage, the tokenizer and the program are exported", async () => {
  const { exports } = JSON.parse(await Deno.readTextFile(`${PROJECT_PATH}/deno.json`));
  const stages: string[] = [];
  for await (const entry of Deno.readDir(`${PROJECT_PATH}/lib`)) {
    if (!entry.isDirectory || entry.name === "host") continue;
    stages.push(`./${entry.name}`);
  }
  assertEquals(Object.keys(exports).sort(), [".", "./cli", "./tokenizer", ...stages].sort());
});
