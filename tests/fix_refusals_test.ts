/**
 * What `lint` takes for void, before `fix` sees it: every check that keeps an edit from a wrong place
 * has a report here that would pass without it.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { decodeOutput, readDiagnostics } from "../lib/lint/mod.ts";
import { toReadFile } from "./diagnostics_corpus.ts";

const encoder = new TextEncoder();

interface Place {
  readonly row: number;
  readonly column: number;
}

/** A report of Ruff with one edit. */
function ruff(location: Place, end_location: Place, content = "x", more: object = {}): string {
  const row = {
    cell: null,
    code: "X001",
    filename: "a.py",
    message: "m",
    location,
    end_location,
    fix: { applicability: "safe", edits: [{ content, location, end_location }] },
    ...more,
  };
  return JSON.stringify([row]);
}

function at(row: number, column: number): Place {
  return { row, column };
}

/** What a program of Rust could be, and what the compiler says of a place in it. */
const RUST = "fn f() {\n    let mut a = 1;\n}\n";

function rust(more: object, lines: readonly string[] = ["    let mut a = 1;"]): string {
  const span = {
    file_name: "a.rs",
    byte_start: 17,
    byte_end: 21,
    line_start: 2,
    line_end: 2,
    column_start: 9,
    column_end: 13,
    is_primary: true,
    text: lines.map((text) => ({ text, highlight_start: 9, highlight_end: 13 })),
    suggested_replacement: "",
    suggestion_applicability: "MachineApplicable",
    expansion: null,
    ...more,
  };
  return JSON.stringify({
    $message_type: "diagnostic",
    message: "m",
    level: "warning",
    code: { code: "unused_mut" },
    spans: [span],
    children: [],
  });
}

const CASES: readonly {
  readonly name: string;
  readonly path?: string;
  readonly text: string;
  readonly report: string;
  /** How many fixes are left. */
  readonly fixes: number;
}[] = [
  { name: "takes a place", text: "abc\n", report: ruff(at(1, 1), at(1, 4)), fixes: 1 },
  {
    name: "takes no lines of a file in which a CR stands alone",
    text: "a\rb\nabc\n",
    report: ruff(at(2, 1), at(2, 4)),
    fixes: 0,
  },
  {
    name: "takes no lines of a file with U+2028",
    text: "a\u2028b\nabc\n",
    report: ruff(at(2, 1), at(2, 4)),
    fixes: 0,
  },
  {
    name: "takes no end before the start",
    text: "a b c\n",
    report: ruff(at(1, 3), at(1, 1)),
    fixes: 0,
  },
  {
    name: "takes no column behind the line",
    text: "abc\nd\n",
    report: ruff(at(1, 1), at(1, 6)),
    fixes: 0,
  },
  {
    name: "takes no line behind the file",
    text: "abc\n",
    report: ruff(at(1, 1), at(3, 1)),
    fixes: 0,
  },
  { name: "takes no column 0", text: "abc\n", report: ruff(at(1, 0), at(1, 2)), fixes: 0 },
  {
    name: "takes nothing of a notebook",
    text: "abc\n",
    report: ruff(at(1, 1), at(1, 4), "x", { cell: 1 }),
    fixes: 0,
  },
  { name: "takes what the compiler quotes", path: "a.rs", text: RUST, report: rust({}), fixes: 1 },
  {
    name: "takes nothing that a macro made",
    path: "a.rs",
    text: RUST,
    report: rust({ expansion: { span: {} } }),
    fixes: 0,
  },
  {
    name: "takes no insertion into lines that are others than the compiler's",
    path: "a.rs",
    text: RUST,
    report: rust({ byte_end: 17, column_end: 9, suggested_replacement: "x" }, [
      "    let mut b = 1;",
    ]).replaceAll('"highlight_end":13', '"highlight_end":9'),
    fixes: 0,
  },
  {
    name: "takes an insertion into the compiler's lines",
    path: "a.rs",
    text: RUST,
    report: JSON.stringify({
      ...JSON.parse(rust({ byte_end: 17, column_end: 9, suggested_replacement: "x" })),
    }).replaceAll('"highlight_end":13', '"highlight_end":9'),
    fixes: 1,
  },
  {
    name: "takes nothing of a report on a file of another hash",
    path: "a.js",
    text: "abc\n",
    report: sarif("00".repeat(32)),
    fixes: 0,
  },
  {
    name: "takes what a report says of a file of the same hash",
    path: "a.js",
    text: "abc\n",
    report: sarif("edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb"),
    fixes: 1,
  },
  {
    name: "takes no range from before the file to within it",
    path: "a.js",
    text: "\ufeffabc\n",
    report: JSON.stringify([{
      filePath: "a.js",
      messages: [{ ruleId: "r", severity: 2, message: "m", fix: { range: [-1, 2], text: "" } }],
    }]),
    fixes: 0,
  },
  {
    name: "takes an offset beyond the file for none",
    path: "a.c",
    text: "abc\n",
    report:
      "---\nMainSourceFile: a.c\nDiagnostics:\n  - DiagnosticName: x\n    DiagnosticMessage:\n" +
      "      Message: m\n      FilePath: a.c\n      FileOffset: 1\n      Replacements:\n" +
      "        - FilePath: a.c\n          Offset: 3\n          Length: 9\n" +
      "          ReplacementText: x\n    Level: Warning\n",
    fixes: 0,
  },
];

/** A report with the hash of its file, and an edit by byte. */
function sarif(hash: string): string {
  const artifactLocation = { uri: "a.js" };
  return JSON.stringify({
    version: "2.1.0",
    runs: [{
      tool: { driver: { name: "tool" } },
      artifacts: [{ location: artifactLocation, hashes: { "sha-256": hash } }],
      results: [{
        message: { text: "m" },
        locations: [{ physicalLocation: { artifactLocation, region: { startLine: 1 } } }],
        fixes: [{
          artifactChanges: [{
            artifactLocation,
            replacements: [{
              deletedRegion: { byteOffset: 0, byteLength: 3 },
              insertedContent: { text: "x" },
            }],
          }],
        }],
      }],
    }],
  });
}

for (const { name, path = "a.py", text, report, fixes } of CASES) {
  Deno.test({
    name: `lint ${name}`,
    permissions: "none",
    fn: async () => {
      const { records } = await readDiagnostics(decodeOutput(encoder.encode(report)), {
        roots: ["/repo"],
        folder: "",
        readFile: toReadFile(new Map([[path, encoder.encode(text)]])),
      });
      assertEquals(records.map((record) => record.fixes.length), [fixes]);
    },
  });
}

Deno.test({
  name: "lint tells the digest of every other file that a fix changes",
  permissions: "none",
  fn: async () => {
    const edit = (path: string) =>
      `        - FilePath: ${path}\n          Offset: 0\n          Length: 3\n` +
      "          ReplacementText: x\n";
    const report = "---\nMainSourceFile: a.c\nDiagnostics:\n  - DiagnosticName: x\n" +
      "    DiagnosticMessage:\n      Message: m\n      FilePath: a.c\n      FileOffset: 1\n" +
      `      Replacements:\n${edit("a.c")}${edit("b.h")}    Level: Warning\n`;
    const files = new Map([["a.c", encoder.encode("abc\n")], ["b.h", encoder.encode("abc\n")]]);
    const readFile = toReadFile(files);
    const { records } = await readDiagnostics(report, { roots: ["/repo"], folder: "", readFile });
    const hash = "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb";
    assertEquals(records[0].fixes[0].edits.map((one) => one.digest), [undefined, `sha256:${hash}`]);
  },
});

Deno.test({
  name: "lint takes columns of a converted row only where bytes and characters agree",
  permissions: "none",
  fn: async () => {
    const row = (line: number, name: string) => {
      const range = { start: { line, column: 7 }, end: { line, column: 8 } };
      return JSON.stringify({
        message: "m",
        location: { path: "a.py", range },
        source: { name },
        suggestions: [{ range, text: "x" }],
      });
    };
    const readFile = toReadFile(new Map([["a.py", encoder.encode("'ab' + c\n'é' + cd\n")]]));
    const count = async (line: number, name: string) => {
      const options = { roots: ["/repo"], folder: "", readFile };
      return (await readDiagnostics(row(line, name), options)).records[0].fixes.length;
    };
    assertEquals(await Promise.all([count(1, "ruff"), count(2, "ruff"), count(2, "oxlint")]), [
      1,
      0,
      1,
    ]);
  },
});

Deno.test({
  name: "lint takes no diff whose last hunk is cut",
  permissions: "none",
  fn: async () => {
    const report = "--- a.py\n+++ a.py\n@@ -1,3 +1,3 @@\n-a  = 1\n+a = 1\n b\n";
    const readFile = toReadFile(new Map([["a.py", encoder.encode("a  = 1\nb\nc\n")]]));
    const { records } = await readDiagnostics(report, { roots: ["/repo"], folder: "", readFile });
    assertEquals(records.flatMap((record) => record.fixes), []);
  },
});
