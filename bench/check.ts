/**
 * What `check -- CMD` costs above CMD itself, in a repository of 14,800 files. An argument names
 * another repository; CMD is `true`, and the patch creates a file.
 *
 * @module
 */

import { makeRepository, programCommand } from "../tests/harness.ts";
import { interleave, keepResult, type Run, toSpread } from "./measure.ts";

const FILES = 14_800;
const ROUNDS = 21;
const PATCH = new TextEncoder().encode(
  "diff --git a/zerostack-bench b/zerostack-bench\nnew file mode 100644\n" +
    "--- /dev/null\n+++ b/zerostack-bench\n@@ -0,0 +1 @@\n+x\n",
);

async function makeLargeRepository() {
  const names = Array.from({ length: FILES }, (_, at) => `d${at % 97}/e${at % 13}/f${at}.ts`);
  return await makeRepository(Object.fromEntries(names.map((name) => [name, `// ${name}\n`])));
}

await using made = Deno.args.length === 0 ? await makeLargeRepository() : undefined;
const cwd = Deno.args[0] ?? made!.path;
const program = programCommand(["-A"]);
const runs = await interleave([
  { name: "command", command: ["true"], cwd },
  { name: "start", command: [...program, "--version"], cwd },
  { name: "check", command: [...program, "check", "--", "true"], cwd, stdin: PATCH },
], ROUNDS);
const above = (name: string) =>
  toSpread(runs.get(name)!.map(({ wallMs }: Run, at) => wallMs - runs.get("command")![at].wallMs));
const result = {
  rounds: ROUNDS,
  allSucceeded: Array.from(runs.values()).flat().every(({ status }) => status === 0),
  millisecondsAboveTheCommand: {
    start: above("start"),
    check: above("check"),
  },
};
console.log(JSON.stringify(result, null, 2));
await keepResult("check", result);
