/**
 * Finds the ends of pieces with one look-up a character, and no branch as long as it is ASCII.
 *
 * A finite-state transducer goes over the text without a stop: each step has a next state and says
 * how many ends of pieces are behind it. What only a later character can tell is guessed and taken
 * back: blanks after a line end begin a piece unless another line end follows, an apostrophe after a
 * word does unless it turns out to be a contraction, and upper case after letters without case does
 * unless lower case follows. `piece_ends.ts` does the steps.
 *
 * Characters beyond ASCII take part by their class. Where that does not do (white space of several
 * bytes, the long s after an apostrophe), and at the end of the text, it says {@linkcode ASK}, and
 * the splitter's own function finds the end of the piece. A test holds the two to the same ends.
 *
 * The tables are built by `transducer_build.ts`; an index file has them ready.
 *
 * @module
 */

/** The state in which more has to be asked. */
export const ASK = 0;
/** The first state. A state is the first entry of its 256 in the tables. */
export const START = 0x100;
/** States from here on have the last end only guessed. */
export const GUESSED = 0x1400;
/** Entries of each table: behind the last state. */
export const TABLE_SIZE = 0x1e00;
/** Where the classes of characters beyond ASCII stand among those of a state, behind ASCII. */
export const BEYOND_ASCII = 128;
/** The bits of a class that matter: symbols are no other than what has no class. */
export const CLASS_MASK = 15;
/** The state in a cell. */
export const STATE_MASK = 0xff00;
/** Of what a step says, the number of ends, plus one. */
export const COUNT_MASK = 3;
/** How far the mark is shifted that the first end is one byte earlier; the second never is. */
export const EARLIER_SHIFT = 2;

/** The tables. */
export interface Transducer {
  /** The next state, by state + byte; at all bytes beyond ASCII it is `ASK`. */
  readonly next: Uint16Array;
  /** What the step says, by state + byte. */
  readonly says: Uint8Array;
  /** State and saying together, by state + `BEYOND_ASCII` + class & `CLASS_MASK`. */
  readonly cells: Uint16Array;
}

/** What differs in the patterns. */
export interface TransducerOptions {
  /** Whether a word ends where lower case turns to upper, and marks belong to words. */
  readonly cased: boolean;
  /** Whether slashes may stand among the line ends after punctuation. */
  readonly slashEnds: boolean;
  /** Whether there are contractions: after a word if cased, else as pieces of their own. */
  readonly contractions: boolean;
  /** Most digits of a number. */
  readonly digits: 1 | 3;
  /**
   * Whether a number ends the text before it, and control characters are no punctuation. Then it
   * knows ASCII only. Default: no.
   */
  readonly numbersApart?: boolean;
}
