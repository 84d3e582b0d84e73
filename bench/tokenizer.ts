/**
 * Measures the tokenizer against others, on the same texts in one run.
 *
 *     deno run -A --no-lock bench/tokenizer.ts [--rounds N] [--keep] [--without NAME]...
 *
 * All take turns, so that a drift of the machine meets all of them; figures are processor time of
 * the main thread, as medians with the smallest and the largest. `--keep` writes
 * `results/tokenizer.json`. Whether the ids are right is asked by `tokenizer_ids.ts`.
 *
 * @module
 */

import { describeMachine, keepResult, type Spread, toSpread } from "./measure.ts";
import {
  type Corpus,
  CORPUS_PACKAGES,
  installPackages,
  makeHostile,
  readCorpora,
} from "./tokenizer_corpora.ts";
import { startNative } from "./tokenizer_native.ts";
import { type Contestant, CONTESTANTS } from "./tokenizer_peers.ts";

const DEFAULT_ROUNDS = 7;
/** Processes a contestant and corpus, for the figures of a cold start. */
const COLD_ROUNDS = 3;
/** UTF-16 units of a corpus that the repeated rounds encode, and whose ids are compared. */
const WARM_UNITS = 1024 * 1024;
/** UTF-16 units that a slow contestant gets. */
const SLOW_UNITS = 128 * 1024;
const HOSTILE_BYTES = 1_000_000;

/** Processor time of the main thread, in milliseconds; the clock where the system does not tell. */
function readMs(): number {
  try {
    return Number(Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

/** The system counts processor time in steps of some milliseconds: so many make a measurement. */
const LEAST_MS = 100;

function time(work: () => void, repeats = 1): number {
  const start = readMs();
  for (let i = 0; i < repeats; i++) work();
  return (readMs() - start) / repeats;
}

/** How often to do a work for one measurement; doing it is the warm-up too. */
function findRepeats(work: () => void): number {
  const start = performance.now();
  let repeats = 0;
  while (repeats === 0 || performance.now() - start < LEAST_MS) {
    work();
    repeats++;
  }
  return repeats;
}

function countBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** MB/s of each contestant, with ours as a multiple of it. */
type Table = Record<string, { readonly mbPerS: Spread; readonly oursIsTimes: Spread }>;

/** A work to measure. */
interface Work {
  readonly name: string;
  /** Bytes of text that it goes through. */
  readonly sizeBytes: number;
  /** Does it so often; returns the milliseconds for one. */
  readonly measure: (repeats: number) => number | Promise<number>;
  readonly repeats: number;
}

/** The work of a contestant with a text, of which a slow one gets a part. */
function toWork(one: Contestant, text: string, run: (text: string) => () => void): Work {
  const part = one.isSlow ? text.slice(0, SLOW_UNITS) : text;
  const work = run(part);
  const repeats = findRepeats(work);
  const measure = (repeats: number) => time(work, repeats);
  return { name: one.name, sizeBytes: countBytes(part), measure, repeats };
}

/** Lets all do their work in turn, ours first. */
async function race(works: readonly Work[], rounds: number): Promise<Table> {
  const speeds = works.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { measure, repeats, sizeBytes }] of works.entries()) {
      speeds[i].push(sizeBytes / 1e3 / await measure(repeats));
    }
  }
  return Object.fromEntries(works.map(({ name }, i) => [name, {
    mbPerS: toSpread(speeds[i]),
    oursIsTimes: toSpread(speeds[i].map((speed, round) => speeds[0][round] / speed)),
  }]));
}

/** The first encoding of a text in a process of its own: load, first token, whole text, memory. */
async function measureCold(name: string, corpus: Corpus): Promise<void> {
  const before = Deno.memoryUsage().rss;
  const start = readMs();
  const contestant = await CONTESTANTS[name]();
  contestant.count("Hello, world!");
  const loadMs = readMs() - start;
  const memoryMib = (Deno.memoryUsage().rss - before) / 2 ** 20;
  const text = contestant.isSlow ? corpus.text.slice(0, SLOW_UNITS) : corpus.text;
  const coldMs = time(() => contestant.encode(text));
  console.log(JSON.stringify({ loadMs, mbPerS: countBytes(text) / 1e3 / coldMs, memoryMib }));
}

/** Processes in turn, one for each contestant and round. */
async function raceCold(
  names: readonly string[],
  corpus: Corpus,
  rounds: number,
  modules: string,
) {
  const runs: Record<string, { loadMs: number; mbPerS: number; memoryMib: number }[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const args = ["run", "-A", "--no-lock", "--quiet", import.meta.filename!];
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [...args, "--cold", name, corpus.name, modules],
      }).output();
      if (!success) throw new Error(`Cannot run ${name}: ${new TextDecoder().decode(stderr)}`);
      (runs[name] ??= []).push(JSON.parse(new TextDecoder().decode(stdout)));
    }
  }
  return Object.fromEntries(
    Object.entries(runs).map(([name, results]) => [name, {
      mbPerS: toSpread(results.map(({ mbPerS }) => mbPerS)),
      oursIsTimes: toSpread(
        results.map(({ mbPerS }, round) => runs.zerostack[round].mbPerS / mbPerS),
      ),
      loadMs: toSpread(results.map(({ loadMs }) => loadMs)),
      memoryMib: toSpread(results.map(({ memoryMib }) => memoryMib)),
    }]),
  );
}

async function measureAll(
  names: readonly string[],
  rounds: number,
  keep: boolean,
): Promise<void> {
  const modules = await installPackages(CORPUS_PACKAGES);
  const corpora = await readCorpora(modules);
  const cold: Record<string, unknown> = {};
  for (const corpus of corpora) {
    console.error(`cold, ${corpus.name}`);
    cold[corpus.name] = await raceCold(names, corpus, COLD_ROUNDS, modules);
  }
  const contestants = await Promise.all(names.map((name) => CONTESTANTS[name]()));
  const parts = corpora.map(({ name, text }) => ({ name, text: text.slice(0, WARM_UNITS) }));
  const native = await startNative(parts);
  const encode: Record<string, Table> = {};
  const count: Record<string, Table> = {};
  const decode: Record<string, Table> = {};
  for (const { name, text } of parts) {
    console.error(`warm, ${name}`);
    const nativeWork = (kind: "encode" | "decode"): Work[] =>
      native === undefined ? [] : [{
        name: native.name,
        sizeBytes: countBytes(text),
        measure: () => native.time(kind, name),
        repeats: 1,
      }];
    const list = (part: string) => Array.from(contestants[0].encode(part));
    const works = (run: (one: Contestant) => (part: string) => () => void) =>
      contestants.map((one) => toWork(one, text, run(one)));
    encode[name] = await race([
      ...works((one) => (part) => () => one.encode(part)),
      ...nativeWork("encode"),
    ], rounds);
    count[name] = await race(works((one) => (part) => () => one.count(part)), rounds);
    decode[name] = await race([
      ...works((one) => (part) => {
        const ids = list(part);
        return () => one.decode(ids);
      }),
      ...nativeWork("decode"),
    ], rounds);
  }
  await native?.close();
  console.error("hostile");
  const result = {
    machine: await describeMachine(),
    unit: "MB/s of main-thread processor time; oursIsTimes: how many times as fast ours is",
    cold,
    encode,
    count,
    decode,
    // Of the others some take minutes for these.
    hostileMs: measureHostile(contestants.slice(0, 1), HOSTILE_BYTES),
  };
  if (keep) await keepResult("tokenizer", result);
  else console.log(JSON.stringify(result, null, 2));
  await Deno.remove(modules.replace(/\/node_modules$/, ""), { recursive: true });
}

function measureText(work: () => void): Spread {
  const repeats = findRepeats(work);
  return toSpread([0, 1, 2].map(() => time(work, repeats)));
}

/** Milliseconds for each hostile text of a size. */
function measureHostile(contestants: readonly Contestant[], sizeBytes: number) {
  const texts = makeHostile(sizeBytes);
  return {
    sizeBytes,
    ...Object.fromEntries(contestants.map((one) => [
      one.name,
      Object.fromEntries(texts.map(({ name, text }) => [
        name,
        measureText(() => one.encode(text)),
      ])),
    ])),
  };
}

const [mode, name, corpusName, modules] = Deno.args;
if (mode === "--cold") {
  const corpora = await readCorpora(modules);
  await measureCold(name, corpora.find((corpus) => corpus.name === corpusName)!);
} else {
  const at = Deno.args.indexOf("--rounds");
  const rounds = at < 0 ? DEFAULT_ROUNDS : Number(Deno.args[at + 1]);
  const names = Object.keys(CONTESTANTS).filter((name) => !Deno.args.includes(name));
  await measureAll(names, rounds, Deno.args.includes("--keep"));
}
