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
import type { Transducer, TransducerOptions } from "./transducer.ts";

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

/** A pattern. */
interface Pattern {
  /** Makes what finds the end of any piece. */
  readonly createFinder: () => FindPieceEnd;
  /** What its transducer knows; without, it asks for every piece. */
  readonly steps?: TransducerOptions;
}

function cased(options: CasedOptions): Pattern {
  return {
    createFinder: () => casedPieceEnd(options),
    steps: { cased: true, slashEnds: true, ...options },
  };
}

function plain(options: PlainOptions): Pattern {
  return {
    createFinder: () => plainPieceEnd(options),
    steps: { ...UNCASED, contractions: true, digits: options.digits },
  };
}

const UNCASED = { cased: false, slashEnds: false };

const PATTERNS: { readonly [name in SplitterName]: Pattern } = {
  o200k: cased({ contractions: true, digits: 3 }),
  tekken: cased({ contractions: false, digits: 1 }),
  cl100k: plain({ digits: 3, finalSpaceWhole: true }),
  llama3: plain({ digits: 3, finalSpaceWhole: false }),
  qwen2: plain({ digits: 1, finalSpaceWhole: false }),
  deepseek3: {
    createFinder: () => deepseekPieceEnd,
    steps: { ...UNCASED, contractions: false, digits: 3, numbersApart: true },
  },
  gpt2: { createFinder: () => gpt2PieceEnd },
};

/** Whether a splitter of this name is known. */
export function isSplitterName(name: string): name is SplitterName {
  return Object.hasOwn(PATTERNS, name);
}

/** What the transducer of a splitter knows; undefined if it asks for every piece. */
export function findSteps(name: SplitterName): TransducerOptions | undefined {
  return PATTERNS[name].steps;
}

/** Makes a splitter by name, with the transducer of that name. */
export function createSplitter(name: SplitterName, transducer: Transducer): Splitter {
  return { name, findPieceEnd: PATTERNS[name].createFinder(), transducer };
}
