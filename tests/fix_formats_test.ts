/**
 * `lint` and `fix` together on what formats hold rarely: what comes out is the file as the tool would
 * write it, or the file as it was.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { applyDiff, parseDiff } from "../lib/diff.ts";
import { fixDiagnostics } from "../lib/fix/mod.ts";
import { decodeOutput, readDiagnostics } from "../lib/lint/mod.ts";
import { toReadFile } from "./diagnostics_corpus.ts";

const encoder = new TextEncoder();

/** The file after all fixes that its report offers. */
async function fix(
  path: string,
  before: string,
  report: string | Uint8Array,
  unsafe = false,
): Promise<string> {
  const readFile = toReadFile(new Map([[path, encoder.encode(before)]]));
  const bytes = typeof report === "string" ? encoder.encode(report) : report;
  const { records } = await readDiagnostics(decodeOutput(bytes), {
    roots: ["/repo"],
    folder: "",
    readFile,
    path: path === "named.c" ? path : undefined,
  });
  const { patch } = await fixDiagnostics(records, { readFile, unsafe });
  const [diff] = parseDiff(encoder.encode(patch.diff));
  if (diff === undefined) return before;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    applyDiff(diff, encoder.encode(before)),
  );
}

const SHFMT = "--- a.sh.orig\n+++ a.sh\n@@ -1,3 +1,3 @@\n-if true;then\n+if true; then\n a\n fi\n";

function toRow(name: string, level: string): string {
  return `  - DiagnosticName: ${name}
    DiagnosticMessage:
      Message: m
      FilePath: /repo/a.cpp
      FileOffset: 9
      Replacements:
        - FilePath: /repo/a.cpp
          Offset: 9
          Length: 1
          ReplacementText: nullptr
    Level: ${level}
`;
}

function toTidy(name: string, level: string): string {
  return `---\nMainSourceFile: /repo/a.cpp\nDiagnostics:\n${toRow(name, level)}`;
}

const CASES: readonly {
  readonly name: string;
  readonly path?: string;
  readonly before: string;
  readonly report: string | Uint8Array;
  readonly unsafe?: true;
  readonly after: string;
}[] = [
  {
    name: "ends the last line as shfmt does, whose diff does not show it",
    path: "a.sh",
    before: "if true;then\na\nfi",
    report: SHFMT,
    after: "if true; then\na\nfi\n",
  },
  {
    name: "ends a last line that the diff of shfmt changes, once",
    path: "a.sh",
    before: "a  b",
    report: "--- a.sh.orig\n+++ a.sh\n@@ -1 +1 @@\n-a  b\n+a b\n",
    after: "a b\n",
  },
  {
    name: "makes LF of the line ends that the diff of shfmt does not show",
    path: "a.sh",
    before: "if true;then\r\na\r\nfi\r\n",
    report: SHFMT,
    after: "if true; then\na\nfi\n",
  },
  {
    name: "keeps an end of line that another diff does not show",
    path: "a.c",
    before: "a  b",
    report: "--- a.c.orig\n+++ a.c\n@@ -1 +1 @@\n-a  b\n+a b\n",
    after: "a  b",
  },
  {
    name: "takes what looks like colours in a diff for text of the file",
    path: "a.sh",
    before: "RED='\x1b[31m'\nif true;then\n",
    report: "--- a.sh\n+++ a.sh\n@@ -1,2 +1,2 @@\n RED='\x1b[31m'\n-if true;then\n+if true; then\n",
    after: "RED='\x1b[31m'\nif true; then\n",
  },
  {
    name: "takes colours off a diff that has them",
    path: "a.py",
    before: "a  = 1\n",
    report: "\x1b[1m--- a.py\x1b[0m\n\x1b[1m+++ a.py\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n" +
      "\x1b[31m-a  = 1\x1b[0m\n\x1b[32m+a = 1\x1b[0m\n",
    after: "a = 1\n",
  },
  {
    name: "lets U+FFFD stand that the file holds",
    path: "a.py",
    before: "a  = '\ufffd'\n",
    report: "--- a.py\n+++ a.py\n@@ -1 +1 @@\n-a  = '\ufffd'\n+a = '\ufffd'\n",
    after: "a = '\ufffd'\n",
  },
  {
    name: "makes no edit of bytes that are not UTF-8",
    path: "a.py",
    before: "a  = 1\n",
    report: new Uint8Array([
      ...encoder.encode("--- a.py\n+++ a.py\n@@ -1 +1 @@\n-a  = 1\n+a = '"),
      0xff,
      ...encoder.encode("'\n"),
    ]),
    after: "a  = 1\n",
  },
  {
    name: "makes no fix of clang-tidy in what does not compile",
    path: "a.cpp",
    before: "int *p = 0;\n",
    report: toTidy("modernize-use-nullptr", "Warning") + toRow("clang-diagnostic-error", "Error"),
    after: "int *p = 0;\n",
  },
  {
    name: "makes the fixes of clang-tidy, also of warnings that count as errors",
    path: "a.cpp",
    before: "int *p = 0;\n",
    report: toTidy("modernize-use-nullptr", "Error"),
    after: "int *p = nullptr;\n",
  },
  {
    name: "makes no edit of two replacements for one file that is not named",
    path: "named.c",
    before: "int  a;\nint  b;\n",
    report: [3, 11].map((offset) =>
      `<?xml version='1.0'?>\n<replacements>\n<replacement offset='${offset}' length='2'> ` +
      "</replacement>\n</replacements>\n"
    ).join(""),
    after: "int  a;\nint  b;\n",
  },
];

for (const { name, path = "a.js", before, report, unsafe, after } of CASES) {
  Deno.test({
    name: `fix ${name}`,
    permissions: "none",
    fn: async () => assertEquals(await fix(path, before, report, unsafe), after),
  });
}
