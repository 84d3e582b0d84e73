/**
 * How model files name the way in which they cut text, and the splitter that does it. What is not
 * listed is refused, never guessed.
 *
 * @module
 */

import type { SplitterName } from "./split.ts";
import { VocabularyError } from "./vocabulary_error.ts";

const CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
const LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
const PREFIX = "[^\\r\\n\\p{L}\\p{N}]?";
const SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

function cased(contraction: string, numbers: string): string {
  return `${PREFIX}${UPPER}*${LOWER}+${contraction}|${PREFIX}${UPPER}+${LOWER}*${contraction}|` +
    `${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|${SPACES}`;
}

function plain(numbers: string): string {
  return `${CONTRACTION}|${PREFIX}\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|${SPACES}`;
}

/** The patterns of one or several splits in a row, as they are written in `tokenizer.json`. */
const PATTERNS: ReadonlyMap<string, SplitterName> = new Map([
  [cased(`${CONTRACTION}?`, "\\p{N}{1,3}"), "o200k"],
  [cased("", "\\p{N}"), "tekken"],
  [plain("\\p{N}{1,3}"), "llama3"],
  [plain("\\p{N}"), "qwen2"],
  [
    [
      "\\p{N}{1,3}",
      "[一-龥぀-ゟ゠-ヿ]+",
      "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?" +
      "[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
    ].join("\n"),
    "deepseek3",
  ],
]);

/** The names that GGUF has, with the splitter and whether a piece that is a token is one as it is. */
const GGUF_NAMES: ReadonlyMap<string, readonly [SplitterName, boolean]> = new Map([
  ["llama-bpe", ["llama3", true]],
  ["llama3", ["llama3", true]],
  ["qwen2", ["qwen2", false]],
  ["deepseek-r1-qwen", ["qwen2", false]],
  ["deepseek-v3", ["deepseek3", false]],
  ["tekken", ["tekken", true]],
  ["gpt-4o", ["o200k", false]],
  ["gpt-2", ["gpt2", false]],
]);

/** How a GGUF file cuts text. */
export interface GgufPreTokenizer {
  /** The splitter. */
  readonly splitter: SplitterName;
  /** Whether a piece that is a token is one, even if no merges make it. */
  readonly ignoresMerges: boolean;
}

/**
 * Finds what a GGUF file means by `tokenizer.ggml.pre`.
 *
 * @throws {VocabularyError} If the name is not known.
 */
export function findGgufPreTokenizer(name: string): GgufPreTokenizer {
  const found = GGUF_NAMES.get(name);
  if (found === undefined) {
    throw new VocabularyError(
      `Cannot read GGUF: the pre-tokenizer ${JSON.stringify(name)} is not known`,
    );
  }
  return { splitter: found[0], ignoresMerges: found[1] };
}

/** A pre-tokenizer in `tokenizer.json`, as far as it is looked at. */
interface PreTokenizer {
  readonly type?: unknown;
  readonly pretokenizers?: unknown;
  readonly pattern?: unknown;
  readonly behavior?: unknown;
  readonly invert?: unknown;
  readonly add_prefix_space?: unknown;
  readonly use_regex?: unknown;
}

/**
 * Finds the splitter for the `pre_tokenizer` of a `tokenizer.json`.
 *
 * @throws {VocabularyError} If it is not known.
 */
export function findSplitter(preTokenizer: unknown): SplitterName {
  const steps = flatten(preTokenizer);
  const last = steps[steps.length - 1];
  if (last?.type !== "ByteLevel") throw refuse("it does not end with ByteLevel");
  if (last.add_prefix_space === true) throw refuse("it adds a blank in front");
  const splits = steps.slice(0, -1).map(toPattern);
  if (last.use_regex !== false) {
    if (splits.length > 0) throw refuse("it has a pattern before that of ByteLevel");
    return "gpt2";
  }
  const found = PATTERNS.get(splits.join("\n"));
  if (found === undefined) throw refuse(`the pattern ${JSON.stringify(splits.join(" then "))}`);
  return found;
}

function flatten(preTokenizer: unknown): PreTokenizer[] {
  const step = (preTokenizer ?? {}) as PreTokenizer;
  if (step.type !== "Sequence") return [step];
  return Array.isArray(step.pretokenizers) ? step.pretokenizers.flatMap(flatten) : [];
}

/** The pattern of a split that keeps all of the text. */
function toPattern({ type, pattern, behavior, invert }: PreTokenizer): string {
  if (type !== "Split") throw refuse(`the type ${JSON.stringify(type)}`);
  const keepsAll = behavior === "Isolated" || (behavior === "Removed" && invert === true);
  if (!keepsAll) throw refuse(`a split with the behaviour ${JSON.stringify(behavior)}`);
  const regex = (pattern as { readonly Regex?: unknown } | undefined)?.Regex;
  if (typeof regex !== "string") throw refuse("a split without a regular expression");
  return regex;
}

function refuse(what: string): VocabularyError {
  return new VocabularyError(`Cannot read tokenizer.json: its pre-tokenizer is not known: ${what}`);
}
