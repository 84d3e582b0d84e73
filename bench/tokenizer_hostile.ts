/**
 * Whether hostile text takes time in proportion to its size: 1, 10 and 100 MB of each kind, counted in
 * chunks as `tokens` does, each in a process of its own.
 *
 *     deno run -A --no-lock bench/tokenizer_hostile.ts [--keep]
 *
 * @module
 */

import { keepResult } from "./measure.ts";
import { makeHostile } from "./tokenizer_corpora.ts";

const BLOCK_BYTES = 1_000_000;
const SIZES_MB = [1, 10, 100];
const CHUNK_BYTES = 1 << 16;

/** Counts a text that is blocks over and over; prints milliseconds and by how much memory grew. */
async function measure(name: string, sizeMb: number): Promise<void> {
  const { readIndex, Tokenizer } = await import("../tokenizer/mod.ts");
  const path = new URL("../tokenizer/data/o200k_base.bin", import.meta.url);
  const counter = new Tokenizer(readIndex(await Deno.readFile(path))).createCounter();
  const { text } = makeHostile(BLOCK_BYTES).find((corpus) => corpus.name === name)!;
  const block = new TextEncoder().encode(text);
  const before = readMib("VmRSS");
  const start = performance.now();
  for (let i = 0; i < sizeMb; i++) {
    for (let at = 0; at < block.length; at += CHUNK_BYTES) {
      counter.add(block.subarray(at, at + CHUNK_BYTES));
    }
  }
  const tokens = counter.finish();
  const ms = Math.round(performance.now() - start);
  console.log(JSON.stringify({ ms, tokens, grownMib: readMib("VmHWM") - before }));
}

function readMib(name: string): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
}

async function measureAll(): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const { name } of makeHostile(1000)) {
    const rows: Record<string, unknown> = {};
    for (const size of SIZES_MB) {
      const args = ["run", "-A", "--no-lock", "-q", import.meta.filename!, name, String(size)];
      const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
      rows[`${size} MB`] = JSON.parse(new TextDecoder().decode(stdout));
    }
    console.error(name, JSON.stringify(rows));
    result[name] = rows;
  }
  return result;
}

const [name, size] = Deno.args;
if (size !== undefined) await measure(name, Number(size));
else {
  const result = await measureAll();
  if (name === "--keep") await keepResult("tokenizer_hostile", result);
}
