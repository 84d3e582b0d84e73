import { assertEquals } from "@std/assert";
import { createRandom, randomText } from "./_testing.ts";
import { SENTINEL } from "./character.ts";
import { createSplitter, findSteps, isSplitterName } from "./split.ts";
import { buildTransducer } from "./transducer_build.ts";

const NAMES = ["o200k", "tekken", "cl100k", "llama3", "qwen2", "deepseek3", "gpt2"] as const;

function toBytes(text: string): Uint8Array {
  return new Uint8Array([...new TextEncoder().encode(text), SENTINEL]);
}

for (const name of NAMES) {
  Deno.test(`findPieceEnd() always goes on and stays inside: ${name}`, {
    permissions: "none",
  }, () => {
    const splitter = createSplitter(name, buildTransducer(findSteps(name)));
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
