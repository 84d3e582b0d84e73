/**
 * How fast the output of tools is read: 20 MB of each of the commonest formats, to findings and
 * further to records with places in bytes.
 *
 *     deno run -A bench/lint.ts [ROUNDS]
 *
 * @module
 */

import { decodeOutput, readDiagnostics } from "../lib/lint/mod.ts";
import { scan } from "../lib/lint/scan.ts";
import { keepResult, toSpread } from "./measure.ts";

const ROUNDS = Number(Deno.args[0] ?? 3);
const SIZE_BYTES = 20_000_000;
const LINES = 2_000;
const FILES = 500;

/** The files that the findings are about. */
const CONTENT = new TextEncoder().encode(
  Array.from({ length: LINES }, (_line, index) => `const value_${index} = "é" + name;\n`).join(""),
);

type Row = (index: number) => unknown;

const toPath = (index: number) => `src/module_${index % FILES}.js`;
const toLine = (index: number) => 1 + index % LINES;

const eslint: Row = (index) => ({
  filePath: toPath(index),
  messages: Array.from({ length: 8 }, (_message, at) => ({
    ruleId: "prefer-template",
    severity: 2,
    message: "Unexpected string concatenation.",
    line: toLine(index + at),
    column: 17,
    messageId: "unexpectedStringConcatenation",
    endLine: toLine(index + at),
    endColumn: 27,
    fix: { range: [17, 27], text: "`é${name}`" },
  })),
});
const ruff: Row = (index) => ({
  cell: null,
  code: "F401",
  end_location: { column: 10, row: toLine(index) },
  filename: toPath(index),
  fix: {
    applicability: "safe",
    edits: [{
      content: "",
      end_location: { column: 1, row: toLine(index) },
      location: { column: 1, row: toLine(index) },
    }],
    message: "Remove unused import: `os`",
  },
  location: { column: 8, row: toLine(index) },
  message: "`os` imported but unused",
  noqa_row: 1,
  severity: "error",
  url: "https://docs.astral.sh/ruff/rules/unused-import",
});
const sarifResult: Row = (index) => ({
  ruleId: "R1",
  level: "error",
  message: { text: "Something is wrong here" },
  locations: [{
    physicalLocation: {
      artifactLocation: { uri: toPath(index) },
      region: { startLine: toLine(index), startColumn: 7, endLine: toLine(index), endColumn: 12 },
    },
  }],
});

function fill(row: (index: number) => string): string {
  const rows: string[] = [];
  for (let size = 0, index = 0; size < SIZE_BYTES; index++) {
    const text = row(index);
    rows.push(text);
    size += text.length;
  }
  return rows.join("");
}

function fillJson(row: Row): string {
  return `[${fill((index) => JSON.stringify(row(index)) + ",").slice(0, -1)}]`;
}

const STREAMS: Readonly<Record<string, () => string>> = {
  "eslint-json": () => fillJson(eslint),
  "ruff-json": () => fillJson(ruff),
  "ruff-json-lines": () => fill((index) => JSON.stringify(ruff(index)) + "\n"),
  sarif: () => {
    const results = fillJson(sarifResult);
    return `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"ruff"}},"results":${results}}]}`;
  },
  tsc: () =>
    fill((index) =>
      `${toPath(index)}(${toLine(index)},7): error TS2322: Type 'string' is not assignable to it.\n`
    ),
  gcc: () =>
    fill((index) =>
      `${toPath(index)}:${
        toLine(index)
      }:7: warning: unused variable ‘value’ [-Wunused-variable]\n` +
      `  ${toLine(index)} | const value = "é" + name;\n      |       ^~~~~\n`
    ),
  checkstyle: () =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${
      fill((index) =>
        `<file name="${toPath(index)}">\n` +
        Array.from({ length: 8 }, (_error, at) =>
          `<error line="${
            toLine(index + at)
          }" column="7" severity="error" message="&apos;x&apos; ` +
          `is never used." source="eslint.rules.no-unused-vars" />\n`).join("") +
        "</file>\n"
      )
    }</checkstyle>\n`,
  "clang-tidy": () =>
    "---\nMainSourceFile: '/project/src/a.cpp'\nDiagnostics:\n" +
    fill((index) =>
      `  - DiagnosticName:  modernize-use-nullptr
    DiagnosticMessage:
      Message:         'use ''nullptr'' here'
      FilePath:        '/project/${toPath(index)}'
      FileOffset:      ${7 + index % 40_000}
      Replacements:
        - FilePath:        '/project/${toPath(index)}'
          Offset:          ${7 + index % 40_000}
          Length:          1
          ReplacementText: nullptr
    Level:           Warning
    BuildDirectory:  '/project'
`
    ) + "...\n",
  "unified-diff": () =>
    fill((index) => {
      const line = 4 + index % 1_900;
      const at = (number: number) => `const value_${number - 1} = "é" + name;\n`;
      return `--- ${toPath(index)}\n+++ ${toPath(index)}\n@@ -${line},7 +${line},7 @@\n` +
        ` ${at(line)} ${at(line + 1)} ${at(line + 2)}-${at(line + 3)}+const changed = 1;\n` +
        ` ${at(line + 4)} ${at(line + 5)} ${at(line + 6)}`;
    }),
  rdjsonl: () =>
    fill((index) =>
      JSON.stringify({
        message: "Something is wrong here",
        location: {
          path: toPath(index),
          range: {
            start: { line: toLine(index), column: 7 },
            end: { line: toLine(index), column: 12 },
          },
        },
        severity: "ERROR",
        source: { name: "tool" },
        code: { value: "R1" },
      }) + "\n"
    ),
  "shellcheck-json1": () =>
    `{"comments":${
      fillJson((index) => ({
        file: toPath(index),
        line: toLine(index),
        endLine: toLine(index),
        column: 7,
        endColumn: 12,
        level: "info",
        code: 2086,
        message: "Double quote to prevent globbing and word splitting.",
        fix: {
          replacements: [{
            line: toLine(index),
            endLine: toLine(index),
            precedence: 1,
            insertionPoint: "beforeStart",
            column: 7,
            replacement: '"',
            endColumn: 7,
          }],
        },
      }))
    }}`,
  flake8: () =>
    fill((index) => `./${toPath(index)}:${toLine(index)}:7: F841 local variable is never used\n`),
};

const figures: Record<string, unknown> = {};
for (const [format, make] of Object.entries(STREAMS)) {
  const bytes = new TextEncoder().encode(make());
  const megabytes = bytes.length / 1e6;
  const found: number[] = [];
  const resolved: number[] = [];
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    scan(decodeOutput(bytes));
    found.push(megabytes / (performance.now() - start) * 1000);
    const again = performance.now();
    const { records } = await readDiagnostics(decodeOutput(bytes), {
      roots: ["/project"],
      folder: "",
      readFile: () => Promise.resolve({ bytes: CONTENT, mode: "100644" }),
    });
    resolved.push(megabytes / (performance.now() - again) * 1000);
    count = records.length;
  }
  figures[format] = { records: count, findings: toSpread(found), places: toSpread(resolved) };
  const [scanned, whole] = [toSpread(found).median, toSpread(resolved).median];
  console.log(`${format}: ${scanned} MB/s to findings, ${whole} MB/s to ${count} records`);
}
await keepResult("lint", { unit: "MB/s", sizeBytes: SIZE_BYTES, rounds: ROUNDS, figures });
