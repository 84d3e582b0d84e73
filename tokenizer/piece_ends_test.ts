import { assertEquals } from "@std/assert";
import { createRandom } from "./_testing.ts";
import { SENTINEL } from "./character.ts";
import { findEnds, MOST_ENDS, type Text } from "./piece_ends.ts";
import { createSplitter, findSteps, type Splitter } from "./split.ts";
import { buildTransducer } from "./transducer_build.ts";

const NAMES = ["o200k", "tekken", "cl100k", "llama3", "qwen2", "deepseek3", "gpt2"] as const;

/** One of each kind of character of ASCII. */
const KINDS = "aA1 \t\n/'.s\u{1}";
/** One of each kind beyond ASCII: lower, upper, title case, without case, mark, number, space, others. */
const WIDE_KINDS = "éÉǅ中ー\u{301}٣\u{3000}\u{a0}。😀\u{200b}ſ";
const ALL_KINDS = [...KINDS, ...WIDE_KINDS];
/** What contractions are made of. */
const LETTERS = "'reEvlLsk ";

function toText(text: string): Text {
  const bytes = new Uint8Array([...new TextEncoder().encode(text), SENTINEL]);
  return { bytes, view: new DataView(bytes.buffer), end: bytes.length - 1 };
}

/** The ends by the splitter's function alone. */
function findEndsSlowly({ bytes, end }: Text, { findPieceEnd }: Splitter): number[] {
  const ends = [];
  for (let piece = 0; piece < end;) ends.push(piece = findPieceEnd(bytes, piece, end));
  return ends;
}

function findAllEnds(text: Text, splitter: Splitter): number[] {
  const ends = new Int32Array(MOST_ENDS);
  const all: number[] = [];
  for (let start = 0;; start = all[all.length - 1]) {
    const count = findEnds(text, start, splitter, ends);
    if (count === 0) return all;
    all.push(...ends.subarray(0, count));
  }
}

function assertSameEnds(written: string, splitter: Splitter): void {
  const text = toText(written);
  const found = findAllEnds(text, splitter);
  const expected = findEndsSlowly(text, splitter);
  if (found.join() !== expected.join()) assertEquals([written, found], [written, expected]);
}

function* allTexts(length: number, characters: string): Generator<string> {
  if (length === 0) yield "";
  else {
    for (const text of allTexts(length - 1, characters)) {
      for (const character of characters) yield text + character;
    }
  }
}

/** Runs of all lengths, so that blocks end in each state. */
function randomRuns(random: (limit: number) => number): string {
  let text = "";
  while (text.length < 9000) {
    const character = ALL_KINDS[random(ALL_KINDS.length)];
    text += character.repeat(random(20) > 0 ? 1 + random(5) : random(6000));
  }
  return text;
}

for (const name of NAMES) {
  const splitter = createSplitter(name, buildTransducer(findSteps(name)));

  Deno.test(`findEnds() agrees with the pattern on all short texts: ${name}`, {
    permissions: "none",
  }, () => {
    for (const text of allTexts(5, KINDS)) assertSameEnds(text, splitter);
    for (const text of allTexts(3, KINDS + WIDE_KINDS)) assertSameEnds(text, splitter);
    for (const text of allTexts(5, "aA中. '\n\u{301}")) assertSameEnds(text, splitter);
    for (const text of allTexts(4, LETTERS)) {
      for (const start of ["a", "A", " ", "é", "\n"]) assertSameEnds(start + text, splitter);
    }
  });

  Deno.test(`findEnds() agrees with the pattern wherever a block ends: ${name}`, {
    permissions: "none",
  }, () => {
    const random = createRandom(7);
    for (let i = 0; i < 100; i++) assertSameEnds(randomRuns(random), splitter);
  });
}
