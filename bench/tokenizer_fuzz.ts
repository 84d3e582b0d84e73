/**
 * Holds both engines and the definition to the same ids on random documents, as many as there is
 * time for.
 *
 *     deno run --allow-read bench/tokenizer_fuzz.ts [--documents N] [--seed N] [--short] [--print]
 *
 * With `--short` a document is a few hard characters and tokens, and there is time for millions.
 * It ends with status 1 at the first document on which they differ, and prints it. With `--print` it
 * compares nothing and prints each document and its ids as JSON lines, for any other tokenizer.
 *
 * @module
 */

import { encodeByDefinition, PATTERNS, toRanks } from "../tokenizer/_reference.ts";
import { createRandom, randomShortText, randomText, VOCABULARIES } from "../tokenizer/_testing.ts";
import { BacktrackEncoder } from "../tokenizer/bpe_backtrack.ts";
import { MergeEncoder } from "../tokenizer/bpe_merge.ts";
import { toTokenBytes } from "../tokenizer/decoder.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";

const DEFAULT_DOCUMENTS = 100_000;
/** Documents between two lines of progress. */
const REPORT_DOCUMENTS = 250_000;

const NAMES = ["o200k_base", "cl100k_base"] as const;

/** All ways to encode with one vocabulary. */
function listEncoders(name: typeof NAMES[number]): ((text: string) => ArrayLike<number>)[] {
  const vocabulary = VOCABULARIES[name];
  const ranks = toRanks(toTokenBytes(vocabulary));
  const pattern = PATTERNS[vocabulary.splitter as keyof typeof PATTERNS];
  const tokenizers = [
    new Tokenizer(vocabulary),
    new Tokenizer(vocabulary, new BacktrackEncoder(vocabulary)),
    new Tokenizer(vocabulary, new MergeEncoder(vocabulary)),
  ];
  return [
    ...tokenizers.map((tokenizer) => (text: string) => tokenizer.encodeOrdinary(text)),
    (text) => encodeByDefinition(text, pattern, ranks),
  ];
}

function isEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** The tokens that are texts. */
function listTexts(name: typeof NAMES[number]): string[] {
  const { bytes, starts } = toTokenBytes(VOCABULARIES[name]);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return Array.from(starts.subarray(1), (end, i) => decoder.decode(bytes.subarray(starts[i], end)))
    .filter((text) => !text.includes("\ufffd"));
}

function compare(documents: number, createText: () => string): boolean {
  const encoders = NAMES.map(listEncoders);
  for (let done = 1; done <= documents; done++) {
    const text = createText();
    for (const [first, ...others] of encoders) {
      const ids = first(text);
      const wrong = others.findIndex((encode) => !isEqual(ids, encode(text)));
      if (wrong < 0) continue;
      console.error(`engines 0 and ${wrong + 1} differ on ${JSON.stringify(text)}`);
      return false;
    }
    if (done % REPORT_DOCUMENTS === 0) console.error(`${done} documents, no difference`);
  }
  console.error(`${documents} documents, no difference`);
  return true;
}

function print(documents: number, createText: () => string): void {
  const tokenizers = NAMES.map((name) => [name, new Tokenizer(VOCABULARIES[name])] as const);
  for (let i = 0; i < documents; i++) {
    const text = createText().toWellFormed();
    const ids = tokenizers.map(([name, one]) => [name, [...one.encodeOrdinary(text)]]);
    console.log(JSON.stringify({ text, ...Object.fromEntries(ids) }));
  }
}

function readNumber(flag: string, standard: number): number {
  const at = Deno.args.indexOf(flag);
  return at < 0 ? standard : Number(Deno.args[at + 1]);
}

const documents = readNumber("--documents", DEFAULT_DOCUMENTS);
const random = createRandom(readNumber("--seed", Date.now()));
const tokens = Deno.args.includes("--short") ? listTexts("o200k_base") : undefined;
const createText = () => tokens ? randomShortText(random, tokens) : randomText(random);
if (Deno.args.includes("--print")) print(documents, createText);
else if (!compare(documents, createText)) Deno.exit(1);
