import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { cutBlocks, findLineStarts } from "./blocks.ts";

function cut(text: string): [start: number, end: number][] {
  const bytes = new TextEncoder().encode(text);
  return cutBlocks(bytes, findLineStarts(bytes)).map(({ start, end }) => [start, end]);
}

Deno.test({
  name: "findLineStarts() begins no line after the last line's end",
  permissions: "none",
  fn: () => {
    const starts = (text: string) => [...findLineStarts(new TextEncoder().encode(text))];
    assertEquals([starts(""), starts("a"), starts("a\nbc\n"), starts("\n\n")], [
      [],
      [0],
      [0, 2],
      [0, 1],
    ]);
  },
});

Deno.test({
  name: "cutBlocks() cuts between functions, not in them",
  permissions: "none",
  fn: () => {
    const body = "function f() {\n" + "  call();\n".repeat(10) + "}\n";
    assertEquals(cut(`${body}\n${body}\n${body}`), [[0, 13], [13, 26], [26, 38]]);
  },
});

Deno.test({
  name: "cutBlocks() keeps a comment with what it is about",
  permissions: "none",
  fn: () => {
    const body = "  call();\n".repeat(10);
    assertEquals(
      cut(`function f() {\n${body}}\n\n// Why.\n// And how.\nfunction g() {\n${body}}\n`),
      [
        [0, 13],
        [13, 27],
      ],
    );
  },
});

Deno.test({
  name: "cutBlocks() covers every line once, in blocks of a bounded length",
  permissions: "none",
  fn: () => {
    const line = fc.constantFrom("", "}", "// note", "x = 1", "  y = 2", "\tz()", "end", "def f:");
    fc.assert(fc.property(fc.array(line, { maxLength: 300 }), (lines) => {
      let next = 0;
      for (const [start, end] of cut(lines.map((text) => text + "\n").join(""))) {
        assertEquals(start, next);
        assertEquals(end > start && end - start <= 60, true);
        next = end;
      }
      assertEquals(next, lines.length);
    }));
  },
});
