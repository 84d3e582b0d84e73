/**
 * Measures the tokenizer against others, on the same texts in one run.
 *
 *     deno run -A --no-lock bench/tokenizer.ts [--rounds N] [--keep] [--without NAME]...
 *
 * All take turns, so that a drift of the machine meets all of them; figures are processor time of
 * the main thread, as medians with the smallest and the largest. Ids are compared with those of the
 * WebAssembly build of the official tokenizer. `--keep` writes `results/tokenizer.json`.
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
import { type Contestant, CONTESTANTS } from "./tokenizer_peers.ts";

const DEFAULT_ROUNDS = 7;
/** Processes a contestant and corpus, for the figures of a cold start. */
const COLD_ROUNDS = 3;
/** UTF-16 units of a corpus that the repeated rounds encode, and whose ids are compared. */
const WARM_UNITS = 1024 * 1024;
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

/** Lets all do the same work in turn. */
function race(
  contestants: readonly Contestant[],
  rounds: number,
  sizeBytes: number,
  work: (contestant: Contestant) => void,
): Table {
  const runsMs = contestants.map((): number[] => []);
  const repeats = contestants.map((contestant) => findRepeats(() => work(contestant)));
  for (let round = 0; round < rounds; round++) {
    for (const [i, contestant] of contestants.entries()) {
      runsMs[i].push(time(() => work(contestant), repeats[i]));
    }
  }
  return Object.fromEntries(contestants.map(({ name }, i) => [name, {
    mbPerS: toSpread(runsMs[i].map((ms) => sizeBytes / 1e3 / ms)),
    oursIsTimes: toSpread(runsMs[i].map((ms, round) => ms / runsMs[0][round])),
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
  const coldMs = time(() => contestant.encode(corpus.text));
  console.log(JSON.stringify({ loadMs, coldMs, memoryMib }));
}

/** Processes in turn, one for each contestant and round. */
async function raceCold(
  names: readonly string[],
  corpus: Corpus,
  rounds: number,
  modules: string,
) {
  const runs: Record<string, { loadMs: number; coldMs: number; memoryMib: number }[]> = {};
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
  const sizeBytes = countBytes(corpus.text);
  return Object.fromEntries(
    Object.entries(runs).map(([name, results]) => [name, {
      mbPerS: toSpread(results.map(({ coldMs }) => sizeBytes / 1e3 / coldMs)),
      oursIsTimes: toSpread(
        results.map(({ coldMs }, round) => coldMs / runs.zerostack[round].coldMs),
      ),
      loadMs: toSpread(results.map(({ loadMs }) => loadMs)),
      memoryMib: toSpread(results.map(({ memoryMib }) => memoryMib)),
    }]),
  );
}

function isEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.from(one).every((id, i) => id === other[i]);
}

/** Texts that are known to set tokenizers apart, and the corpora. */
function compareIds(contestants: readonly Contestant[], corpora: readonly Corpus[]) {
  const traps = ["\ufeff// hi", "a\x85b \x85 c", "x'ſ y'ſt", "A漢字ABCd", "\ud800x", "a  \n\n b "];
  const oracle = contestants.find(({ name }) => name.startsWith("tiktoken")) ?? contestants[0];
  const texts = [...traps, ...corpora.flatMap(({ text }) => text.slice(0, WARM_UNITS).split("\n"))];
  const expected = texts.map((text) => oracle.encode(text));
  return Object.fromEntries(contestants.map((contestant) => {
    const wrong = texts.filter((text, i) => !isEqual(contestant.encode(text), expected[i]));
    return [contestant.name, {
      texts: texts.length,
      wrong: wrong.length,
      examples: wrong.slice(0, 3).map((text) => JSON.stringify(text.slice(0, 40))),
    }];
  }));
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
  console.error("ids");
  const ids = compareIds(contestants, corpora);
  const encode: Record<string, Table> = {};
  const count: Record<string, Table> = {};
  const decode: Record<string, Table> = {};
  for (const { name, text } of corpora) {
    const part = text.slice(0, WARM_UNITS);
    const sizeBytes = countBytes(part);
    console.error(`warm, ${name}`);
    encode[name] = race(contestants, rounds, sizeBytes, (one) => one.encode(part));
    count[name] = race(contestants, rounds, sizeBytes, (one) => one.count(part));
    const list = Array.from(contestants[0].encode(part));
    decode[name] = race(contestants, rounds, sizeBytes, (one) => one.decode(list));
  }
  console.error("hostile");
  const result = {
    machine: await describeMachine(),
    unit: "MB/s of main-thread processor time; oursIsTimes: how many times as fast ours is",
    ids,
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
