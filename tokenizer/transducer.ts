/**
 * Finds the ends of pieces of ASCII text with one look-up a byte and no branch.
 *
 * A finite-state transducer goes over the bytes without a stop: each step has a next state and says
 * how many ends of pieces are behind it. What only a later byte can tell is guessed and taken back:
 * blanks after a line end begin a piece unless another line end follows, and an apostrophe after a
 * word does unless it turns out to be a contraction. `piece_ends.ts` does the steps.
 *
 * It knows ASCII only. At any other byte, and at the end of the text, it says {@linkcode ASK}, and
 * the splitter's own function finds the end of the piece. A test holds the two to the same ends.
 *
 * @module
 */

/** The state in which the splitter's function is to be asked. */
export const ASK = 0;
/** The first state. A state is the first entry of its 256 in the tables. */
export const START = 0x100;

/** States in a word, and in upper case that may begin one. */
const WORD = 0x200, UPPERS = 0x300;
/** One blank; one tab; more white space, by its last; line ends. */
const BLANK_1 = 0x400, TAB_1 = 0x500, TO_BLANK = 0x600, TO_TAB = 0x700, LINE_ENDS = 0x800;
/** So many digits. */
const DIGITS_1 = 0x900, DIGITS_2 = 0xa00, DIGITS_3 = 0xb00;
/** One of punctuation, which may lead a word; more; line ends after it. */
const OTHER_1 = 0xc00, PUNCTUATION = 0xd00, PUNCTUATION_ENDS = 0xe00;
/** A contraction that is a piece of its own: its apostrophe; `r` or `v`; `l`. */
const QUOTE_1 = 0xf00, QUOTE_RV = 0x1000, QUOTE_L = 0x1100;
/** After a contraction. */
const CONTRACTED = 0x1200;

/** States from here on have the last end only guessed. */
export const GUESSED = 0x1300;
/** White space after line ends. */
const ENDS_BLANK_1 = 0x1300, ENDS_TAB_1 = 0x1400, ENDS_TO_BLANK = 0x1500, ENDS_TO_TAB = 0x1600;
/** An apostrophe after a word; `r` or `v` after it; `l`; the same in upper case. */
const WORD_QUOTE = 0x1700, WORD_RV = 0x1800, WORD_L = 0x1900, UPPER_RV = 0x1a00, UPPER_L = 0x1b00;
const TABLE_SIZE = 0x1c00;
const STATE_MASK = 0xff00;

/** What a step says: the last end was none; nothing; an end before its byte; two, see below. */
const TAKE_BACK = 0, NOTHING = 1, ONE = 2, TWO = 3;
/** Of what a step says, the number of ends, plus one. */
export const COUNT_MASK = 3;
/** Says that the first end is one byte earlier; the second never is. */
const EARLIER = 4;
/** How far the mark of an earlier end is shifted. */
export const EARLIER_SHIFT = 2;

/** The tables, by state + byte. */
export interface Transducer {
  /** The next state. */
  readonly next: Uint16Array;
  /** What the step says. */
  readonly says: Uint8Array;
}

/** What differs in the patterns. */
export interface TransducerOptions {
  /** Whether a word ends where lower case turns to upper. */
  readonly cased: boolean;
  /** Whether slashes may stand among the line ends after punctuation. */
  readonly slashEnds: boolean;
  /** Whether there are contractions: after a word if cased, else as pieces of their own. */
  readonly contractions: boolean;
  /** Most digits of a number. */
  readonly digits: 1 | 3;
  /** Whether a number ends the text before it, and control characters are no punctuation. */
  readonly numbersApart?: boolean;
}

/** Kinds of ASCII characters, a bit each. */
const LOWER = 1, UPPER = 2, DIGIT = 4, BLANK = 8, TAB = 16, NEWLINE = 32, SLASH = 64, QUOTE = 128;
const CONTROL = 256, OTHER = 512;

const LETTERS = LOWER | UPPER;

function toKind(byte: number): number {
  if (byte >= 0x61 && byte <= 0x7a) return LOWER;
  if (byte >= 0x41 && byte <= 0x5a) return UPPER;
  if (byte >= 0x30 && byte <= 0x39) return DIGIT;
  switch (byte) {
    case 0x20:
      return BLANK;
    case 0x09:
    case 0x0b:
    case 0x0c:
      return TAB;
    case 0x0a:
    case 0x0d:
      return NEWLINE;
    case 0x2f:
      return SLASH;
    case 0x27:
      return QUOTE;
    default:
      return byte < 0x20 || byte === 0x7f ? CONTROL : OTHER;
  }
}

/** The kind of each character. */
const KINDS: Uint16Array = Uint16Array.from({ length: 128 }, (_, byte) => toKind(byte));

/**
 * Builds the transducer.
 *
 * @param options What differs; without them it asks for every piece.
 */
export function buildTransducer(options: TransducerOptions | undefined): Transducer {
  const cells = new Uint16Array(TABLE_SIZE).fill(ASK | NOTHING);
  if (options !== undefined) {
    cells.fill(ASK | TAKE_BACK, GUESSED);
    fillStates(cells, options);
    fillSpaces(cells, options);
    if (options.contractions) fillContractions(cells, options.cased);
    if (options.numbersApart) askForControls(cells);
  }
  return { next: cells.map((cell) => cell & STATE_MASK), says: Uint8Array.from(cells) };
}

/** Sets the steps from a state at some kinds of characters. */
function on(cells: Uint16Array, state: number, kinds: number, cell: number): void {
  for (let byte = 0; byte < 128; byte++) {
    if ((KINDS[byte] & kinds) !== 0) cells[state + byte] = cell;
  }
}

/** Lets a state do at ASCII what another does. */
function copy(cells: Uint16Array, from: number, to: number): void {
  cells.copyWithin(to, from, from + 128);
}

function fillStates(cells: Uint16Array, options: TransducerOptions): void {
  const { cased, slashEnds, contractions, digits } = options;
  const others = SLASH | QUOTE | CONTROL | OTHER;
  const upper = (cased ? UPPERS : WORD) | NOTHING;
  on(cells, START, LOWER, WORD | NOTHING);
  on(cells, START, UPPER, upper);
  on(cells, START, DIGIT, (digits === 1 ? DIGITS_3 : DIGITS_1) | NOTHING);
  on(cells, START, BLANK, BLANK_1 | NOTHING);
  on(cells, START, TAB, TAB_1 | NOTHING);
  on(cells, START, NEWLINE, LINE_ENDS | NOTHING);
  on(cells, START, others, OTHER_1 | NOTHING);
  if (contractions && !cased) on(cells, START, QUOTE, QUOTE_1 | NOTHING);

  for (let state = START + 256; state < TABLE_SIZE; state += 256) { // unless there is more below
    for (let byte = 0; byte < 128; byte++) {
      cells[state + byte] = (cells[START + byte] & STATE_MASK) | ONE;
    }
  }
  on(cells, UPPERS, LOWER, WORD | NOTHING);
  on(cells, UPPERS, UPPER, UPPERS | NOTHING);
  on(cells, WORD, cased ? LOWER : LETTERS, WORD | NOTHING);
  on(cells, DIGITS_1, DIGIT, DIGITS_2 | NOTHING);
  on(cells, DIGITS_2, DIGIT, DIGITS_3 | NOTHING);
  for (const state of [BLANK_1, TAB_1, OTHER_1]) {
    on(cells, state, LOWER, WORD | NOTHING);
    on(cells, state, UPPER, upper);
  }
  on(cells, BLANK_1, others, PUNCTUATION | NOTHING);
  for (const state of [OTHER_1, PUNCTUATION]) {
    on(cells, state, others, PUNCTUATION | NOTHING);
    on(cells, state, NEWLINE, PUNCTUATION_ENDS | NOTHING);
  }
  const ends = slashEnds ? NEWLINE | SLASH : NEWLINE;
  on(cells, PUNCTUATION_ENDS, ends, PUNCTUATION_ENDS | NOTHING);
}

/** White space: the last of several is left to what follows, if that is not space. */
function fillSpaces(cells: Uint16Array, { numbersApart }: TransducerOptions): void {
  for (const [one, more] of [[BLANK_1, TO_BLANK], [TAB_1, TO_TAB]]) {
    for (let byte = 0; byte < 128; byte++) {
      const cell = cells[one + byte]; // what follows takes it along, or it is a piece alone
      const count = (cell & COUNT_MASK) === ONE ? TWO : ONE;
      cells[more + byte] = (cell & STATE_MASK) | count | EARLIER;
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
function fillContractions(cells: Uint16Array, cased: boolean): void {
  function onLetters(state: number, letters: string, cell: number): void {
    for (const letter of letters) cells[state + letter.charCodeAt(0)] = cell;
  }
  if (cased) {
    for (const state of [WORD, UPPERS]) on(cells, state, QUOTE, WORD_QUOTE | ONE);
    copy(cells, OTHER_1, WORD_QUOTE);
    onLetters(WORD_QUOTE, "stmdSTMD", CONTRACTED | TAKE_BACK);
    for (const [letters, state, like, second] of WORD_CONTRACTIONS) {
      onLetters(WORD_QUOTE, letters, state | NOTHING);
      copy(cells, like, state);
      onLetters(state, second, CONTRACTED | TAKE_BACK);
    }
  } else {
    copy(cells, OTHER_1, QUOTE_1);
    onLetters(QUOTE_1, "stmdSTMD", CONTRACTED | NOTHING);
    for (const [letters, state, second] of CONTRACTIONS) {
      onLetters(QUOTE_1, letters, state | NOTHING);
      copy(cells, WORD, state);
      onLetters(state, second, CONTRACTED | NOTHING);
    }
  }
}

/** First letters, the state after them, the state that it is like, second letters. */
const WORD_CONTRACTIONS = [
  ["rv", WORD_RV, WORD, "eE"],
  ["l", WORD_L, WORD, "lL"],
  ["RV", UPPER_RV, UPPERS, "eE"],
  ["L", UPPER_L, UPPERS, "lL"],
] as const;
/** The same where case does not matter. */
const CONTRACTIONS = [["rvRV", QUOTE_RV, "eE"], ["lL", QUOTE_L, "lL"]] as const;

function askForControls(cells: Uint16Array): void {
  for (let state = START; state < TABLE_SIZE; state += 256) {
    on(cells, state, CONTROL, ASK | (state < GUESSED ? NOTHING : TAKE_BACK));
  }
}
