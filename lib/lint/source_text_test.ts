import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Units } from "./finding.ts";
import { lineOfByte, toByte, toSourceText } from "./source_text.ts";
import {
  BYTES,
  CELLS,
  CODE_POINTS,
  FILE_CODE_POINTS,
  TAB_STOP_CODE_POINTS,
  TEXT_BYTES,
  UNKNOWN,
  UTF16,
  WIDE_TAB_CODE_POINTS,
} from "./units.ts";

const encoder = new TextEncoder();

function toSource(text: string) {
  return toSourceText(encoder.encode(text))!;
}

/** Before the `x` stand 18 bytes, 8 UTF-16 units, 7 code points and 9 cells, after a tab. */
const PROBE = toSource("\té𝒳中中中e\u0301x\n");
const X_BYTE = 19;
const COLUMNS: readonly [string, Units, number][] = [
  ["bytes", BYTES, 20],
  ["UTF-16 units", UTF16, 10],
  ["code points", CODE_POINTS, 9],
  ["code points and tab stops", TAB_STOP_CODE_POINTS, 16],
  ["code points and wide tabs", WIDE_TAB_CODE_POINTS, 10],
  ["cells", CELLS, 18],
];

for (const [name, units, column] of COLUMNS) {
  Deno.test({
    name: `toByte() finds the place of a column in ${name}`,
    permissions: "none",
    fn: () => assertEquals(toByte(PROBE, { line: 1, column }, units), X_BYTE),
  });
}

Deno.test({
  name: "toByte() knows a column of unknown units only where all units agree",
  permissions: "none",
  fn: () => {
    const source = toSource("plain x\né x\n\tx\n");
    assertEquals(toByte(source, { line: 1, column: 7 }, UNKNOWN), 6);
    assertEquals(toByte(source, { line: 2, column: 3 }, UNKNOWN), undefined);
    assertEquals(toByte(source, { line: 3, column: 2 }, UNKNOWN), undefined);
  },
});

Deno.test({
  name: "toByte() refuses places that are not in the file or inside a character",
  permissions: "none",
  fn: () => {
    const source = toSource("é\r\nab");
    assertEquals(toByte(source, { line: 1, column: 2 }, BYTES), undefined);
    assertEquals(toByte(source, { line: 1, column: 9 }, BYTES), undefined);
    assertEquals(toByte(source, { line: 4, column: 1 }, BYTES), undefined);
    assertEquals(toByte(source, { line: 0, column: 1 }, BYTES), undefined);
    assertEquals(toByte(source, { offset: 7 }, BYTES), undefined);
    assertEquals(toByte(source, { offset: 1 }, BYTES), undefined);
    assertEquals(toByte(toSource("𝒳"), { offset: 1 }, UTF16), undefined);
  },
});

Deno.test({
  name: "toByte() takes the line after the last one as the end of the file",
  permissions: "none",
  fn: () => {
    assertEquals(toByte(toSource("a\nb"), { line: 3, column: 1 }, CODE_POINTS), 3);
    assertEquals(toByte(toSource("a\n"), { line: 2, column: 1 }, CODE_POINTS), 2);
  },
});

Deno.test({
  name: "toByte() counts a byte order mark for those tools that do",
  permissions: "none",
  fn: () => {
    const source = toSource("\ufeffab\nc");
    assertEquals(toByte(source, { line: 1, column: 2 }, CODE_POINTS), 4);
    assertEquals(toByte(source, { line: 1, column: 2 }, FILE_CODE_POINTS), 3);
    assertEquals(toByte(source, { line: 2, column: 1 }, CODE_POINTS), 6);
    assertEquals(toByte(source, { offset: 1 }, TEXT_BYTES), 4);
    assertEquals(toByte(source, { offset: 3 }, BYTES), 3);
    assertEquals(toByte(source, { offset: 1 }, UTF16), 4);
  },
});

Deno.test({
  name: "toSourceText() refuses what is not UTF-8",
  permissions: "none",
  fn: () => assertEquals(toSourceText(new Uint8Array([0xff, 0xfe])), undefined),
});

Deno.test({
  name: "toByte() agrees with slicing the text, for offsets and columns of UTF-16 units",
  permissions: "none",
  fn: () => {
    const text = fc.array(fc.constantFrom("a", "é", "中", "𝒳", "\t", "\n", "\r\n", "e\u0301"));
    fc.assert(fc.property(text, fc.nat(), (parts, seed) => {
      const whole = parts.join("");
      const points = [...whole, ""];
      const before = points.slice(0, seed % points.length).join("");
      if (before.endsWith("\r")) return; // inside the end of a line
      const source = toSource(whole);
      const byte = encoder.encode(before).length;
      assertEquals(toByte(source, { offset: before.length }, UTF16), byte);
      const lines = before.split("\n");
      const column = lines[lines.length - 1].length + 1;
      assertEquals(toByte(source, { line: lines.length, column }, UTF16), byte);
      assertEquals(lineOfByte(source, byte), lines.length - 1);
    }));
  },
});
