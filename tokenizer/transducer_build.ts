/**
 * Builds the tables of `transducer.ts` from what differs in the patterns.
 *
 * @module
 */

import {
  BLANK,
  CASELESS,
  CONTROL,
  DIGIT,
  KIND_COUNT,
  KINDS,
  LOWER,
  MARK,
  NEWLINE,
  OTHER,
  QUOTE,
  SLASH,
  TAB,
  UPPER,
  WIDE_SPACE,
} from "./kinds.ts";
import {
  ASK,
  BEYOND_ASCII,
  COUNT_MASK,
  EARLIER_SHIFT,
  GUESSED,
  START,
  STATE_MASK,
  TABLE_SIZE,
  type Transducer,
  type TransducerOptions,
} from "./transducer.ts";

/** States in a word; in upper case that may begin one; after a letter without case, which may too. */
const WORD = 0x200, UPPERS = 0x300, CASELESS_LAST = 0x400;
/** One blank; one tab; more white space, by its last; line ends. */
const BLANK_1 = 0x500, TAB_1 = 0x600, TO_BLANK = 0x700, TO_TAB = 0x800, LINE_ENDS = 0x900;
/** So many digits. */
const DIGITS_1 = 0xa00, DIGITS_2 = 0xb00, DIGITS_3 = 0xc00;
/** One of punctuation, which may lead a word; more; line ends after it. */
const OTHER_1 = 0xd00, PUNCTUATION = 0xe00, PUNCTUATION_ENDS = 0xf00;
/** A contraction that is a piece of its own: its apostrophe; `r` or `v`; `l`. */
const QUOTE_1 = 0x1000, QUOTE_RV = 0x1100, QUOTE_L = 0x1200;
/** After a contraction. */
const CONTRACTED = 0x1300;

/** White space after line ends; the last end is only guessed from here on, see `GUESSED`. */
const ENDS_BLANK_1 = 0x1400, ENDS_TAB_1 = 0x1500, ENDS_TO_BLANK = 0x1600, ENDS_TO_TAB = 0x1700;
/** An apostrophe after a word; `r` or `v` after it; `l`; the same in upper case. */
const WORD_QUOTE = 0x1800, WORD_RV = 0x1900, WORD_L = 0x1a00, UPPER_RV = 0x1b00, UPPER_L = 0x1c00;
/** Upper case after a letter without case. */
const CASELESS_UPPERS = 0x1d00;

/** What a step says: the last end was none; nothing; an end before its character; two, see below. */
const TAKE_BACK = 0, NOTHING = 1, ONE = 2, TWO = 3;
/** Says that the first end is one byte earlier. */
const EARLIER = 1 << EARLIER_SHIFT;

/**
 * Builds the transducer.
 *
 * @param options What differs; without them it asks for every piece.
 */
export function buildTransducer(options: TransducerOptions | undefined): Transducer {
  const cells = new Uint16Array(TABLE_SIZE).fill(ASK | NOTHING);
  if (options !== undefined) {
    fillStates(cells, options);
    fillSpaces(cells, options);
    if (options.contractions) fillContractions(cells, options);
    fillGuessedUppers(cells, options);
    fillAsking(cells, options);
  }
  const next = cells.map((cell) => cell & STATE_MASK);
  const says = Uint8Array.from(cells);
  for (let state = 0; state < TABLE_SIZE; state += 256) {
    next.fill(ASK, state + BEYOND_ASCII, state + 256);
    says.fill(NOTHING, state + BEYOND_ASCII, state + 256);
  }
  return { next, says, cells };
}

/** Sets the steps from a state at some kinds of characters. */
function on(cells: Uint16Array, state: number, kinds: number, cell: number): void {
  for (let i = 0; i < KIND_COUNT; i++) if ((KINDS[i] & kinds) !== 0) cells[state + i] = cell;
}

/** Lets a state do what another does. */
function copy(cells: Uint16Array, from: number, to: number): void {
  cells.copyWithin(to, from, from + KIND_COUNT);
}

/** What stands in words besides upper and lower case, and what in punctuation. */
function toKinds({ cased }: TransducerOptions): { caseless: number; others: number } {
  const others = SLASH | QUOTE | CONTROL | OTHER;
  return cased
    ? { caseless: CASELESS | MARK, others }
    : { caseless: CASELESS, others: others | MARK };
}

function fillStates(cells: Uint16Array, options: TransducerOptions): void {
  const { cased, slashEnds, contractions, digits } = options;
  const { caseless, others } = toKinds(options);
  function onLetters(state: number): void {
    on(cells, state, LOWER, WORD | NOTHING);
    on(cells, state, UPPER, (cased ? UPPERS : WORD) | NOTHING);
    on(cells, state, caseless, (cased ? CASELESS_LAST : WORD) | NOTHING);
  }
  onLetters(START);
  on(cells, START, DIGIT, (digits === 1 ? DIGITS_3 : DIGITS_1) | NOTHING);
  on(cells, START, BLANK, BLANK_1 | NOTHING);
  on(cells, START, TAB, TAB_1 | NOTHING);
  on(cells, START, NEWLINE, LINE_ENDS | NOTHING);
  on(cells, START, others, OTHER_1 | NOTHING);
  if (contractions && !cased) on(cells, START, QUOTE, QUOTE_1 | NOTHING);

  for (let state = START + 256; state < TABLE_SIZE; state += 256) { // unless there is more below
    for (let i = 0; i < KIND_COUNT; i++) {
      cells[state + i] = (cells[START + i] & STATE_MASK) | ONE;
    }
  }
  onLetters(UPPERS);
  on(cells, WORD, LOWER | caseless, WORD | NOTHING);
  if (!cased) on(cells, WORD, UPPER, WORD | NOTHING);
  on(cells, CASELESS_LAST, LOWER, WORD | NOTHING);
  on(cells, CASELESS_LAST, caseless, CASELESS_LAST | NOTHING);
  on(cells, CASELESS_LAST, UPPER, CASELESS_UPPERS | ONE);

  on(cells, DIGITS_1, DIGIT, DIGITS_2 | NOTHING);
  on(cells, DIGITS_2, DIGIT, DIGITS_3 | NOTHING);

  on(cells, BLANK_1, others, PUNCTUATION | NOTHING);
  for (const state of [OTHER_1, PUNCTUATION]) {
    on(cells, state, others | MARK, PUNCTUATION | NOTHING);
    on(cells, state, NEWLINE, PUNCTUATION_ENDS | NOTHING);
  }
  for (const state of [BLANK_1, TAB_1, OTHER_1]) onLetters(state);
  const ends = slashEnds ? NEWLINE | SLASH : NEWLINE;
  on(cells, PUNCTUATION_ENDS, ends, PUNCTUATION_ENDS | NOTHING);
}

/** White space: the last of several is left to what follows, if that is not space. */
function fillSpaces(cells: Uint16Array, { numbersApart }: TransducerOptions): void {
  for (const [one, more] of [[BLANK_1, TO_BLANK], [TAB_1, TO_TAB]]) {
    for (let i = 0; i < KIND_COUNT; i++) {
      const cell = cells[one + i]; // what follows takes it along, or it is a piece alone
      const count = (cell & COUNT_MASK) === ONE ? TWO : ONE;
      cells[more + i] = (cell & STATE_MASK) | count | EARLIER;
    }
    if (numbersApart) on(cells, more, DIGIT, cells[one + 0x30]);
    for (const state of [one, more]) {
      on(cells, state, BLANK, TO_BLANK | NOTHING);
      on(cells, state, TAB, TO_TAB | NOTHING);
      on(cells, state, NEWLINE, LINE_ENDS | NOTHING);
    }
  }
  on(cells, LINE_ENDS, NEWLINE, LINE_ENDS | NOTHING);
  on(cells, LINE_ENDS, BLANK, ENDS_BLANK_1 | ONE);
  on(cells, LINE_ENDS, TAB, ENDS_TAB_1 | ONE);
  for (const state of [BLANK_1, TAB_1, TO_BLANK, TO_TAB]) {
    const afterEnds = state - BLANK_1 + ENDS_BLANK_1;
    copy(cells, state, afterEnds);
    on(cells, afterEnds, BLANK, ENDS_TO_BLANK | NOTHING);
    on(cells, afterEnds, TAB, ENDS_TO_TAB | NOTHING);
    on(cells, afterEnds, NEWLINE, LINE_ENDS | TAKE_BACK);
  }
}

/** `'s|'t|'re|'ve|'m|'ll|'d` in any case, after a word or at the start of a piece. */
function fillContractions(cells: Uint16Array, { cased }: TransducerOptions): void {
  const first = cased ? WORD_QUOTE : QUOTE_1;
  const says = cased ? TAKE_BACK : NOTHING; // after a word, its end was guessed
  if (cased) {
    for (const state of [WORD, UPPERS, CASELESS_LAST]) on(cells, state, QUOTE, first | ONE);
  }
  copy(cells, OTHER_1, first);
  onEach(cells, first, "stmdSTMD", CONTRACTED | says);
  for (const [letters, state, like, second] of cased ? WORD_CONTRACTIONS : CONTRACTIONS) {
    onEach(cells, first, letters, state | NOTHING);
    copy(cells, like, state);
    onEach(cells, state, second, CONTRACTED | says);
  }
}

/** First letters, the state after them, the state that it is like else, second letters. */
const CONTRACTIONS = [
  ["rvRV", QUOTE_RV, WORD, "eE"],
  ["lL", QUOTE_L, WORD, "lL"],
] as const;
/** The same where it matters for a word in which case the first is. */
const WORD_CONTRACTIONS = [
  ["rv", WORD_RV, WORD, "eE"],
  ["l", WORD_L, WORD, "lL"],
  ["RV", UPPER_RV, UPPERS, "eE"],
  ["L", UPPER_L, UPPERS, "lL"],
] as const;

/** Sets the steps from a state at some characters. */
function onEach(cells: Uint16Array, state: number, characters: string, cell: number): void {
  for (const character of characters) cells[state + character.charCodeAt(0)] = cell;
}

/** Upper case after a letter without case: it begins a piece, unless lower case or such a letter follows. */
function fillGuessedUppers(cells: Uint16Array, options: TransducerOptions): void {
  copy(cells, UPPERS, CASELESS_UPPERS);
  on(cells, CASELESS_UPPERS, LOWER, WORD | TAKE_BACK);
  on(cells, CASELESS_UPPERS, toKinds(options).caseless, CASELESS_LAST | TAKE_BACK);
  on(cells, CASELESS_UPPERS, UPPER, CASELESS_UPPERS | NOTHING);
}

/** Where the transducer does not know: an end that was only guessed is taken back. */
function fillAsking(cells: Uint16Array, { cased, numbersApart }: TransducerOptions): void {
  const quote = cased ? WORD_QUOTE : QUOTE_1; // the long s may follow
  for (let state = START; state < TABLE_SIZE; state += 256) {
    const cell = ASK | (state < GUESSED ? NOTHING : TAKE_BACK);
    on(cells, state, WIDE_SPACE, cell);
    if (numbersApart) on(cells, state, CONTROL, ASK | NOTHING);
    if (numbersApart || state === quote) cells.fill(cell, state + BEYOND_ASCII, state + KIND_COUNT);
  }
}
