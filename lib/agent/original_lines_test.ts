import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { makeDiff } from "../diff.ts";
import type { DiagnosticRecord } from "../types.ts";
import { toOriginalDiagnostics } from "./original_lines.ts";

const pure = { permissions: "none" } as const;
const bytes = (lines: readonly string[]) =>
  new TextEncoder().encode(lines.map((line) => line + "\n").join(""));
const at = (path: string, line: number): DiagnosticRecord => ({
  type: "diagnostic",
  message: "wrong",
  location: { path, range: { startLine: line, endLine: line } },
  severity: "error",
  source: "test",
  fixes: [],
});
const lineOf = (record: DiagnosticRecord | undefined) => record?.location?.range?.startLine;

Deno.test("toOriginalDiagnostics() finds each line that stays where it was", pure, () => {
  const words = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
  fc.assert(fc.property(words, words, fc.integer({ min: 0, max: 3 }), (one, two, contextLines) => {
    const before = one.map((word, line) => `${word}${line}`);
    const after = [...two.map((word) => `new ${word}`), ...before.slice(two.length)];
    const diffs = makeDiff([{ path: "f", before: bytes(before), after: bytes(after) }], {
      contextLines,
    });
    after.forEach((text, index) => {
      const original = before.indexOf(text);
      if (original < 0) return;
      assertEquals(lineOf(toOriginalDiagnostics([at("f", index + 1)], diffs)[0]), original + 1);
    });
  }));
});

Deno.test("toOriginalDiagnostics() puts an added line at the line that it follows", pure, () => {
  const diffs = makeDiff([{
    path: "f",
    before: bytes(["1", "2", "3"]),
    after: bytes(["1", "2", "new", "3"]),
  }]);
  const lines = [1, 2, 3, 4].map((line) =>
    lineOf(toOriginalDiagnostics([at("f", line)], diffs)[0])
  );
  assertEquals(lines, [1, 2, 2, 3]);
});

Deno.test(
  "toOriginalDiagnostics() follows a rename, leaves out new files, keeps others",
  pure,
  () => {
    const diffs = makeDiff([
      { path: "new name", from: "old name", before: bytes(["x"]), after: bytes(["x"]) },
      { path: "created", after: bytes(["y"]) },
    ]);
    const found = toOriginalDiagnostics(
      [at("new name", 1), at("created", 1), at("other", 9)],
      diffs,
    );
    assertEquals(found.map(({ location }) => location?.path), ["old name", "other"]);
  },
);
