/**
 * Git's wildcards, matched byte by byte in linear time, whatever the pattern.
 *
 * @module
 */

/** A compiled pattern: whether a byte string, as `toByteString` makes it, matches as a whole. */
export type Wildcard = (bytes: string) => boolean;

/** What one byte of the text may be, or how the pattern may go on without one. */
type Token =
  | { readonly kind: "set"; readonly set: Uint8Array }
  /** Any run of bytes that are in the set. */
  | { readonly kind: "run"; readonly set: Uint8Array }
  /** Goes on with the next token, or behind the two after this one. */
  | { readonly kind: "optional" };

const SLASH = 0x2f;

/** The UTF-8 bytes of a text as a string of one character a byte. */
export function toByteString(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/**
 * Compiles a pattern.
 *
 * @param pattern The pattern as a byte string; `*` and `?` do not match `/`.
 * @returns The matcher; one that matches nothing for a pattern that is not complete.
 */
export function compileWildcard(pattern: string): Wildcard {
  const tokens = tokenize(pattern);
  return tokens === undefined ? () => false : (bytes) => isMatch(tokens, bytes);
}

function tokenize(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length;) {
    switch (pattern[at]) {
      case "*": {
        at = pushStars(tokens, pattern, at);
        break;
      }
      case "?":
        tokens.push({ kind: "set", set: anyButSlash() });
        at++;
        break;
      case "[": {
        const parsed = parseClass(pattern, at + 1);
        if (parsed === undefined) return undefined;
        tokens.push({ kind: "set", set: parsed.set });
        at = parsed.next;
        break;
      }
      case "\\":
        if (at + 1 === pattern.length) return undefined;
        tokens.push({ kind: "set", set: only(pattern.charCodeAt(at + 1)) });
        at += 2;
        break;
      default:
        tokens.push({ kind: "set", set: only(pattern.charCodeAt(at)) });
        at++;
    }
  }
  return tokens;
}

/** One star stays in its folder; two that stand alone between slashes cross folders. */
function pushStars(tokens: Token[], pattern: string, at: number): number {
  let next = at;
  while (pattern[next] === "*") next++;
  const rest = pattern.slice(next, next + 2);
  const isAlone = next - at > 1 && (at === 0 || pattern[at - 1] === "/") &&
    (rest === "" || rest[0] === "/" || rest === "\\/");
  if (!isAlone) {
    tokens.push({ kind: "run", set: anyButSlash() });
    return next;
  }
  const crossing: Token = { kind: "run", set: new Uint8Array(256).fill(1) };
  if (rest[0] !== "/") {
    tokens.push(crossing);
    return next;
  }
  tokens.push({ kind: "optional" }, crossing, { kind: "set", set: only(SLASH) });
  return next + 1;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[0-9A-Za-z]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  // deno-lint-ignore no-control-regex
  cntrl: /[\0-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[\t-\r ]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** What was read of a pattern, and where it goes on. */
interface ReadPart {
  readonly set: Uint8Array;
  readonly next: number;
}

/** Reads `[...]` from behind the bracket; undefined when it does not end or names no class. */
function parseClass(pattern: string, start: number): ReadPart | undefined {
  const isNegated = pattern[start] === "!" || pattern[start] === "^";
  const set = new Uint8Array(256);
  const first = isNegated ? start + 1 : start;
  let previous = 0; // the byte that a range could begin with; 0 for none
  let at = first;
  while (at === first || pattern[at] !== "]") {
    if (at >= pattern.length) return undefined;
    const named = readNamedClass(pattern, at);
    if (named === "unknown") return undefined;
    if (named !== undefined) {
      named.set.forEach((bit, byte) => set[byte] |= bit);
      at = named.next;
      previous = 0;
      continue;
    }
    const isRange = pattern[at] === "-" && previous !== 0 && at + 1 < pattern.length &&
      pattern[at + 1] !== "]";
    if (isRange) at++;
    if (pattern[at] === "\\") at++;
    if (at >= pattern.length) return undefined;
    const byte = pattern.charCodeAt(at++);
    if (isRange) set.fill(1, previous, Math.max(previous, byte + 1));
    else set[byte] = 1;
    previous = isRange ? 0 : byte;
  }
  return { set: finishClass(set, isNegated), next: at + 1 };
}

/** Reads `[:name:]`; undefined when the text there is not one, so that `[` stands for itself. */
function readNamedClass(pattern: string, at: number): ReadPart | "unknown" | undefined {
  if (!pattern.startsWith("[:", at)) return undefined;
  const end = pattern.indexOf("]", at + 2);
  if (end < 0) return "unknown";
  if (end === at + 2 || pattern[end - 1] !== ":") return undefined;
  const name = pattern.slice(at + 2, end - 1);
  if (!Object.hasOwn(CLASSES, name)) return "unknown";
  const set = Uint8Array.from(
    { length: 256 },
    (_, byte) => byte < 128 && CLASSES[name].test(String.fromCharCode(byte)) ? 1 : 0,
  );
  return { set, next: end + 1 };
}

function finishClass(set: Uint8Array, isNegated: boolean): Uint8Array {
  const finished = isNegated ? set.map((bit) => 1 - bit) : set;
  finished[SLASH] = 0;
  return finished;
}

function only(byte: number): Uint8Array {
  const set = new Uint8Array(256);
  set[byte] = 1;
  return set;
}

function anyButSlash(): Uint8Array {
  const set = new Uint8Array(256).fill(1);
  set[SLASH] = 0;
  return set;
}

/** Follows every way through the tokens at once. */
function isMatch(tokens: readonly Token[], bytes: string): boolean {
  let alive = new Uint8Array(tokens.length + 1);
  let next = new Uint8Array(tokens.length + 1);
  enter(tokens, alive, 0);
  for (let i = 0; i < bytes.length; i++) {
    if (!step(tokens, alive, { next, byte: bytes.charCodeAt(i) })) return false;
    [alive, next] = [next, alive.fill(0)];
  }
  return alive[tokens.length] === 1;
}

/** Takes one byte on every way; returns whether one is left. */
function step(
  tokens: readonly Token[],
  alive: Uint8Array,
  { next, byte }: { readonly next: Uint8Array; readonly byte: number },
): boolean {
  let isAlive = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (alive[at] === 0 || token.kind === "optional" || token.set[byte] === 0) continue;
    enter(tokens, next, token.kind === "run" ? at : at + 1);
    isAlive = true;
  }
  return isAlive;
}

/** Marks a token as reached, and those that follow from it without a byte. */
function enter(tokens: readonly Token[], alive: Uint8Array, at: number): void {
  if (alive[at] === 1) return;
  alive[at] = 1;
  const kind = tokens[at]?.kind;
  if (kind === "run" || kind === "optional") enter(tokens, alive, at + 1);
  if (kind === "optional") enter(tokens, alive, at + 3);
}
