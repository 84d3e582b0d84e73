import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { characterBytes, countUtf16, skipColumns } from "./characters.ts";

const encoder = new TextEncoder();
const TEXT = fc.array(fc.constantFrom("a", "é", "中", "𝒳", "\t", "\u0301")).map((c) => c.join(""));

Deno.test({
  name: "characterBytes() tells the length of a character by its first byte",
  permissions: "none",
  fn: () => {
    const lengths = ["a", "é", "中", "𝒳"].map((c) => characterBytes(encoder.encode(c)[0]));
    assertEquals(lengths, [1, 2, 3, 4]);
  },
});

Deno.test({
  name: "countUtf16() agrees with the length of a string",
  permissions: "none",
  fn: () =>
    fc.assert(fc.property(TEXT, (text) => {
      const bytes = encoder.encode(text);
      assertEquals(countUtf16(bytes, 0, bytes.length), text.length);
    })),
});

Deno.test({
  name: "skipColumns() agrees with slicing a string, in UTF-16 units and in code points",
  permissions: "none",
  fn: () =>
    fc.assert(fc.property(TEXT, TEXT, (before, after) => {
      const bytes = encoder.encode(before + after);
      const line = { start: 0, end: bytes.length };
      const wanted = encoder.encode(before).length;
      assertEquals(skipColumns(bytes, line, before.length, { column: "utf16" }), wanted);
      assertEquals(skipColumns(bytes, line, [...before].length, { column: "codepoint" }), wanted);
      assertEquals(skipColumns(bytes, line, wanted, { column: "byte" }), wanted);
    })),
});

Deno.test({
  name: "skipColumns() finds nothing inside a character or behind the line",
  permissions: "none",
  fn: () => {
    const bytes = encoder.encode("𝒳\t");
    const line = { start: 0, end: bytes.length };
    assertEquals(skipColumns(bytes, line, 1, { column: "utf16" }), undefined);
    assertEquals(skipColumns(bytes, line, 3, { column: "codepoint", tab: "stop" }), undefined);
    assertEquals(skipColumns(bytes, line, 9, { column: "codepoint" }), undefined);
  },
});
