/**
 * Holds the ids of all tokenizers to those of the official one, the native where Python has it, else
 * its WebAssembly build: on the lines of the corpora, and on random texts of hard characters.
 *
 *     deno run -A --no-lock bench/tokenizer_ids.ts [--keep]
 *
 * @module
 */

import { createRandom, randomText } from "../tokenizer/_testing.ts";
import { keepResult } from "./measure.ts";
import { CORPUS_PACKAGES, installPackages, readCorpora } from "./tokenizer_corpora.ts";
import { startNative } from "./tokenizer_native.ts";
import { type Contestant, CONTESTANTS } from "./tokenizer_peers.ts";

/** UTF-16 units of each corpus. */
const CORPUS_UNITS = 1024 * 1024;
const RANDOM_TEXTS = 10_000;

/** Texts, and their official ids. */
interface Expected {
  readonly texts: readonly string[];
  readonly ids: readonly ArrayLike<number>[];
}

function isEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.from(one).every((id, i) => id === other[i]);
}

/** How many texts have other ids, and the shortest of them. */
function compare(contestant: Contestant, { texts, ids }: Expected) {
  const wrong = texts.filter((text, i) => !isEqual(contestant.encode(text), ids[i]));
  const shortest = wrong.toSorted((a, b) => a.length - b.length).slice(0, 3);
  return {
    texts: texts.length,
    wrong: wrong.length,
    examples: shortest.map((text) => JSON.stringify(text.slice(0, 40))),
  };
}

const modules = await installPackages(CORPUS_PACKAGES);
const corpora = await readCorpora(modules);
await Deno.remove(modules.replace(/\/node_modules$/, ""), { recursive: true });
const random = createRandom(16);
const texts = {
  lines: corpora.flatMap(({ text }) => text.slice(0, CORPUS_UNITS).split("\n")),
  random: Array.from({ length: RANDOM_TEXTS }, () => randomText(random).toWellFormed()),
};
const native = await startNative([]);
const official = await CONTESTANTS["tiktoken-wasm"]();
const oracle = native?.name ?? official.name;
async function expect(texts: readonly string[]): Promise<Expected> {
  return { texts, ids: await native?.encode(texts) ?? texts.map((text) => official.encode(text)) };
}
const expected = { lines: await expect(texts.lines), random: await expect(texts.random) };
await native?.close();
const result: Record<string, unknown> = { oracle };
for (const load of Object.values(CONTESTANTS)) {
  const contestant = await load();
  result[contestant.name] = {
    lines: compare(contestant, expected.lines),
    random: compare(contestant, expected.random),
  };
  console.error(contestant.name, JSON.stringify(result[contestant.name]));
}
if (Deno.args[0] === "--keep") await keepResult("tokenizer_ids", result);
