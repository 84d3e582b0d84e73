/**
 * How long a whole `context` process takes, and one of `map` without a prompt, and how much memory,
 * against the bare runtime: in repositories of 3, 100, 14,800 and 100,000 files that a script makes (71
 * MB and 500 MB of source), and in a real one that ZEROSTACK_CHECKOUT names.
 *
 *     deno task bench context_speed [ROUNDS]
 *
 * @module
 */

import { makeScratch, programCommand, type Scratch } from "../tests/harness.ts";
import { type Contender, interleave, keepResult, toRatios, toSpread } from "./measure.ts";

const ROUNDS = Number(Deno.args[0] ?? 7);
const CHECKOUT = Deno.env.get("ZEROSTACK_CHECKOUT");
const SIZES: readonly (readonly [files: number, bytesEach: number])[] = [
  [3, 1_000],
  [100, 4_800],
  [14_800, 4_800],
  [100_000, 5_000],
];
/** From this size on a map is measured as well. */
const MAP_FILES = 10_000;
const FILES_IN_FOLDER = 50;
const WORDS =
  "request retry upload limit parse buffer socket close server client token cache index file path error"
    .split(" ");

/** A module of some functions; every one has other names, so that no term is in all files. */
function makeText(number: number, sizeBytes: number): string {
  let text = `// Module ${number}.\n`;
  for (let part = 0; text.length < sizeBytes; part++) {
    const [a, b, c] = [7, 11, 13].map((step) => WORDS[(number * step + part) % WORDS.length]);
    text += `export function ${a}${b}${number}(${c}: number): number {\n` +
      `  const ${a} = ${c} * ${part};\n  if (${a} > ${number}) return ${b}Of(${a});\n` +
      `  return ${a} + ${c};\n}\n\n`;
  }
  return text;
}

async function makeTree(files: number, bytesEach: number): Promise<Scratch> {
  const scratch = await makeScratch();
  for (let number = 0; number < files; number += FILES_IN_FOLDER) {
    const folder = `${scratch.path}/part${Math.floor(number / 1000)}/unit${number}`;
    await Deno.mkdir(folder, { recursive: true });
    for (let n = number; n < Math.min(files, number + FILES_IN_FOLDER); n++) {
      await Deno.writeTextFile(`${folder}/module${n}.ts`, makeText(n, bytesEach));
    }
  }
  await scratch.git("init", "-q");
  await scratch.git("add", "-A");
  return scratch;
}

const CONTEXT = ["context", "the upload is not tried again when the server closes the socket"];
const MAP = ["map", "--as", "text"];

function runIn(name: string, root: string, args: readonly string[]): Contender {
  return {
    name,
    command: [...programCommand([`--allow-read=${root}`, "--allow-env"]), ...args],
    cwd: root,
  };
}

const scratches: Scratch[] = [];
const contenders: Contender[] = [];
try {
  for (const [files, bytesEach] of SIZES) {
    const scratch = await makeTree(files, bytesEach);
    scratches.push(scratch);
    contenders.push(runIn(`${files} files`, scratch.path, CONTEXT));
    if (files >= MAP_FILES) contenders.push(runIn(`map ${files} files`, scratch.path, MAP));
  }
  if (CHECKOUT !== undefined) {
    contenders.push(runIn("checkout", CHECKOUT, CONTEXT), runIn("map checkout", CHECKOUT, MAP));
  }
  const empty = `${scratches[0].path}/empty.js`;
  await Deno.writeTextFile(empty, "");
  const bare = { name: "bare", command: [Deno.execPath(), "run", "-q", empty] };
  const runs = await interleave([bare, ...contenders], ROUNDS);
  const base = runs.get("bare")!;
  const report = contenders.map(({ name }) => {
    const own = runs.get(name)!;
    const failed = own.find((run) => run.status !== 0);
    if (failed !== undefined) throw new Error(`${name} ended with status ${failed.status}`);
    return [name, {
      wallMs: toSpread(own.map((run) => run.wallMs)),
      aboveBareMs: toSpread(own.map((run, i) => run.wallMs - base[i].wallMs)),
      timesBare: toRatios(own, base),
      peakMib: toSpread(own.map((run) => run.peakMib)),
    }] as const;
  });
  const result = { rounds: ROUNDS, bareMs: toSpread(base.map((run) => run.wallMs)) };
  console.table(Object.fromEntries(report.map(([name, { wallMs, aboveBareMs, peakMib }]) => [
    name,
    { "wall ms": wallMs.median, "above bare ms": aboveBareMs.median, "peak MiB": peakMib.median },
  ])));
  await keepResult("context_speed", { ...result, ...Object.fromEntries(report) });
} finally {
  for (const scratch of scratches) await scratch[Symbol.asyncDispose]();
}
