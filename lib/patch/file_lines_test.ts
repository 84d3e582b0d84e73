import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { Failure } from "../errors.ts";
import { applyLineEdits, type LineEdit, parseFile, printFile } from "./file_lines.ts";

const bytes = fc.array(fc.constantFrom("a", "b\r", "\n", "\r\n", "\xff", "\xef\xbb\xbf"), {
  maxLength: 30,
})
  .map((parts) => Uint8Array.from(parts.join(""), (character) => character.charCodeAt(0)));

function edit(text: string, edits: readonly LineEdit[], finalNewline?: boolean): string {
  const file = parseFile(new TextEncoder().encode(text));
  return new TextDecoder().decode(printFile(applyLineEdits(file, edits, finalNewline)));
}

Deno.test({
  name: "printFile() is the inverse of parseFile()",
  permissions: "none",
  fn: () => {
    fc.assert(fc.property(bytes, (bytes) => assertEquals(printFile(parseFile(bytes)), bytes)));
  },
});

Deno.test({
  name: "applyLineEdits() without edits changes no byte",
  permissions: "none",
  fn: () => {
    fc.assert(fc.property(bytes, (bytes) => {
      assertEquals(printFile(applyLineEdits(parseFile(bytes), [])), bytes);
    }));
  },
});

Deno.test({
  name: "applyLineEdits() gives the same file in any order of edits that do not overlap",
  permissions: "none",
  fn: () => {
    const spans = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 8 }).map(
      (points) => {
        const sorted = points.toSorted((a, b) => a - b);
        return sorted.flatMap((start, at): LineEdit[] =>
          at % 2 === 0 ? [{ start, end: sorted[at + 1] ?? start, lines: [`new ${start}`] }] : []
        );
      },
    );
    const file = parseFile(new TextEncoder().encode("line\r\n".repeat(20)));
    fc.assert(fc.property(spans, (edits) => {
      assertEquals(applyLineEdits(file, edits.toReversed()), applyLineEdits(file, edits));
    }));
  },
});

Deno.test({
  name: "applyLineEdits() ends new lines as the lines around them do",
  permissions: "none",
  fn: () => {
    const insert = (start: number) => [{ start, end: start, lines: ["new"] }];
    assertEquals(edit("a\r\nb\r\n", insert(1)), "a\r\nnew\r\nb\r\n");
    assertEquals(edit("a\nb\r\n", insert(2)), "a\nb\r\nnew\r\n");
    assertEquals(edit("a\nb", insert(2)), "a\nb\nnew");
    assertEquals(edit("", insert(0)), "new\n");
    assertEquals(edit("a\nb", [{ start: 1, end: 2, lines: [] }]), "a");
    assertEquals(edit("a\nb", insert(2), true), "a\nb\nnew\n");
    assertEquals(edit("a\nb\n", [], false), "a\nb");
  },
});

Deno.test({
  name: "applyLineEdits() refuses edits that overlap",
  permissions: "none",
  fn: () => {
    const edits = [{ start: 0, end: 2, lines: [] }, { start: 1, end: 3, lines: [] }];
    const error = assertThrows(() => edit("a\nb\nc\n", edits), Failure);
    assertEquals(error.message, "Cannot edit lines: the edits overlap");
  },
});
