import { assertEquals } from "@std/assert";
import { VOCABULARIES } from "./_testing.ts";
import { Decoder } from "./decoder.ts";

/** Tokens of every length that is copied in another way. */
const LENGTHS = [0, 1, 4, 7, 8, 9, 12, 13, 255, 256, 300, 70_000];

Deno.test("decodeBytes() gives the bytes of tokens of any length, by ids in any order", {
  permissions: "none",
}, () => {
  const tokens = LENGTHS.map((length, i) => new Uint8Array(length).fill(i + 1));
  const starts = new Uint32Array(LENGTHS.length + 1);
  for (const [i, length] of LENGTHS.entries()) starts[i + 1] = starts[i] + length;
  const bytes = Uint8Array.from(tokens.flatMap((token) => [...token]));
  const ids = Int32Array.from(LENGTHS, (_, token) => LENGTHS.length - token);
  const decoder = new Decoder({ ...VOCABULARIES.o200k_base, tokenBytes: { bytes, starts }, ids });
  const text = [...ids, ...ids];
  const expected = text.flatMap((id) => [...tokens[LENGTHS.length - id]]);
  assertEquals(decoder.decodeBytes(text), Uint8Array.from(expected));
});
