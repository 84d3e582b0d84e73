/**
 * Finds the terms of a query in bytes, in one pass, whatever their number: a trie of the forms, run
 * as a deterministic automaton whose states are made when they are first met.
 *
 * A word starts where a run of letters does, and in the middle of `camelCase`. Case is ignored.
 *
 * @module
 */

import type { Term } from "./query.ts";
import { SHORT_SUFFIXES } from "./words.ts";

/** Tells about one occurrence of a term: its number in the query, and the byte behind it. */
export type OnMatch = (term: number, offset: number) => void;

/** Looks for the terms in a text, as bytes of UTF-8. */
export type Scan = (bytes: Uint8Array, onMatch: OnMatch) => void;

/** Stems up to this length match only with a known ending; longer ones begin any word. */
const SHORT_STEM_LENGTH = 4;

/** A place in the trie. */
interface TrieNode {
  readonly id: number;
  readonly children: Map<number, TrieNode>;
  /** Terms that are found on arrival. */
  readonly found: number[];
  /** Terms that are found if no lower-case letter follows. */
  readonly foundAtEnd: number[];
}

/** What a byte is to the beginning and the end of words. */
type Kind = "lower" | "upper" | "digit" | "other";

/** Everything that the future depends on. */
interface State {
  /** Where in the trie the words that may be going on have come to. */
  readonly nodes: readonly TrieNode[];
  /** Nodes that count only if a lower-case letter follows: the `A` of `HTTPArgs`. */
  readonly tentative: readonly TrieNode[];
  /** Kind of the last byte. */
  readonly last: Kind;
}

const CLASS_BITS = 7;
/** No transition: it would be one to a state beyond the last. */
const UNKNOWN = -1;
/** Marks the transitions on which terms are found; as the sign, it costs one test for both. */
const FOUND_BIT = 1 << 31;
const STATES_LIMIT = 0x7ffe;
const NEWLINE = 0x0a;

/**
 * Compiles the terms.
 *
 * @returns The scanner; it keeps what it learns from one text to the next.
 */
export function compileTerms(terms: readonly Term[]): Scan {
  const root = buildTrie(terms);
  const { classes, examples } = classify(root);
  const empty: State = { nodes: [], tentative: [], last: "other" };
  let states: State[] = [];
  let numbers = new Map<string, number>();
  /**
   * For each state a row: for each class of bytes, where the row of the next state begins. Numbers of
   * states would take half the room, and a third more time to be made places of.
   */
  let table = new Int32Array(0);
  let found = new Map<number, readonly number[]>();

  function reset(): void {
    states = [empty];
    numbers = new Map([[toKey(empty), 0]]);
    table = new Int32Array(256 << CLASS_BITS).fill(UNKNOWN);
    found = new Map();
  }

  /** Makes the transition that is missing. */
  function learn(slot: number): number {
    const state = states[slot >> CLASS_BITS];
    const { next, matches } = step(root, state, examples[slot & ((1 << CLASS_BITS) - 1)]);
    const key = toKey(next);
    let number = numbers.get(key);
    if (number === undefined && states.length >= STATES_LIMIT) number = 0; // forgets a word's start
    if (number === undefined) {
      number = states.length;
      states.push(next);
      numbers.set(key, number);
      if (states.length << CLASS_BITS > table.length) table = grow(table);
    }
    if (matches.length > 0) found.set(slot, matches);
    const row = number << CLASS_BITS;
    table[slot] = matches.length > 0 ? row | FOUND_BIT : row;
    return table[slot];
  }

  /** Follows one transition that is not a plain one; returns the row that it leads to. */
  function follow(slot: number, offset: number, onMatch: OnMatch): number {
    const next = table[slot] === UNKNOWN ? learn(slot) : table[slot];
    if (next >= 0) return next;
    for (const term of found.get(slot)!) onMatch(term, offset);
    return next & ~FOUND_BIT;
  }

  reset();
  return (bytes, onMatch) => {
    if (states.length >= STATES_LIMIT) reset();
    let known = table; // a local: this loop is where the time goes
    let row = 0;
    const end = bytes.length;
    for (let i = 0; i < end; i++) {
      const slot = row | classes[bytes[i]];
      row = known[slot];
      if (row >= 0) continue;
      row = follow(slot, i, onMatch);
      known = table;
    }
    const last = row | classes[NEWLINE];
    if (known[last] < 0) follow(last, end, onMatch);
  };
}

function buildTrie(terms: readonly Term[]): TrieNode {
  let count = 0;
  const make = (): TrieNode => ({ id: count++, children: new Map(), found: [], foundAtEnd: [] });
  const root = make();
  const insert = (form: string): TrieNode => {
    let node = root;
    for (const byte of new TextEncoder().encode(form)) {
      let child = node.children.get(byte);
      if (child === undefined) node.children.set(byte, child = make());
      node = child;
    }
    return node;
  };
  terms.forEach((term, number) => {
    for (const form of term.forms) {
      if (term.kind !== "word" || form.length > SHORT_STEM_LENGTH) insert(form).found.push(number);
      else for (const end of ["", ...SHORT_SUFFIXES]) insert(form + end).foundAtEnd.push(number);
    }
  });
  return root;
}

/** Bytes that no form tells apart share a class; `examples` holds one byte of each. */
function classify(root: TrieNode): { classes: Uint8Array; examples: readonly number[] } {
  const used = new Set<number>();
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const [byte, child] of node.children) {
      used.add(byte);
      pending.push(child);
    }
  }
  const numbers = new Map<string, number>();
  const examples: number[] = [];
  const limit = (1 << CLASS_BITS) - 4; // the last ones are for what is not told apart
  const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
    const isUsed = used.has(toLower(byte)) && numbers.size < limit;
    const key = isUsed ? String(byte) : toKind(byte);
    if (!numbers.has(key)) {
      numbers.set(key, examples.length);
      examples.push(byte);
    }
    return numbers.get(key)!;
  });
  return { classes, examples };
}

function step(
  root: TrieNode,
  state: State,
  byte: number,
): { readonly next: State; readonly matches: readonly number[] } {
  const kind = toKind(byte);
  const matches = kind === "lower" ? [] : state.nodes.flatMap((node) => node.foundAtEnd);
  const going = kind === "lower" ? [...state.nodes, ...state.tentative] : [...state.nodes];
  const isAcronym = kind === "upper" && state.last === "upper";
  if (!isAcronym && mayStart(state.last, kind)) going.push(root);
  const lower = toLower(byte);
  const follow = (from: readonly TrieNode[]) =>
    [...new Set(from.flatMap((node) => node.children.get(lower) ?? []))]
      .sort((a, b) => a.id - b.id);
  const nodes = follow(going);
  const tentative = isAcronym ? follow([root]) : [];
  matches.push(...nodes.flatMap((node) => node.found));
  return { next: { nodes, tentative, last: kind }, matches: [...new Set(matches)] };
}

function mayStart(last: Kind, kind: Kind): boolean {
  if (kind === "lower") return last === "other" || last === "digit";
  return kind === "other" || kind !== last;
}

function toKind(byte: number): Kind {
  if ((byte >= 0x61 && byte <= 0x7a) || byte >= 0x80) return "lower";
  if (byte >= 0x41 && byte <= 0x5a) return "upper";
  return byte >= 0x30 && byte <= 0x39 ? "digit" : "other";
}

function toLower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function toKey({ nodes, tentative, last }: State): string {
  return `${nodes.map((node) => node.id)};${tentative.map((node) => node.id)};${last}`;
}

function grow(table: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(table.length * 2).fill(UNKNOWN);
  larger.set(table);
  return larger;
}
