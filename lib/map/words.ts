/** Words of prose and of code: their parts and their stems. */

/** Words that say nothing about where something is, in prose or in code. */
const STOP_WORDS = new Set(
  ("a an the and or of to in on for with is are was were be been it its this that these those as at by " +
    "from not no do does did done so if then than when which who what where why how will would can could " +
    "should may might must we you i he she they them our your their there here has have had having but " +
    "also into about over under up out only just use used uses using via per while after before until " +
    "again all any both each few more most other some such own same too very s t don now " +
    "please instead lets e g ie eg etc got gotten " +
    "add adds added adding fix fixes fixed fixing change changes changed changing remove removes " +
    "removed removing update updates updated updating improve improves issue bug problem").split(
      " ",
    ),
);

/** Whether a word, in lower case, says nothing about where something is. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Whether a text is ASCII, as most are: to compile classes of Unicode takes a millisecond and more. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** The parts of an identifier or word, in lower case: `parseHTTPArgs2` has four. */
export function splitWord(word: string): string[] {
  const parts = isAscii(word)
    ? word.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g)
    : word.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}+|\p{Nd}+/gu);
  return (parts ?? []).map((part) => part.toLowerCase());
}

const SUFFIXES: readonly (readonly [suffix: string, leastStem: number])[] = [
  ["ations", 4],
  ["ation", 4],
  ["ities", 4],
  ["ing", 3],
  ["ers", 4],
  ["ies", 3],
  ["ied", 3],
  ["ed", 3],
  ["er", 4],
  ["es", 3],
  ["ly", 4],
  ["s", 3],
  ["e", 3],
  ["y", 3],
];

/**
 * The part of a word that its forms share: `parse`, `parser`, `parsing` and `parsed` have `pars`.
 *
 * @param word The word, in lower case.
 */
export function stem(word: string): string {
  if (word.length <= 3 || word.endsWith("ss")) return word;
  for (const [suffix, least] of SUFFIXES) {
    if (!word.endsWith(suffix) || word.length - suffix.length < least) continue;
    return undouble(word.slice(0, -suffix.length), suffix);
  }
  return word;
}

/** `stopping` comes from `stop`. */
function undouble(stemmed: string, suffix: string): string {
  if (!/^(?:ing|ed|ers?)$/.test(suffix) || stemmed.length < 4) return stemmed;
  return /([bdgmnprt])\1$/.test(stemmed) ? stemmed.slice(0, -1) : stemmed;
}

/** What may follow a short stem for it to be a form of the same word. */
export const SHORT_SUFFIXES: readonly string[] = [
  ..."s e es ed er ers ing ings y ies ied able ly or ors ion ions ation".split(" "),
];
