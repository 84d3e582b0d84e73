/**
 * Finds the end of most pieces of ASCII text with one look-up a byte.
 *
 * It only has to be right where it gives an answer: at anything beyond ASCII, at the end of the text
 * and wherever more than one byte would have to be looked at, it says {@linkcode ASK}, and the
 * splitter's own function decides. A test holds the two to the same answers.
 *
 * @module
 */

/** Outcome: the piece ends before the byte just read. */
export const DONE = 0;
/** Outcome: the piece ends one byte earlier. */
export const GIVE_BACK = 1;
/** Outcome: ask the splitter's function. */
export const ASK = 2;
/** The first state; numbers below are outcomes. A state is the first entry of its 256 in the table. */
export const START = 512;
/** The state in a word, where lower case letters change nothing. */
export const WORD = 768;

/** The next state or an outcome, by state + byte. */
export type Automaton = Uint16Array;

/** What differs in the patterns. */
export interface AutomatonOptions {
  /** Whether a word ends where lower case turns to upper. */
  readonly cased: boolean;
  /** Whether slashes may stand among the line ends after punctuation. */
  readonly slashEnds: boolean;
  /** Whether there are contractions: after a word if cased, else as pieces of their own. */
  readonly contractions: boolean;
  /** Most digits of a number. */
  readonly digits: 1 | 3;
}

/** Kinds of ASCII characters, a bit each. */
const LOWER = 1, UPPER = 2, DIGIT = 4, BLANK = 8, TAB = 16, NEWLINE = 32, SLASH = 64, QUOTE = 128;
const OTHER = 256;

const OTHERS = SLASH | QUOTE | OTHER;
const LETTERS = LOWER | UPPER;

/** States after: upper case; one blank; one tab; more white space; line ends; ... */
const UPPERS = 1024, ONE_BLANK = 1280, ONE_TAB = 1536, SPACES = 1792, LINE_ENDS = 2048;
/** ... one digit; two; three; one of punctuation, which may lead a word; more; line ends after it. */
const DIGITS_1 = 2304, DIGITS_2 = 2560, DIGITS_3 = 2816, ONE_OTHER = 3072, PUNCTUATION = 3328;
const PUNCTUATION_ENDS = 3584, ONE_QUOTE = 3840;
const TABLE_SIZE = 4096;

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
      return OTHER;
  }
}

/** The kind of each character. */
const KINDS: Uint16Array = Uint16Array.from({ length: 128 }, (_, byte) => toKind(byte));

/**
 * Builds the automaton.
 *
 * @param options What differs; without them it asks for every piece.
 */
export function buildAutomaton(options: AutomatonOptions | undefined): Automaton {
  const automaton = new Uint16Array(TABLE_SIZE).fill(ASK);
  if (options === undefined) return automaton;
  for (let state = START; state < TABLE_SIZE; state += 256) {
    automaton.fill(DONE, state, state + 128);
  }
  fillStates(automaton, options);
  return automaton;
}

function fillStates(automaton: Automaton, options: AutomatonOptions): void {
  const { cased, slashEnds, contractions, digits } = options;
  function on(state: number, kinds: number, then: number): void {
    for (let byte = 0; byte < 128; byte++) {
      if ((KINDS[byte] & kinds) !== 0) automaton[state + byte] = then;
    }
  }
  const upper = cased ? UPPERS : WORD;
  on(START, LOWER, WORD);
  on(START, UPPER, upper);
  on(START, DIGIT, digits === 1 ? DIGITS_3 : DIGITS_1);
  on(START, BLANK, ONE_BLANK);
  on(START, TAB, ONE_TAB);
  on(START, NEWLINE, LINE_ENDS);
  on(START, OTHERS, ONE_OTHER);
  if (contractions && !cased) on(START, QUOTE, ONE_QUOTE);

  on(UPPERS, LOWER, WORD);
  on(UPPERS, UPPER, UPPERS);
  on(WORD, cased ? LOWER : LETTERS, WORD);
  if (contractions && cased) {
    on(UPPERS, QUOTE, ASK);
    on(WORD, QUOTE, ASK);
  }
  on(DIGITS_1, DIGIT, DIGITS_2);
  on(DIGITS_2, DIGIT, DIGITS_3);

  for (const state of [ONE_BLANK, ONE_TAB, ONE_OTHER]) {
    on(state, LOWER, WORD);
    on(state, UPPER, upper);
  }
  on(ONE_BLANK, OTHERS, PUNCTUATION);
  for (const state of [ONE_BLANK, ONE_TAB, SPACES]) {
    on(state, BLANK | TAB, SPACES);
    on(state, NEWLINE, LINE_ENDS);
  }
  on(SPACES, LETTERS | DIGIT | OTHERS, GIVE_BACK);
  on(LINE_ENDS, NEWLINE, LINE_ENDS);
  on(LINE_ENDS, BLANK | TAB, ASK); // is there another line end behind them?

  for (const state of [ONE_OTHER, ONE_QUOTE, PUNCTUATION]) {
    on(state, OTHERS, PUNCTUATION);
    on(state, NEWLINE, PUNCTUATION_ENDS);
  }
  on(ONE_QUOTE, LETTERS, ASK);
  on(PUNCTUATION_ENDS, slashEnds ? NEWLINE | SLASH : NEWLINE, PUNCTUATION_ENDS);
}
