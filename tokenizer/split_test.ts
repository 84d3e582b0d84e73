import { assertEquals } from "@std/assert";
import { createRandom, randomText } from "./_testing.ts";
import { ASK, DONE, START } from "./automaton.ts";
import { SENTINEL } from "./character.ts";
import { createSplitter, isSplitterName, type Splitter } from "./split.ts";

const NAMES = ["o200k", "tekken", "cl100k", "llama3", "qwen2", "deepseek3", "gpt2"] as const;

/** One of each kind of ASCII character. */
const KINDS = "aA1 \t\n/'.s";

/** What the automaton says of the first piece; undefined where it asks. */
function followAutomaton({ automaton }: Splitter, bytes: Uint8Array): number | undefined {
  let state = START;
  for (let at = 0;; at++) {
    state = automaton[state + bytes[at]];
    if (state < START) return state === ASK ? undefined : state === DONE ? at : at - 1;
  }
}

function* allTexts(length: number): Generator<string> {
  if (length === 0) yield "";
  else for (const text of allTexts(length - 1)) for (const kind of KINDS) yield text + kind;
}

function toBytes(text: string): Uint8Array {
  return new Uint8Array([...new TextEncoder().encode(text), SENTINEL]);
}

for (const name of NAMES) {
  Deno.test(`the automaton agrees with the pattern on all short texts: ${name}`, {
    permissions: "none",
  }, () => {
    const splitter = createSplitter(name);
    for (const text of allTexts(5)) {
      const bytes = toBytes(text);
      const found = followAutomaton(splitter, bytes);
      if (found === undefined) continue;
      const expected = splitter.findPieceEnd(bytes, 0, bytes.length - 1);
      if (found !== expected) assertEquals([text, found], [text, expected]);
    }
  });

  Deno.test(`findPieceEnd() always goes on and stays inside: ${name}`, {
    permissions: "none",
  }, () => {
    const splitter = createSplitter(name);
    const random = createRandom(31);
    for (let i = 0; i < 2000; i++) {
      const bytes = random(2) === 0
        ? toBytes(randomText(random))
        : Uint8Array.from({ length: 1 + random(40) }, () => random(256)).fill(SENTINEL, -1);
      const end = bytes.length - 1;
      for (let piece = 0; piece < end;) {
        const pieceEnd = splitter.findPieceEnd(bytes, piece, end);
        assertEquals([pieceEnd > piece, pieceEnd <= end], [true, true]);
        piece = pieceEnd;
      }
    }
  });
}

Deno.test("isSplitterName() knows no name of Object", () => {
  assertEquals(["o200k", "toString", "__proto__", ""].map(isSplitterName), [
    true,
    false,
    false,
    false,
  ]);
});
