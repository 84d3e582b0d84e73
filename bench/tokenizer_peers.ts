/**
 * The tokenizers that are measured. They come from npm at pinned versions when the benchmark runs;
 * nothing else of the project knows them.
 *
 * @module
 */

/** What is measured of a tokenizer of `o200k_base`. */
export interface Contestant {
  /** Its name and version. */
  readonly name: string;
  /** Text to ids. */
  encode(text: string): ArrayLike<number>;
  /** Text to a count. */
  count(text: string): number;
  /** Ids to text. */
  decode(ids: ArrayLike<number>): string;
}

/** Loads a tokenizer. */
export type LoadContestant = () => Promise<Contestant>;

/** Modules of npm have no types here. */
// deno-lint-ignore no-explicit-any
type Loose = any;

function load(specifier: string): Promise<Loose> {
  return import(`npm:${specifier}`);
}

async function loadOwn(): Promise<Contestant> {
  const { readIndex, Tokenizer } = await import("../tokenizer/mod.ts");
  const path = new URL("../tokenizer/data/o200k_base.bin", import.meta.url);
  const tokenizer = new Tokenizer(readIndex(await Deno.readFile(path)));
  return {
    name: "zerostack",
    encode: (text) => tokenizer.encodeOrdinary(text),
    count: (text) => tokenizer.countTokens(text),
    decode: (ids) => tokenizer.decode(ids),
  };
}

async function loadGptTokenizer(): Promise<Contestant> {
  const { encode, decode, countTokens } = await load("gpt-tokenizer@4.0.0/encoding/o200k_base");
  const options = { allowedSpecial: new Set(), disallowedSpecial: new Set() };
  return {
    name: "gpt-tokenizer 4.0.0",
    encode: (text) => encode(text, options),
    count: (text) => countTokens(text, options),
    decode: (ids) => decode(ids),
  };
}

async function loadAiTokenizer(): Promise<Contestant> {
  const { Tokenizer } = await load("ai-tokenizer@1.0.6");
  const tokenizer = new Tokenizer(await load("ai-tokenizer@1.0.6/encoding/o200k_base"));
  return {
    name: "ai-tokenizer 1.0.6",
    encode: (text) => tokenizer.encode(text, [], []),
    count: (text) => tokenizer.encode(text, [], []).length,
    decode: (ids) => tokenizer.decode(Array.from(ids)),
  };
}

async function loadJsTiktoken(): Promise<Contestant> {
  const { Tiktoken } = await load("js-tiktoken@1.0.21/lite");
  const tiktoken = new Tiktoken((await load("js-tiktoken@1.0.21/ranks/o200k_base")).default);
  return {
    name: "js-tiktoken 1.0.21",
    encode: (text) => tiktoken.encode(text, [], []),
    count: (text) => tiktoken.encode(text, [], []).length,
    decode: (ids) => tiktoken.decode(Array.from(ids)),
  };
}

async function loadTiktokenWasm(): Promise<Contestant> {
  const { get_encoding } = await load("tiktoken@1.0.22");
  const tiktoken = get_encoding("o200k_base");
  const decoder = new TextDecoder();
  return {
    name: "tiktoken (WASM) 1.0.22",
    encode: (text) => tiktoken.encode(text, [], []),
    count: (text) => tiktoken.encode(text, [], []).length,
    decode: (ids) => decoder.decode(tiktoken.decode(Uint32Array.from(ids))),
  };
}

/** The tokenizers, ours first. */
export const CONTESTANTS: Readonly<Record<string, LoadContestant>> = {
  zerostack: loadOwn,
  "gpt-tokenizer": loadGptTokenizer,
  "ai-tokenizer": loadAiTokenizer,
  "js-tiktoken": loadJsTiktoken,
  "tiktoken-wasm": loadTiktokenWasm,
};
