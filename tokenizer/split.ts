/**
 * Cuts text into pieces; byte-pair encoding never merges across them.
 *
 * The patterns of the vocabularies are regular expressions. They are followed here by hand, each by
 * a function that finds the end of the piece that starts at a byte, because a regular expression
 * would take its character classes from the runtime, and most of the time.
 *
 * @module
 */

import { type CasedOptions, casedPieceEnd } from "./split_cased.ts";
import { deepseekPieceEnd } from "./split_deepseek.ts";
import { gpt2PieceEnd } from "./split_gpt2.ts";
import { type PlainOptions, plainPieceEnd } from "./split_plain.ts";
import { buildTransducer, type Transducer } from "./transducer.ts";

/**
 * Finds the end of a piece.
 *
 * @param bytes The text, with `SENTINEL` at `end`.
 * @param start Where the piece starts; below `end`.
 * @param end Where the text ends.
 * @returns Where the piece ends: beyond `start`, at most `end`.
 */
export type FindPieceEnd = (bytes: Uint8Array, start: number, end: number) => number;

/** A way to cut text into pieces. */
export interface Splitter {
  /** Its name, such as `o200k`. */
  readonly name: string;
  /** Finds the end of any piece. */
  readonly findPieceEnd: FindPieceEnd;
  /** Finds the ends of pieces of ASCII, faster. */
  readonly transducer: Transducer;
}

/** Names of the splitters. */
export type SplitterName =
  | "o200k"
  | "cl100k"
  | "llama3"
  | "qwen2"
  | "tekken"
  | "deepseek3"
  | "gpt2";

function cased(name: SplitterName, options: CasedOptions): Splitter {
  const transducer = buildTransducer({ cased: true, slashEnds: true, ...options });
  return { name, findPieceEnd: casedPieceEnd(options), transducer };
}

function plain(name: SplitterName, options: PlainOptions): Splitter {
  const transducer = buildTransducer({ ...UNCASED, contractions: true, digits: options.digits });
  return { name, findPieceEnd: plainPieceEnd(options), transducer };
}

const UNCASED = { cased: false, slashEnds: false };

const SPLITTERS: { readonly [name in SplitterName]: () => Splitter } = {
  o200k: () => cased("o200k", { contractions: true, digits: 3 }),
  tekken: () => cased("tekken", { contractions: false, digits: 1 }),
  cl100k: () => plain("cl100k", { digits: 3, finalSpaceWhole: true }),
  llama3: () => plain("llama3", { digits: 3, finalSpaceWhole: false }),
  qwen2: () => plain("qwen2", { digits: 1, finalSpaceWhole: false }),
  deepseek3: () => ({
    name: "deepseek3",
    findPieceEnd: deepseekPieceEnd,
    transducer: buildTransducer({
      ...UNCASED,
      contractions: false,
      digits: 3,
      numbersApart: true,
    }),
  }),
  gpt2: () => ({
    name: "gpt2",
    findPieceEnd: gpt2PieceEnd,
    transducer: buildTransducer(undefined),
  }),
};

/** Whether a splitter of this name is known. */
export function isSplitterName(name: string): name is SplitterName {
  return Object.hasOwn(SPLITTERS, name);
}

/** Makes a splitter by name. */
export function createSplitter(name: SplitterName): Splitter {
  return SPLITTERS[name]();
}
