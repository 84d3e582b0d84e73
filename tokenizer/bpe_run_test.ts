import { assertEquals } from "@std/assert";
import { VOCABULARIES } from "./_testing.ts";
import { MergeEncoder } from "./bpe_merge.ts";
import { encodeRun } from "./bpe_run.ts";
import { TokenList } from "./token_list.ts";

const LENGTHS = [...Array(40).keys(), 63, 64, 65, 66, 127, 128, 129, 130, 257, 512, 1000, 5003]
  .slice(1);

for (const vocabulary of Object.values(VOCABULARIES)) {
  Deno.test(`encodeRun() merges as the definition does, for every byte: ${vocabulary.name}`, {
    permissions: "none",
  }, () => {
    const { merges, byteTokens } = vocabulary;
    const engine = new MergeEncoder(vocabulary);
    for (let byte = 0; byte < 256; byte++) {
      // Most bytes make no token with themselves: a few lengths will do.
      const lengths = byte < 128 ? LENGTHS : [1, 2, 3, 64, 257];
      for (const length of lengths) {
        const found = new TokenList();
        const expected = new TokenList();
        encodeRun(merges, byteTokens[byte], length, found);
        engine.encodePiece(new Uint8Array(length).fill(byte), 0, length, expected);
        assertEquals([byte, length, ...found.toArray()], [byte, length, ...expected.toArray()]);
      }
    }
  });
}
