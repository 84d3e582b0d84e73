import { assertEquals } from "@std/assert";
import type { Finding } from "./finding.ts";
import { nameReports } from "./name_reports.ts";

function at(line: number, path = "a", more: Partial<Finding> = {}): Finding {
  return { message: "m", severity: "error", source: "t", path, start: { line }, ...more };
}

function names(findings: readonly Finding[]): (string | undefined)[] {
  return findings.map((finding) => finding.report);
}

Deno.test({
  name: "nameReports() takes each document for a report",
  permissions: "none",
  fn: () => {
    const name = nameReports();
    assertEquals(names(name([at(9), at(1)], "document")), ["1", "1"]);
    assertEquals(names(name([at(9)], "document")), ["2"]);
  },
});

Deno.test({
  name: "nameReports() begins a report where rows go back in a file",
  permissions: "none",
  fn: () => {
    const name = nameReports();
    const rows = name([at(1), at(5), at(5), at(2, "b"), at(1), at(3, "b")], "rows");
    assertEquals(names(rows), ["rows0", "rows0", "rows0", "rows0", "rows1", "rows0"]);
    assertEquals(names(name([at(1), at(0)], "rows")), ["rows1", "rows2"]);
  },
});

Deno.test({
  name: "nameReports() begins a report where a row goes back in its line",
  permissions: "none",
  fn: () => {
    const rows = [5, 9, 8].map((column) => at(1, "a", { start: { line: 1, column } }));
    assertEquals(names(nameReports()(rows, "rows")), ["rows0", "rows0", "rows1"]);
  },
});

Deno.test({
  name: "nameReports() begins a report where a line of text comes again",
  permissions: "none",
  fn: () => {
    const name = nameReports();
    const fixes = [{ title: "", safety: "safe" as const, edits: [] }];
    const lines = [5, 1, 5, 1].map((line) => at(line, "a", { fixes }));
    assertEquals(names(name([at(5), at(5)], "text")), [undefined, undefined], "nothing to fix");
    assertEquals(names(name(lines, "text")), [
      "text0",
      "text0",
      "text1",
      "text1",
    ]);
  },
});

Deno.test({
  name: "nameReports() takes the units of a run for one report, until one comes again",
  permissions: "none",
  fn: () => {
    const name = nameReports();
    const units = ["a.c", "b.c", "a.c"];
    const reports = units.map((unit) => names(name([at(1, "h", { unit })], "document")));
    assertEquals(reports.flat(), ["run1", "run1", "run2"]);
  },
});
