/** `-o FILE`: whole or not at all, in a real process. */

import { assertEquals } from "@std/assert";
import { makeScratch, printOutcome, PROJECT_PATH, runProcess, runZerostack } from "./harness.ts";

async function runWithOutput(
  target: string,
  options: { readonly args?: readonly string[]; readonly cwd: string },
) {
  const args = [...(options.args ?? ["tokens"]), "-o", target];
  return await runZerostack(args, { cwd: options.cwd, stdin: "hello\n", permissions: ["-A"] });
}

function namesIn(path: string): string[] {
  return Array.from(Deno.readDirSync(path), (entry) => entry.name).sort();
}

Deno.test("-o writes the file, relative to -C, and leaves nothing beside it", async () => {
  await using scratch = await makeScratch({ "sub/kept": "", "old": "old" });
  const outcome = await runWithOutput("out", { args: ["-C", "sub", "tokens"], cwd: scratch.path });
  assertEquals([outcome.status, outcome.stdout, outcome.stderr], [0, "", ""]);
  assertEquals(namesIn(`${scratch.path}/sub`), ["kept", "out"]);
});

Deno.test("-o replaces a file, through a link too", async () => {
  await using scratch = await makeScratch({ "real": "old" });
  await Deno.symlink("real", `${scratch.path}/link`);
  const outcome = await runWithOutput("link", { cwd: scratch.path });
  assertEquals(outcome.status, 0, printOutcome([], outcome));
  assertEquals((await Deno.lstat(`${scratch.path}/link`)).isSymlink, true);
  assertEquals(
    (await Deno.readTextFile(`${scratch.path}/real`)).trim().split(/\s/)[0].match(/^\d+$/)?.length,
    1,
  );
});

Deno.test("-o leaves the old file when the command fails", async () => {
  await using scratch = await makeScratch({ "out": "old" });
  const outcome = await runWithOutput("out", {
    args: ["help", "no-such-command"],
    cwd: scratch.path,
  });
  assertEquals(outcome.status, 2);
  assertEquals([namesIn(scratch.path), await Deno.readTextFile(`${scratch.path}/out`)], [
    ["out"],
    "old",
  ]);
});

Deno.test("-o writes to a device instead of replacing it", async () => {
  await using scratch = await makeScratch();
  const full = await runWithOutput("/dev/full", { cwd: scratch.path });
  assertEquals(full.status, 74, printOutcome([], full));
  assertEquals((await runWithOutput("/dev/null", { cwd: scratch.path })).status, 0);
  assertEquals((await Deno.stat("/dev/null")).isCharDevice, true);
});

Deno.test("-o into a folder that is not there is 74 with one line", async () => {
  await using scratch = await makeScratch();
  const outcome = await runWithOutput("no/such/out", { cwd: scratch.path });
  assertEquals(
    [outcome.status, outcome.stderr.split("\n").length],
    [74, 2],
    printOutcome([], outcome),
  );
});

Deno.test("-o through the launcher is granted the file and its temporary name only", async () => {
  await using scratch = await makeScratch();
  const command = [`${PROJECT_PATH}/scripts/zerostack`, "tokens", "-o", "out"];
  const outcome = await runProcess(command, {
    cwd: scratch.path,
    stdin: "hello\n",
    env: { DENO: Deno.execPath() },
  });
  assertEquals([outcome.status, outcome.stderr], [0, ""], printOutcome(command, outcome));
  assertEquals(namesIn(scratch.path), ["out"]);
});
