import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { makeDiff } from "../diff.ts";
import type { DiagnosticRecord } from "../types.ts";
import { moveRecords } from "./move_records.ts";

const toBytes = (lines: readonly string[]) =>
  new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));

function at(path: string, line: number): DiagnosticRecord {
  return {
    type: "diagnostic",
    message: "wrong",
    location: { path, digest: "d", range: { startLine: line, startColumn: 3, endLine: line } },
    severity: "error",
    source: "test",
    fixes: [],
  };
}

const lineOf = (record: DiagnosticRecord) => record.location?.range?.startLine;

Deno.test({
  name: "moveRecords() finds each line that stays, wherever it is then",
  permissions: "none",
  fn: () => {
    const lines = fc.uniqueArray(fc.integer({ min: 0, max: 40 }).map(String), { maxLength: 20 });
    fc.assert(fc.property(lines, lines, (before, after) => {
      const diffs = makeDiff([{ path: "f", before: toBytes(before), after: toBytes(after) }]);
      if (diffs.length === 0) return;
      const kept = new Set(
        diffs[0].hunks.flatMap((hunk) => hunk.lines).filter((line) => line.startsWith("-"))
          .map((line) => line.slice(1)),
      );
      for (const [index, text] of before.entries()) {
        if (kept.has(text) || !after.includes(text)) continue; // removed, or moved elsewhere
        assertEquals(lineOf(moveRecords([at("f", index + 1)], diffs)[0]), after.indexOf(text) + 1);
      }
    }));
  },
});

Deno.test({
  name: "moveRecords() puts a removed line where the next one is",
  permissions: "none",
  fn: () => {
    const diffs = makeDiff([{
      path: "f",
      before: toBytes(["1", "old", "3"]),
      after: toBytes(["1", "3"]),
    }]);
    assertEquals([1, 2, 3].map((line) => lineOf(moveRecords([at("f", line)], diffs)[0])), [
      1,
      2,
      2,
    ]);
  },
});

Deno.test({
  name:
    "moveRecords() leaves out columns and digests where the text changed, and nothing elsewhere",
  permissions: "none",
  fn: () => {
    const diffs = makeDiff([{ path: "f", before: toBytes(["1"]), after: toBytes(["0", "1"]) }]);
    const [moved, other] = moveRecords([at("f", 1), at("g", 1)], diffs);
    assertEquals(moved.location, { path: "f", range: { startLine: 2, endLine: 2 } });
    assertEquals(other, at("g", 1));
  },
});
