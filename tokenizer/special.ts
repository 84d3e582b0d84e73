/**
 * Special tokens: texts that stand for a single id, such as `<|endoftext|>`.
 *
 * Whoever writes them into a prompt can end a message or begin one in another's name, so they are
 * refused unless the caller allows them by name.
 *
 * @module
 */

/** A text has a special token in it that was not allowed. */
export class SpecialTokenError extends RangeError {
  /** Name of the error, for messages and checks. */
  override readonly name = "SpecialTokenError";
  /** The special token. */
  readonly special: string;
  /** Where it begins, in UTF-16 units from 0. */
  readonly index: number;

  /** Makes the error for a special token at a place. */
  constructor(special: string, index: number) {
    super(
      `Cannot encode text as it has the special token "${special}" at ${index}: ` +
        `allow it by name, or encode the text as ordinary`,
    );
    this.special = special;
    this.index = index;
  }
}

/** A special token in a text. */
export interface SpecialMatch {
  /** Its text. */
  readonly special: string;
  /** Where it begins, in UTF-16 units from 0. */
  readonly index: number;
}

/** Finds special tokens in texts. */
export class SpecialFinder {
  readonly #names: ReadonlySet<string>;
  /** The first UTF-16 units of the names. */
  readonly #heads: readonly string[];
  /** The lengths of the names, longest first. */
  readonly #lengths: readonly number[];

  /** Makes a finder of the given names. */
  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
    this.#heads = [...new Set([...this.#names].map((name) => name[0]))];
    this.#lengths = [...new Set([...this.#names].map((name) => name.length))]
      .sort((a, b) => b - a);
  }

  /** Finds the first special token from an index on; of several at one place, the longest. */
  find(text: string, from: number): SpecialMatch | undefined {
    let first: SpecialMatch | undefined;
    for (const head of this.#heads) {
      const match = this.#findWithHead(text, from, head, first?.index ?? text.length);
      if (match !== undefined) first = match;
    }
    return first;
  }

  #findWithHead(
    text: string,
    from: number,
    head: string,
    before: number,
  ): SpecialMatch | undefined {
    for (let index = text.indexOf(head, from); index >= 0 && index < before;) {
      const length = this.#lengths.find((length) =>
        this.#names.has(text.slice(index, index + length))
      );
      if (length !== undefined) return { special: text.slice(index, index + length), index };
      index = text.indexOf(head, index + 1);
    }
  }
}

/** The special tokens of `o200k_harmony` that have a name of their own. */
const HARMONY_NAMES: ReadonlyMap<number, string> = new Map([
  [200002, "<|return|>"],
  [200003, "<|constrain|>"],
  [200005, "<|channel|>"],
  [200006, "<|start|>"],
  [200007, "<|end|>"],
  [200008, "<|message|>"],
  [200012, "<|call|>"],
]);

/** The special tokens of `o200k_harmony`, which shares all else with `o200k_base`. */
export function harmonySpecials(): Map<string, number> {
  const specials = new Map([["<|startoftext|>", 199998], ["<|endoftext|>", 199999]]);
  for (let id = 200000; id < 201088; id++) {
    specials.set(HARMONY_NAMES.get(id) ?? `<|reserved_${id}|>`, id);
  }
  return specials.set("<|endofprompt|>", 200018);
}
