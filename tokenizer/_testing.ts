/**
 * What the tests of this folder share.
 *
 * @module
 */

import { readIndex } from "./index_file.ts";
import type { Vocabulary } from "./vocabulary.ts";

import cl100k from "./data/cl100k_base.bin" with { type: "bytes" };
import o200k from "./data/o200k_base.bin" with { type: "bytes" };

/** The vocabularies that are built in. */
export const VOCABULARIES: Readonly<Record<"o200k_base" | "cl100k_base", Vocabulary>> = {
  o200k_base: readIndex(o200k),
  cl100k_base: readIndex(cl100k),
};

/** Characters and runs at which patterns turn: every class, in and beyond ASCII. */
const FRAGMENTS = [
  ..."aAbBzZ09 \t\n\r\v/'\"_-.,;(){}<>=+$%\0\x85\xa0\ufeff\u200b\u2028\u3000éÉßſǅʰªªяЯあ漢한ก़́̈٣²Ⅷ。、—…€😀𝒜𐐀👩‍💻",
  ..."'s 'S 't 're 'VE 'll 'ſ don't I'll we'RE   \t\t \n\n\r\n \n 123 4567 // */ </div> camelCase"
    .split(" "),
  "    ",
  "  ",
  "hello",
  " world",
  "HTTPServer",
  "漢字かな",
  "\ud800",
];

/** Characters that turn a pattern or a merge, one of each kind and some twice. */
const HARD = [
  ..."aaeinorstlABTIS019  \t\n\r''.,-_=/*(){}\"<\0\x85\xa0\ufeff\u200b\u3000éßſǅʰªяЖあア漢字한글क़́̈٣²Ⅷ、。—…€😀👩\u200d💻",
];

/** A text of a few hard characters and of tokens; `tokens` are texts that are one token each. */
export function randomShortText(
  random: (limit: number) => number,
  tokens: readonly string[],
): string {
  let text = "";
  for (let count = 1 + random(6); count > 0; count--) {
    text += random(3) === 0 ? tokens[random(tokens.length)] : HARD[random(HARD.length)];
  }
  return text;
}

/** A generator of numbers below a limit, from a seed. */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % limit;
  };
}

/** A text of a few dozen fragments, at times with any code point. */
export function randomText(random: (limit: number) => number): string {
  let text = "";
  for (let count = random(40); count > 0; count--) {
    text += random(8) > 0
      ? FRAGMENTS[random(FRAGMENTS.length)].repeat(random(12) === 0 ? random(9) : 1)
      : String.fromCodePoint(random(random(2) === 0 ? 0x3400 : 0x110000));
  }
  return text;
}
