import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { diffLines, type LineChange } from "./line_diff.ts";

/** Builds the new text from the old one and the changes. */
function rebuild(before: string[], after: string[], changes: readonly LineChange[]): string[] {
  const lines: string[] = [];
  let at = 0;
  for (const change of changes) {
    lines.push(...before.slice(at, change.beforeStart));
    lines.push(...after.slice(change.afterStart, change.afterEnd));
    at = change.beforeEnd;
  }
  return [...lines, ...before.slice(at)];
}

/** Length of the longest common subsequence, by the textbook table. */
function countShared(before: string[], after: string[]): number {
  let row = new Array<number>(after.length + 1).fill(0);
  for (const line of before) {
    const next = [0];
    after.forEach((other, at) =>
      next.push(line === other ? row[at] + 1 : Math.max(row[at + 1], next[at]))
    );
    row = next;
  }
  return row[after.length];
}

const lines = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 30 });

Deno.test({
  name: "diffLines() gives changes that make the new text out of the old one",
  permissions: "none",
  fn: () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        assertEquals(rebuild(before, after, diffLines(before, after)), after);
      }),
      { numRuns: 2000 },
    );
  },
});

Deno.test({
  name: "diffLines() removes and adds as few lines as possible",
  permissions: "none",
  fn: () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = diffLines(before, after);
        const removed = changes.reduce((sum, c) => sum + c.beforeEnd - c.beforeStart, 0);
        assertEquals(before.length - removed, countShared(before, after));
      }),
      { numRuns: 2000 },
    );
  },
});

Deno.test({
  name: "diffLines() finds the one line that was put in",
  permissions: "none",
  fn: () => {
    assertEquals(diffLines(["a", "b"], ["a", "x", "b"]), [
      { beforeStart: 1, beforeEnd: 1, afterStart: 1, afterEnd: 2 },
    ]);
    assertEquals(diffLines(["a"], ["a"]), []);
  },
});

Deno.test({
  name: "diffLines() is right beyond the cap of its search",
  permissions: "none",
  fn: () => {
    const before = Array.from({ length: 6000 }, (_, at) => `line ${(at * 7) % 1500}`);
    const after = Array.from({ length: 6000 }, (_, at) => `line ${(at * 11) % 1500}`);
    assertEquals(rebuild(before, after, diffLines(before, after)), after);
  },
});
