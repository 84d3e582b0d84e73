import { assertEquals } from "@std/assert";
import type { DiagnosticRecord } from "../types.ts";
import { type Reported, settleReports } from "./reports.ts";
import type { Evidence } from "./witness.ts";

function row(report: string, line: number, evidence: Evidence = "none", text = "x"): Reported {
  const record: DiagnosticRecord = {
    type: "diagnostic",
    message: `${report} ${line}`,
    location: { path: "a.py", digest: "d", range: { startLine: line, endLine: line } },
    severity: "error",
    source: "tool",
    code: "C",
    fixes: [{
      title: "",
      safety: "safe",
      edits: [{ path: "a.py", startByte: line, endByte: line, text }],
    }],
  };
  return { record, report, compare: () => evidence, isVerified: false };
}

/** Messages of the records that keep their fixes, and how many notices there were. */
function settle(rows: readonly Reported[]): [string[], number] {
  const notices: string[] = [];
  const records = settleReports(rows, (notice) => notices.push(notice));
  const kept = records.filter((record) => record.fixes.length > 0);
  return [kept.map((record) => record.message), notices.length];
}

const CASES: readonly { name: string; rows: readonly Reported[]; kept: string[]; said: number }[] =
  [
    { name: "keeps one report", rows: [row("1", 1), row("1", 9)], kept: ["1 1", "1 9"], said: 0 },
    {
      name: "keeps nothing of a report that the file refutes",
      rows: [row("1", 1, "confirmed"), row("1", 9, "refuted")],
      kept: [],
      said: 1,
    },
    {
      name: "takes reports that repeat each other for one",
      rows: [row("1", 1), row("2", 1), row("2", 9)],
      kept: ["1 1", "2 1", "2 9"],
      said: 0,
    },
    {
      name: "keeps nothing of reports that differ without evidence",
      rows: [row("1", 1), row("2", 2)],
      kept: [],
      said: 1,
    },
    {
      name: "keeps the report that the file confirms",
      rows: [row("1", 1), row("2", 2, "confirmed"), row("3", 3)],
      kept: ["2 2"],
      said: 1,
    },
    {
      name: "keeps the first of two that the file confirms",
      rows: [row("1", 1, "confirmed"), row("2", 2, "confirmed")],
      kept: ["1 1"],
      said: 1,
    },
    {
      name: "does not keep a report that is confirmed and refuted",
      rows: [row("1", 1, "confirmed"), row("1", 5, "refuted"), row("2", 2)],
      kept: [],
      said: 1,
    },
    {
      name: "does not take what all reports say for evidence",
      rows: [row("1", 7, "confirmed"), row("1", 1), row("2", 7, "confirmed"), row("2", 2)],
      kept: [],
      said: 1,
    },
    {
      name: "takes one place with two repairs for two reports",
      rows: [row("1", 1, "none", "x"), row("2", 1, "none", "y")],
      kept: [],
      said: 1,
    },
  ];

for (const { name, rows, kept, said } of CASES) {
  Deno.test({
    name: `settleReports() ${name}`,
    permissions: "none",
    fn: () => assertEquals(settle(rows), [kept, said]),
  });
}

Deno.test({
  name: "settleReports() leaves fixes alone that quote what they change",
  permissions: "none",
  fn: () => {
    const rows = [row("1", 1), row("2", 2)].map((one) => ({ ...one, isVerified: true }));
    assertEquals(settle(rows), [["1 1", "2 2"], 0]);
  },
});

Deno.test({
  name: "settleReports() takes back the promise that a doubted report is about the file as it is",
  permissions: "none",
  fn: () => {
    const [record] = settleReports([row("1", 1, "refuted")]);
    assertEquals(record.location, { path: "a.py", range: { startLine: 1, endLine: 1 } });
  },
});

Deno.test({
  name: "settleReports() leaves other tools and other files alone",
  permissions: "none",
  fn: () => {
    const first = row("1", 1);
    const tool = { ...row("2", 2), record: { ...row("2", 2).record, source: "other" } };
    const file = {
      ...row("3", 3),
      record: { ...row("3", 3).record, location: { path: "b.py" } },
    };
    assertEquals(settle([first, tool, file]), [["1 1", "2 2", "3 3"], 0]);
  },
});
