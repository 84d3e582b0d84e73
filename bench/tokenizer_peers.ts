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
  /** Whether it gets less text, as it would take minutes. */
  readonly isSlow?: boolean;
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
    isSlow: true,
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

/** Our vocabulary as the `tokenizer.json` that this library reads. */
async function printTokenizerJson(): Promise<unknown> {
  const { PATTERNS } = await import("../tokenizer/_reference.ts");
  const { toByte } = await import("../tokenizer/byte_level.ts");
  const { leftOf, rightOf } = await import("../tokenizer/merges.ts");
  const { readIndex } = await import("../tokenizer/mod.ts");
  const path = new URL("../tokenizer/data/o200k_base.bin", import.meta.url);
  const { merges, byteTokens } = readIndex(await Deno.readFile(path));
  const spellings: string[] = [];
  for (let byte = 0, code = 0; code < 0x144; code++) {
    if ((byte = toByte(code)) >= 0) spellings[byteTokens[byte]] = String.fromCharCode(code);
  }
  const pairs: [string, string][] = [];
  for (let token = 0; token < merges.parts.length; token++) {
    const left = leftOf(merges, token);
    if (left === token) continue;
    const pair: [string, string] = [spellings[left], spellings[rightOf(merges, token)]];
    spellings[token] = pair.join("");
    pairs.push(pair);
  }
  const split = { type: "Split", pattern: { Regex: PATTERNS.o200k.source }, behavior: "Isolated" };
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, use_regex: false };
  return {
    added_tokens: [],
    normalizer: null,
    post_processor: null,
    pre_tokenizer: { type: "Sequence", pretokenizers: [{ ...split, invert: false }, byteLevel] },
    decoder: byteLevel,
    model: {
      type: "BPE",
      vocab: Object.fromEntries(spellings.map((token, id) => [token, id])),
      merges: pairs,
    },
  };
}

async function loadHuggingFace(): Promise<Contestant> {
  const { Tokenizer } = await load("@huggingface/tokenizers@0.2.0");
  const tokenizer = new Tokenizer(await printTokenizerJson(), {});
  return {
    name: "@huggingface/tokenizers 0.2.0",
    isSlow: true,
    encode: (text) => tokenizer.encode(text).ids,
    count: (text) => tokenizer.encode(text).ids.length,
    decode: (ids) => tokenizer.decode(Array.from(ids)),
  };
}

/** The tokenizers, ours first. */
export const CONTESTANTS: Readonly<Record<string, LoadContestant>> = {
  zerostack: loadOwn,
  "gpt-tokenizer": loadGptTokenizer,
  "ai-tokenizer": loadAiTokenizer,
  "js-tiktoken": loadJsTiktoken,
  "tiktoken-wasm": loadTiktokenWasm,
  "huggingface": loadHuggingFace,
};
