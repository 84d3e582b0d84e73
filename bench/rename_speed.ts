/**
 * How long a rename of the whole repository takes, and a rewrite beside ast-grep's own program.
 *
 *     deno run -A bench/rename_speed.ts FOLDER OLD PATTERN REPLACEMENT [AST_GREP]
 *
 * The program is the bundle, as users start it; it is built first.
 *
 * @module
 */

import { resolve } from "@std/path/posix/resolve";
import { buildBundle } from "../scripts/bundle/mod.ts";
import { interleave, keepResult, toRatios, toSpread } from "./measure.ts";

const [folder, oldName, pattern, replacement, peer] = Deno.args;
if (replacement === undefined) {
  console.log("skipped: name a folder, a symbol, a pattern and a replacement");
  Deno.exit(0);
}
const ROUNDS = 5;
const root = resolve(folder);
const projectPath = decodeURIComponent(new URL("..", import.meta.url).pathname).replace(/\/$/, "");
const outPath = await Deno.makeTempDir();
await buildBundle({ projectPath, outPath });
const program = [
  Deno.execPath(),
  "run",
  "-q",
  "--no-prompt",
  `--allow-read=${root},${outPath}`,
  `${outPath}/zerostack.js`,
];
const contenders = [
  { name: "rename", cwd: root, command: [...program, "rename", oldName, "renamedByBenchmark"] },
  {
    name: "rewrite",
    cwd: root,
    command: [...program, "rewrite", "-l", "ts", pattern, replacement],
  },
  ...(peer === undefined ? [] : [{
    name: "ast-grep",
    cwd: root,
    command: [resolve(peer), "run", "-l", "ts", "-p", pattern, "-r", replacement, "."],
  }]),
];
const runs = await interleave(contenders, ROUNDS);
const figures = Object.fromEntries([...runs].map(([name, list]) => [name, {
  wallMs: toSpread(list.map(({ wallMs }) => wallMs)),
  peakMib: toSpread(list.map(({ peakMib }) => peakMib)),
  status: list[0].status,
}]));
const peers = runs.get("ast-grep");
const ratio = peers === undefined ? undefined : toRatios(runs.get("rewrite")!, peers);
console.log(figures, ratio);
await keepResult("rename_speed", { rounds: ROUNDS, figures, rewriteToPeer: ratio });
await Deno.remove(outPath, { recursive: true });
