/**
 * What a prompt asks for: terms to look for in text, and places that it names.
 *
 * @module
 */

import { stemForms } from "./abbreviations.ts";
import { isAscii, isStopWord, splitWord, stem } from "./words.ts";

/** Something to look for in text. */
export interface Term {
  /** Forms in lower case; any of them counts. A form with an end matches the start of a word. */
  readonly forms: readonly string[];
  /** How much it weighs. */
  readonly weight: number;
  /** What it is: a stem, a whole identifier, two words in a row, or text between quotes. */
  readonly kind: "word" | "identifier" | "pair" | "quote";
  /** As the prompt writes it, for a person. */
  readonly label: string;
}

/** A place that a prompt names, as in a stack trace. */
export interface Place {
  /** The path as it is written; perhaps only its end. */
  readonly path: string;
  /** The line, from 1; absent when none is named. */
  readonly line?: number;
}

/** A prompt, taken apart. */
export interface Query {
  /** What to look for, heaviest first. */
  readonly terms: readonly Term[];
  /** The places that it names, in its order. */
  readonly places: readonly Place[];
  /** Whether it speaks of tests, so that they are not put behind. */
  readonly isAboutTests: boolean;
  /** Whether it speaks of documents. */
  readonly isAboutDocs: boolean;
}

/** Most terms of each kind; a prompt may hold a whole log. */
const TERMS_LIMIT = 60;

/** The part of the program that a title names first, as in `fix(parser): ...`. */
const SCOPE_REGEXP = /^(?:\w+\()?([\w.\/ -]{2,30}?)\)?!?:\s/;
const TITLE_WEIGHT = 2;
const SCOPE_WEIGHT = 1.5;
const BODY_WEIGHT = 1;
const TRAILER_REGEXP =
  /^(?:signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|reported-by|change-id|cc):.*$/gim;
const URL_REGEXP = /\bhttps?:\/\/[^\s)>\]]+/g;
const REFERENCE_REGEXP = /(?:^|\s)\(?#\d+\)?/g;
const HASH_REGEXP = /\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b/g;

/** Takes a prompt apart. */
export function parseQuery(prompt: string): Query {
  const text = prompt.replace(TRAILER_REGEXP, " ").replace(URL_REGEXP, " ")
    .replace(REFERENCE_REGEXP, " ").replace(HASH_REGEXP, " ");
  const end = text.trim().indexOf("\n");
  const title = end < 0 ? text.trim() : text.trim().slice(0, end);
  const terms = new Map<string, Term>();
  const scope = SCOPE_REGEXP.exec(title)?.[1] ?? "";
  addTerms(terms, scope, SCOPE_WEIGHT);
  addTerms(terms, title, TITLE_WEIGHT);
  if (end >= 0) addTerms(terms, text.trim().slice(end), BODY_WEIGHT);
  const ordered = [...terms.values()].sort((a, b) => b.weight - a.weight);
  return {
    terms: [
      ...ordered.filter((term) => term.kind === "word").slice(0, TERMS_LIMIT),
      ...ordered.filter((term) => term.kind !== "word").slice(0, TERMS_LIMIT),
    ],
    places: findPlaces(prompt),
    isAboutTests: /\b(?:tests?|specs?|test suite|unit[- ]tests?|coverage|flaky)\b/i.test(title),
    isAboutDocs: /\b(?:docs?|documentation|readme|changelog|docstrings?|typos?)\b/i.test(title),
  };
}

/** What stands out in a text. */
interface Shapes {
  /** Words and numbers. */
  readonly word: RegExp;
  /** Text between quotes, in one of three groups; an apostrophe within a word is none. */
  readonly quote: RegExp;
  /** What is no part of a word. */
  readonly mark: RegExp;
}

const ASCII_SHAPES: Shapes = {
  word: /[A-Za-z_$][\w$]*|\d+/g,
  quote: /`([^`\n]{3,60})`|"([^"\n]{3,60})"|(?<![A-Za-z\d])'([^'\n]{3,60})'/g,
  mark: /[^A-Za-z\d]/,
};

function createShapes(): Shapes {
  return {
    word: /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+/gu,
    quote: /`([^`\n]{3,60})`|"([^"\n]{3,60})"|(?<![\p{L}\p{N}])'([^'\n]{3,60})'/gu,
    mark: /[^\p{L}\p{N}]/u,
  };
}

function addTerms(terms: Map<string, Term>, text: string, weight: number): void {
  const { word, quote, mark } = isAscii(text) ? ASCII_SHAPES : createShapes();
  let previous: string[] = [];
  let last = 0;
  for (const match of text.matchAll(word)) {
    const between = text.slice(last, match.index);
    last = match.index + match[0].length;
    const parts = splitWord(match[0]);
    const isJoined = previous.length > 0 && /^[ \-_.:/]{1,2}$/.test(between);
    if (parts.length > 1) addIdentifier(terms, match[0], { parts, weight });
    for (const part of parts) addWord(terms, part, weight);
    if (isJoined && parts.length === 1) addPair(terms, [previous.at(-1)!, parts[0]], weight);
    previous = parts.length === 1 && isStopWord(parts[0]) ? [] : parts;
  }
  for (const match of text.matchAll(quote)) {
    const quoted = (match[1] ?? match[2] ?? match[3]).trim();
    if (mark.test(quoted)) addQuote(terms, quoted, weight);
  }
}

function add(terms: Map<string, Term>, term: Term): void {
  const key = `${term.kind} ${term.forms[0]}`;
  const known = terms.get(key);
  if (known === undefined) terms.set(key, term);
  else terms.set(key, { ...known, weight: Math.min(known.weight + term.weight / 2, 4) });
}

function addWord(terms: Map<string, Term>, word: string, weight: number): void {
  if (isStopWord(word) || (word.length < 2 && /^[\0-\x7f]/.test(word))) return;
  if (/^\d+$/.test(word) && word.length < 3) return;
  add(terms, { kind: "word", forms: stemForms(word), weight, label: word });
}

function addIdentifier(
  terms: Map<string, Term>,
  label: string,
  { parts, weight }: { readonly parts: readonly string[]; readonly weight: number },
): void {
  const forms = [parts.join(""), parts.join("_"), parts.join("-")];
  add(terms, { kind: "identifier", forms, weight: weight * 1.5, label });
}

function addPair(terms: Map<string, Term>, pair: readonly string[], weight: number): void {
  if (pair.some((word) => isStopWord(word) || word.length < 2)) return;
  const [first, second] = [pair[0], stem(pair[1])];
  const forms = ["", "_", "-", " ", "."].map((glue) => first + glue + second);
  add(terms, { kind: "pair", forms, weight, label: pair.join(" ") });
}

function addQuote(terms: Map<string, Term>, quoted: string, weight: number): void {
  add(terms, { kind: "quote", forms: [quoted.toLowerCase()], weight: weight * 1.5, label: quoted });
}

const PLACE_REGEXP =
  /(?:^|[\s"'`(<[{=@,]|file:\/\/)\/?((?:[\w.@+~-]+\/)*[\w.@+~-]*\w\.[A-Za-z][\w+]{0,9}|(?:[\w.@+~-]+\/)+[\w.@+~-]+)(?:(?::|", line |\()(\d{1,7}))?/g;

/** Paths with or without a line: `src/a.ts:10:2`, `File "a.py", line 3`, `a.ts(4,1)`. */
function findPlaces(prompt: string): Place[] {
  const places = new Map<string, Place>();
  for (const [, written, line] of prompt.matchAll(PLACE_REGEXP)) {
    const path = written.replace(/^(?:\.\/|\/+|[ab]\/(?=.*\/))/, "");
    const place = line === undefined ? { path } : { path, line: Number(line) };
    places.set(`${path}:${line ?? ""}`, place);
  }
  return [...places.values()];
}
