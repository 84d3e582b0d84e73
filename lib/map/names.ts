/**
 * Finds the names in a text, and which of them are defined there: by the words before them, in any
 * language, so that a whole repository is read in the time of some parses.
 *
 * @module
 */

/** Hears of names, by their hashes. */
export interface NameListener {
  /** Each name. */
  readonly onName: (hash: number) => void;
  /** Each name that is defined. */
  readonly onDefinition: (hash: number) => void;
}

/** Shorter names tell nothing. */
const LEAST_BYTES = 3;
const TELLING_BYTES = 8;
const PLAIN_WEIGHT = 0.15;

const OTHER = 0;
const LETTER = 1;
const CAPITAL = 2;
const MARK = 4;
/** What each byte is to a name; bytes of other scripts are letters. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (/[A-Z]/.test(character)) return CAPITAL;
  if (/[_$\d]/.test(character)) return MARK;
  return byte >= 0x80 || /[a-z]/.test(character) ? LETTER : OTHER;
});
const HASH_START = 0x811c9dc5 | 0;
const HASH_PRIME = 0x01000193;

/**
 * The hash of a name; never 0. Its last bit says whether the name tells much, as made names do, and
 * plain words do not.
 */
export function hashName(name: string): number {
  const bytes = new TextEncoder().encode(name);
  let hash = HASH_START;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, HASH_PRIME);
  return mark(hash, bytes.reduce((kinds, byte) => kinds | KINDS[byte], 0), bytes.length);
}

/** How much a name tells, by its hash. */
export function weighName(hash: number): number {
  return (hash & 1) === 1 ? 1 : PLAIN_WEIGHT;
}

function mark(hash: number, kinds: number, length: number): number {
  const isMixed = (kinds & (kinds - 1)) !== 0;
  return isMixed || length >= TELLING_BYTES ? hash | 1 : (hash & ~1) || 2;
}

function hashWords(words: string): ReadonlySet<number> {
  return new Set(words.split(" ").map(hashName));
}

/** Words that are followed by what they define, wherever they stand. */
const DEFINING = hashWords(
  "function func fn fun def class struct enum trait interface type module namespace record object protocol union macro_rules typedef",
);
/** Words that are so at the margin; elsewhere they define locals, which matter to nobody else. */
const DEFINING_AT_MARGIN = hashWords("const let var val");
const EXPORT_BYTES = "export ".length;
const SELF = hashName("self");
/** A quick no for most names. */
const FILTER = new Uint8Array(4096);
for (const hash of [...DEFINING, ...DEFINING_AT_MARGIN]) FILTER[hash & 4095] = 1;

function isDefining(hash: number, column: number): boolean {
  if (FILTER[hash & 4095] === 0) return false;
  if (DEFINING.has(hash)) return true;
  return (column === 0 || column === EXPORT_BYTES) && DEFINING_AT_MARGIN.has(hash);
}

const LF = 0x0a;
const SEMICOLON = 0x3b;
const DOT = 0x2e;
const OPENING = 0x28;
const CLOSING = 0x29;

/**
 * Finds the names of a text.
 *
 * @param bytes The text.
 * @param isC Whether, as in C, a line at the margin defines the name before its first parenthesis,
 * unless it ends in a semicolon.
 * @param listener Hears of them, in order.
 */
export function scanNames(bytes: Uint8Array, isC: boolean, listener: NameListener): void {
  let lineStart = 0;
  let isAwaited = false; // whether the next name is defined
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (KINDS[byte] === OTHER) {
      if (byte === LF) {
        if (isC) findFunction(bytes.subarray(lineStart, at), listener);
        lineStart = at + 1;
        isAwaited = false;
      } else if (isAwaited) {
        if (byte === OPENING) at = skipParentheses(bytes, at); // the receiver of Go
        else isAwaited = isBetween(byte);
      }
      continue;
    }
    const start = at;
    let hash = HASH_START;
    let kinds = 0;
    for (let kind = KINDS[byte]; kind !== OTHER; kind = KINDS[bytes[++at]] ?? OTHER) {
      hash = Math.imul(hash ^ bytes[at], HASH_PRIME);
      kinds |= kind;
    }
    const length = at-- - start;
    hash = mark(hash, kinds, length);
    const isLong = length >= LEAST_BYTES;
    if (isLong) listener.onName(hash);
    if (isAwaited && hash === SELF && bytes[at + 1] === DOT) at++;
    else if (isAwaited) {
      if (isLong) listener.onDefinition(hash);
      isAwaited = false;
    } else isAwaited = isDefining(hash, start - lineStart);
  }
}

/** Blanks, `*`, `&` and `!` may stand between a word and what it defines. */
function isBetween(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x2a || byte === 0x26 || byte === 0x21;
}

/** Where parentheses end that open at an offset; the offset when they do not on that line. */
function skipParentheses(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length && bytes[at] !== LF; at++) {
    if (bytes[at] === CLOSING) return at;
  }
  return start;
}

function findFunction(line: Uint8Array, { onDefinition }: NameListener): void {
  if (line.length === 0 || KINDS[line[0]] === OTHER) return;
  const end = line.indexOf(OPENING);
  if (end < 0 || line.lastIndexOf(SEMICOLON) > end) return;
  let start = end;
  while (start > 0 && KINDS[line[start - 1]] !== OTHER) start--;
  if (start === 0 || end - start < LEAST_BYTES) return;
  let hash = HASH_START;
  let kinds = 0;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ line[at], HASH_PRIME);
    kinds |= KINDS[line[at]];
  }
  onDefinition(mark(hash, kinds, end - start));
}
