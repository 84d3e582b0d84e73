import { assertEquals } from "@std/assert";
import { VOCABULARIES } from "./_testing.ts";
import { BacktrackEncoder } from "./bpe_backtrack.ts";
import { MergeEncoder } from "./bpe_merge.ts";
import { TokenList } from "./token_list.ts";

/** Most steps of the search for each byte of a piece. */
const STEPS_A_BYTE = 12;

/** Pieces that are hard for one algorithm or another. */
const UNITS = [
  "a",
  "-",
  " ",
  "\n",
  "\0",
  "=",
  "ab",
  "abc",
  "aab",
  "-=",
  "--=",
  "的一",
  "👩‍💻",
  "qz7",
  "\xff",
];

function encode(unit: string, sizeBytes: number, engine: BacktrackEncoder | MergeEncoder) {
  const bytes = new TextEncoder().encode(unit.repeat(sizeBytes / unit.length)).slice(0, sizeBytes);
  const output = new TokenList();
  const before = engine.steps;
  engine.encodePiece(bytes, 0, bytes.length, output);
  return { ids: output.tokens.slice(0, output.count), steps: engine.steps - before };
}

for (const vocabulary of Object.values(VOCABULARIES)) {
  Deno.test(`the search is linear in steps on hostile pieces: ${vocabulary.name}`, {
    permissions: "none",
  }, () => {
    for (const unit of UNITS) {
      for (const sizeBytes of [1000, 10_000, 100_000]) {
        const { steps } = encode(unit, sizeBytes, new BacktrackEncoder(vocabulary));
        assertEquals([unit, sizeBytes, steps <= STEPS_A_BYTE * sizeBytes], [unit, sizeBytes, true]);
      }
    }
  });

  Deno.test(`the engines agree on hostile pieces: ${vocabulary.name}`, {
    permissions: "none",
  }, () => {
    for (const unit of UNITS) {
      for (const sizeBytes of [63, 64, 65, 1000, 5000]) {
        const found = encode(unit, sizeBytes, new BacktrackEncoder(vocabulary)).ids;
        assertEquals(found, encode(unit, sizeBytes, new MergeEncoder(vocabulary)).ids);
      }
    }
  });

  Deno.test(`merging looks up a few pairs for each byte: ${vocabulary.name}`, {
    permissions: "none",
  }, () => {
    for (const unit of UNITS) {
      const { steps } = encode(unit, 20_000, new MergeEncoder(vocabulary));
      assertEquals([unit, steps <= 4 * 20_000], [unit, true]);
    }
  });
}

Deno.test("runs of any byte are encoded as merging does", { permissions: "none" }, () => {
  for (const vocabulary of Object.values(VOCABULARIES)) {
    const search = new BacktrackEncoder(vocabulary);
    const merging = new MergeEncoder(vocabulary);
    for (let byte = 0; byte < 256; byte++) {
      for (const length of [256, 257 + 3 * byte]) {
        const bytes = new Uint8Array(length).fill(byte);
        const [found, expected] = [search, merging].map((engine) => {
          const output = new TokenList();
          engine.encodePiece(bytes, 0, length, output);
          return output.tokens.slice(0, output.count);
        });
        assertEquals([byte, length, ...found], [byte, length, ...expected]);
      }
    }
  }
});
