import { assertEquals } from "@std/assert";
import type { Finding } from "./finding.ts";
import { scan } from "./scan.ts";

/** A small output, and what is read of it. */
interface Sample {
  readonly format: string;
  readonly text: string;
  readonly rows: readonly string[];
}

/** Path, line, column, severity, source, code and message, and the safety of the fixes. */
function toRow(finding: Finding): string {
  const { start, frames } = finding;
  const [frame] = frames ?? [];
  const path = frame?.path ?? finding.path ?? "";
  const place = [path, frame?.line ?? start?.line, frame?.column ?? start?.column];
  const fixes = (finding.fixes ?? []).map(({ safety, edits }) => `${safety}${edits.length}`);
  const words = [finding.severity, finding.source, finding.code ?? "-", finding.message, ...fixes];
  return `${place.filter((part) => part !== undefined).join(":")} ${words.join(" ")}`;
}

const json = (value: unknown) => JSON.stringify(value) + "\n";
const SPAN = {
  file_name: "a.rs",
  byte_start: 4,
  byte_end: 5,
  line_start: 1,
  line_end: 1,
  column_start: 5,
  column_end: 6,
  is_primary: true,
  expansion: null,
  text: [{ text: "let a = 1;", highlight_start: 5, highlight_end: 6 }],
  suggested_replacement: null,
  suggestion_applicability: null,
};
const RUSTC = {
  $message_type: "diagnostic",
  message: "unused variable: `a`",
  code: { code: "unused_variables" },
  level: "warning",
  spans: [SPAN],
  children: [{
    message: "prefix it",
    spans: [{
      ...SPAN,
      suggested_replacement: "_a",
      suggestion_applicability: "MachineApplicable",
    }, { ...SPAN, suggested_replacement: "b", suggestion_applicability: "MachineApplicable" }],
  }, {
    message: "guess",
    spans: [{ ...SPAN, suggested_replacement: "c", suggestion_applicability: "MaybeIncorrect" }],
  }, {
    message: "fill in",
    spans: [{ ...SPAN, suggested_replacement: "?", suggestion_applicability: "HasPlaceholders" }],
  }],
};
const RUSTC_ROW =
  "a.rs:1:5 warning rustc unused_variables unused variable: `a` safe2 unsafe1 manual1";
const RUFF = {
  cell: null,
  code: "F401",
  end_location: { row: 1, column: 10 },
  filename: "a.py",
  fix: {
    applicability: "unsafe",
    message: "Remove",
    edits: [{ content: "", location: { row: 1, column: 1 }, end_location: { row: 2, column: 1 } }],
  },
  location: { row: 1, column: 8 },
  message: "`os` imported but unused",
  severity: "error",
};
const RUFF_ROW = "a.py:1:8 error ruff F401 `os` imported but unused unsafe1";
const AST_GREP = {
  text: "var a",
  range: {
    byteOffset: { start: 0, end: 5 },
    start: { line: 0, column: 0 },
    end: { line: 0, column: 5 },
  },
  file: "a.js",
  charCount: { leading: 0, trailing: 0 },
  replacement: "let a",
  ruleId: "no-var",
  severity: "warning",
  message: "use let",
};
const AST_GREP_ROW = "a.js:1 warning ast-grep no-var use let safe1";

const SAMPLES: readonly Sample[] = [
  {
    format: "eslint-json",
    text: json([{
      filePath: "/app/a.js",
      messages: [
        {
          ruleId: "no-var",
          severity: 2,
          message: "No var.",
          line: 1,
          column: 1,
          fix: { range: [0, 3], text: "let" },
        },
        {
          ruleId: "x",
          severity: 1,
          message: "M",
          line: 2,
          column: 3,
          suggestions: [{ desc: "d", fix: { range: [0, 1], text: "" } }],
        },
        { ruleId: null, fatal: true, severity: 2, message: "Parsing error", line: 3, column: 1 },
      ],
    }]),
    rows: [
      "/app/a.js:1:1 error eslint no-var No var. safe1",
      "/app/a.js:2:3 warning eslint x M manual1",
      "/app/a.js:3:1 error eslint - Parsing error",
    ],
  },
  {
    format: "eslint-json",
    text: json([{
      filePath: "a.js",
      output: "let a;\n",
      messages: [{ ruleId: "x", severity: 1, message: "left", line: 1, column: 1 }],
    }]),
    rows: ["a.js warning eslint - ESLint can fix this file safe1", "a.js warning eslint x left"],
  },
  {
    format: "eslint-json-with-metadata",
    text: json({
      results: [{
        filePath: "a.js",
        messages: [{ ruleId: "r", severity: 1, message: "m", line: 1, column: 2 }],
      }],
      metadata: {},
    }),
    rows: ["a.js:1:2 warning eslint r m"],
  },
  {
    format: "stylelint-json",
    text: json([{
      source: "a.css",
      parseErrors: [],
      warnings: [{
        line: 1,
        column: 2,
        rule: "block-no-empty",
        severity: "error",
        text: "Empty block (block-no-empty)",
        fix: { range: [1, 2], text: "" },
      }],
    }]),
    rows: ["a.css:1:2 error stylelint block-no-empty Empty block safe1"],
  },
  { format: "ruff-json", text: json([RUFF]), rows: [RUFF_ROW] },
  { format: "ruff-json-lines", text: json(RUFF) + json(RUFF), rows: [RUFF_ROW, RUFF_ROW] },
  {
    format: "ruff-json",
    text: json([{ ...RUFF, cell: 2, filename: "a.ipynb" }]),
    rows: ["a.ipynb error ruff F401 `os` imported but unused"],
  },
  { format: "rustc-json", text: json(RUSTC), rows: [RUSTC_ROW] },
  {
    format: "cargo-json",
    text: json({ reason: "compiler-artifact" }) +
      json({ reason: "compiler-message", target: { kind: ["lib"] }, message: RUSTC }) +
      json({ reason: "compiler-message", target: { kind: ["test"] }, message: RUSTC }) +
      json({ reason: "build-finished", success: true }),
    rows: [RUSTC_ROW],
  },
  {
    format: "shellcheck-json1",
    text: json({
      comments: [{
        file: "a.sh",
        line: 1,
        endLine: 1,
        column: 6,
        endColumn: 8,
        level: "info",
        code: 2086,
        message: "Double quote",
        fix: {
          replacements: [
            { line: 1, column: 6, endLine: 1, endColumn: 6, replacement: '"' },
            { line: 1, column: 8, endLine: 1, endColumn: 8, replacement: '"' },
          ],
        },
      }],
    }),
    rows: ["a.sh:1:6 info shellcheck SC2086 Double quote safe2"],
  },
  {
    format: "shellcheck-json",
    text: json([{
      file: "a.sh",
      line: 1,
      endLine: 1,
      column: 6,
      endColumn: 8,
      level: "error",
      code: 1017,
      message: "CR",
    }]),
    rows: ["a.sh:1:6 error shellcheck SC1017 CR"],
  },
  { format: "ast-grep-json", text: json([AST_GREP]), rows: [AST_GREP_ROW] },
  { format: "ast-grep-json-stream", text: json(AST_GREP), rows: [AST_GREP_ROW] },
  {
    format: "mypy-json",
    text: json({
      file: "a.py",
      line: 3,
      column: 4,
      message: "M",
      hint: null,
      code: "name-defined",
      severity: "error",
    }),
    rows: ["a.py:3:5 error mypy name-defined M"],
  },
  {
    format: "pylint-json",
    text: json([{
      type: "convention",
      path: "a.py",
      symbol: "s",
      message: "M",
      "message-id": "C0114",
      line: 1,
      column: 0,
    }]),
    rows: ["a.py:1:1 info pylint C0114 M"],
  },
  {
    format: "pylint-json2",
    text: json({
      messages: [{
        type: "error",
        path: "a.py",
        symbol: "s",
        message: "M",
        messageId: "E0602",
        line: 2,
        column: 3,
      }],
      statistics: {},
    }),
    rows: ["a.py:2:4 error pylint E0602 M"],
  },
  {
    format: "pyright-json",
    text: json({
      version: "1",
      generalDiagnostics: [{
        file: "/app/a.py",
        severity: "information",
        message: "M",
        rule: "reportX",
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
      }],
    }),
    rows: ["/app/a.py:1:1 info pyright reportX M"],
  },
  {
    format: "gcc-json",
    text: json([{
      kind: "warning",
      "column-origin": 1,
      locations: [{ caret: { file: "a.c", line: 2, "byte-column": 3 } }],
      message: "M",
      option: "-Wx",
      fixits: [{
        start: { file: "a.c", line: 2, "byte-column": 3 },
        next: { file: "a.c", line: 2, "byte-column": 4 },
        string: "->",
      }],
      children: [{ kind: "note", message: "n", locations: [] }],
    }]),
    rows: ["a.c:2:3 warning gcc -Wx M unsafe1"],
  },
  {
    format: "gitlab",
    text: json([{
      description: "E401: Two imports",
      check_name: "E401",
      severity: "major",
      fingerprint: "f",
      location: { path: "a.py", positions: { begin: { line: 1, column: 2 } } },
    }]),
    rows: ["a.py:1:2 warning ruff E401 Two imports"],
  },
  {
    format: "golangci-lint-json",
    text: json({
      Issues: [{
        FromLinter: "errcheck",
        Text: "unchecked",
        Severity: "",
        Pos: { Filename: "a.go", Line: 3, Column: 0 },
      }],
      Report: {},
    }),
    rows: ["a.go:3 error golangci-lint errcheck unchecked"],
  },
  {
    format: "sarif",
    text: json({
      version: "2.1.0",
      runs: [{
        tool: {
          driver: {
            name: "Tool",
            rules: [{ id: "R1", defaultConfiguration: { level: "error" } }],
          },
        },
        originalUriBaseIds: { SRC: { uri: "file:///app/" } },
        results: [
          {
            ruleIndex: 0,
            ruleId: "R1",
            message: { text: "M" },
            locations: [{
              physicalLocation: {
                artifactLocation: { uri: "a%20b.c", uriBaseId: "SRC" },
                region: { startLine: 4, startColumn: 2 },
              },
            }],
            fixes: [{
              artifactChanges: [{
                artifactLocation: { uri: "a%20b.c", uriBaseId: "SRC" },
                replacements: [{ deletedRegion: { startLine: 4, startColumn: 2, endColumn: 3 } }],
              }],
            }],
          },
          { message: { text: "fine" }, kind: "pass" },
          { message: { text: "known" }, suppressions: [{ kind: "inSource" }] },
        ],
      }],
    }),
    rows: ["file:///app/a%20b.c:4:2 error tool R1 M unsafe1"],
  },
  {
    format: "biome-json",
    text: json({
      summary: { changed: 0 },
      diagnostics: [{
        severity: "warning",
        message: "M",
        category: "lint/style/useConst",
        location: { path: "a.js", start: { line: 1, column: 2 }, end: { line: 1, column: 3 } },
      }],
    }),
    rows: ["a.js:1:2 warning biome lint/style/useConst M"],
  },
  {
    format: "deno-lint-json",
    text: json({
      version: 1,
      diagnostics: [{
        filename: "file:///app/a.ts",
        range: { start: { line: 1, col: 4, bytePos: 4 }, end: { line: 1, col: 5, bytePos: 5 } },
        message: "M",
        code: "prefer-const",
      }],
      errors: [],
      checked_files: [],
    }),
    rows: ["file:///app/a.ts:1 error deno prefer-const M"],
  },
  {
    format: "oxlint-json",
    text: json({
      diagnostics: [{
        message: "M",
        code: "eslint(no-var)",
        severity: "error",
        filename: "a.js",
        labels: [{ span: { offset: 3, length: 3, line: 1, column: 4 } }],
      }],
    }),
    rows: ["a.js:1:4 error oxlint eslint(no-var) M"],
  },
  {
    format: "rdjson",
    text: json({
      source: { name: "Biome" },
      severity: "WARNING",
      diagnostics: [{
        message: "M",
        location: { path: "a.js", range: { start: { line: 1, column: 2 } } },
        code: { value: "r" },
        suggestions: [{
          range: { start: { line: 1, column: 2 }, end: { line: 1, column: 3 } },
          text: "x",
        }],
      }],
    }),
    rows: ["a.js:1:2 warning biome r M unsafe1"],
  },
  {
    format: "rdjsonl",
    text: json({ message: "M", location: { path: "a.js" }, severity: 1 }),
    rows: ["a.js error unknown - M"],
  },
  {
    format: "go-vet-json",
    text: "# example.com/app\n" + JSON.stringify(
      { "example.com/app": { assign: [{ posn: "/app/a.go:2:3", message: "self-assignment" }] } },
      undefined,
      1,
    ),
    rows: ["/app/a.go:2:3 warning go vet assign self-assignment"],
  },
  {
    format: "go-analysis-json",
    text: json({
      p: {
        fieldalignment: [{
          posn: "a.go:1:2",
          message: "M",
          suggested_fixes: [{
            message: "F",
            edits: [{ filename: "a.go", start: 0, end: 1, new: "" }],
          }],
        }],
      },
    }),
    rows: ["a.go:1:2 warning go vet fieldalignment M safe1"],
  },
  {
    format: "go-test-json",
    text: [
      { Action: "run", Package: "m/p", Test: "TestA" },
      { Action: "output", Package: "m/p", Test: "TestA", Output: "    a_test.go:9: got 1\n" },
      { Action: "output", Package: "m/p", Test: "TestA", Output: "--- FAIL: TestA (0.00s)\n" },
      { Action: "fail", Package: "m/p", Test: "TestA" },
      { Action: "pass", Package: "m/p", Test: "TestB" },
      { Action: "fail", Package: "m/p" },
    ].map(json).join(""),
    rows: ["p/a_test.go:9 error go test TestA got 1"],
  },
  {
    format: "checkstyle",
    text: `<?xml version="1.0"?>\n<checkstyle version="4.3"><file name="a.sh"><error line="3"
      column="7" severity="warning" message="a &amp; b" source="ShellCheck.SC2006"/></file></checkstyle>`,
    rows: ["a.sh:3:7 warning shellcheck SC2006 a & b"],
  },
  {
    format: "junit",
    text: `<testsuites><testsuite name="unit"><testcase name="adds" classname="t">
<failure message="want 3">at add (/app/a.mjs:1:2)
    at f (/app/a.test.mjs:5:29)
    at node:internal/x:1:1</failure></testcase><testcase name="ok"/></testsuite></testsuites>`,
    rows: ["node:internal/x:1:1 error junit adds want 3"],
  },
  {
    format: "cppcheck-xml",
    text: `<?xml version="1.0"?>
<results version="2"><cppcheck version="2.10"/><errors>
<error id="uninitvar" severity="error" msg="Uninitialized"><location file="a.c" line="8" column="3"/></error>
</errors></results>`,
    rows: ["a.c:8:3 error cppcheck uninitvar Uninitialized"],
  },
  {
    format: "clang-replacements-xml",
    text: "<?xml version='1.0'?>\n<replacements xml:space='preserve'>\n" +
      "<replacement offset='4' length='1'>&#10;  </replacement>\n</replacements>\n",
    rows: [" warning clang-format - The file is not formatted safe1"],
  },
  {
    format: "clang-tidy-export-fixes",
    text: `---
MainSourceFile:  '/app/a.cpp'
Diagnostics:
  - DiagnosticName:  modernize-use-nullptr
    DiagnosticMessage:
      Message:         'don''t use 0'
      FilePath:        '/app/a.cpp'
      FileOffset:      7
      Replacements:
        - FilePath:        '/app/a.cpp'
          Offset:          7
          Length:          1
          ReplacementText: nullptr
    Level:           Warning
...
`,
    rows: ["/app/a.cpp warning clang-tidy modernize-use-nullptr don't use 0 safe1"],
  },
  {
    format: "github",
    text: "::error file=a.ts,line=1,col=2,title=x::50%25 of%0Aall\n::group::x\n" +
      "::warning file=b.ts::M\n",
    rows: ["a.ts:1:2 error github x 50% of\nall", "b.ts warning github - M"],
  },
  {
    format: "tap",
    text: `TAP version 13
ok 1 - fine
not ok 2 - adds
  ---
  location: '/app/a.test.mjs:5:1'
  failureType: 'testCodeFailure'
  error: |-
    want 3
  stack: |-
    f (file:///app/a.test.mjs:6:2)
  ...
not ok 3 - later # TODO
not ok 4 - sum
  ---
  failureType: 'subtestsFailed'
  ...
1..4
`,
    rows: ["file:///app/a.test.mjs:6:2 error tap adds want 3"],
  },
  {
    format: "tap",
    text: `TAP version 14
1..1
not ok 1 - /app/a.css
  ---
  color-no-invalid-hex:
    - message: "Bad hex (color-no-invalid-hex)"
      severity: warning
      line: 4
      column: 5
  ...
`,
    rows: ["/app/a.css:4:5 warning stylelint color-no-invalid-hex Bad hex"],
  },
  {
    format: "go-test",
    text: "--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/x (0.00s)\n        a_test.go:14: boom\n" +
      "FAIL\nFAIL\tm/p\t0.005s\nFAIL\n",
    rows: ["p/a_test.go:14 error go test TestA/x boom"],
  },
  {
    format: "cargo-test",
    text: `running 2 tests
test tests::ok ... ok
test tests::adds ... FAILED

failures:

---- tests::adds stdout ----

thread 'tests::adds' panicked at src/lib.rs:8:17:
want 3

failures:
    tests::adds

test result: FAILED. 1 passed; 1 failed;
`,
    rows: ["src/lib.rs:8:17 error cargo test tests::adds want 3"],
  },
  {
    format: "pytest-text",
    text: `=========== FAILURES ===========
___________ test_add ___________

>       assert 1 == 3
E       assert 1 == 3

test_a.py:10: AssertionError
=========== short test summary info ===========
FAILED test_a.py::test_add - assert 1 == 3
1 failed in 0.01s
`,
    rows: ["test_a.py:10 error pytest test_a.py::test_add assert 1 == 3"],
  },
  {
    format: "unittest",
    text: `${"=".repeat(70)}
FAIL: test_add (test_a.T.test_add)
${"-".repeat(70)}
Traceback (most recent call last):
  File "/app/test_a.py", line 7, in test_add
    self.assertEqual(1, 3)
AssertionError: 1 != 3

${"-".repeat(70)}
Ran 1 test in 0.001s
`,
    rows: ["/app/test_a.py:7 error unittest test_a.T.test_add AssertionError: 1 != 3"],
  },
  {
    format: "node-spec",
    text: `✖ failing tests:

test at a.test.mjs:5:1
✖ adds (1.2ms)
  AssertionError: want 3
      at TestContext.<anonymous> (file:///app/a.test.mjs:5:29)
`,
    rows: ["file:///app/a.test.mjs:5:29 error node adds AssertionError: want 3"],
  },
  {
    format: "deno-test-pretty",
    text: ` ERRORS 

adds => ./a_test.ts:4:6
error: Error: want 3
    at file:///app/a_test.ts:4:27

 FAILURES 

adds => ./a_test.ts:4:6

FAILED | 0 passed | 1 failed (2ms)
`,
    rows: ["file:///app/a_test.ts:4:27 error deno test adds Error: want 3"],
  },
  {
    format: "deno-check",
    text:
      "TS2322 [ERROR]: Type 'string' is wrong.\nlet a = 1;\n    ^\n    at file:///app/a.ts:1:5\n",
    rows: ["file:///app/a.ts:1:5 error deno TS2322 Type 'string' is wrong."],
  },
  {
    format: "deno-fmt-check",
    text: "\nfrom /app/a.ts:\n3 | -\tlet a;\n3 | +let a;\n4 | +let b;\n\nfrom /app/b.ts:\n" +
      "  File has strippable UTF-8 BOM.\n\nerror: Found 2 not formatted files\n",
    rows: [
      "/app/a.ts:3 error deno fmt - The file is not formatted safe1",
      "/app/b.ts:1 error deno fmt - The file is not formatted safe1",
    ],
  },
  {
    format: "biome-default",
    text: `a.js:10:5 lint/style/useConst  FIXABLE  ${"━".repeat(20)}

  ! This let is never
    assigned again.
  
  > 10 │ let a

`,
    rows: ["a.js:10:5 warning biome lint/style/useConst This let is never assigned again."],
  },
  {
    format: "oxlint-default",
    text:
      "  x eslint(no-var): No var.\n   ,-[a.js:1:4]\n 1 | var a;\n   : ^^^\n   `----\n  help: x\n\n" +
      "  ⚠ eslint(x): M\n   ╭─[b.js:2:1]\n   ╰────\n",
    rows: [
      "a.js:1:4 error oxlint eslint(no-var) No var.",
      "b.js:2:1 warning oxlint eslint(x) M",
    ],
  },
  {
    format: "shellcheck-tty",
    text: "\nIn a.sh line 8:\nif [ $f ]; then\n     ^-- SC2086 (info): Quote.\n",
    rows: ["a.sh:8:6 info shellcheck SC2086 Quote."],
  },
  {
    format: "rustc-human",
    text:
      "error[E0308]: mismatched types\n --> src/main.rs:2:21\n  |\n2 |     let s = 1;\n  |             ^\n" +
      "\nwarning: unused\n  --> src/lib.rs:1:1\n\nerror: could not compile `x`\n",
    rows: [
      "src/main.rs:2:21 error rustc E0308 mismatched types",
      "src/lib.rs:1:1 warning rustc - unused",
    ],
  },
  {
    format: "deno-pretty",
    text:
      "error[prefer-const]: M\n --> /app/a.ts:1:5\n  | \n1 | let a = 1;\n  |     ^\n\n  docs: https://x\n",
    rows: ["/app/a.ts:1:5 error deno prefer-const M"],
  },
  {
    format: "ruff-full",
    text: "F401 [*] `os` imported\n --> a.py:1:8\n  |\n1 | import os\n  |        ^^\n",
    rows: ["a.py:1:8 error ruff F401 `os` imported"],
  },
  {
    format: "tsc",
    text: "a b.ts(1,7): error TS2322: Wrong.\n  Because so.\nerror TS18003: No inputs.\n",
    rows: ["a b.ts:1:7 error tsc TS2322 Wrong.\nBecause so."],
  },
  {
    format: "tsc-pretty",
    text:
      "\x1b[96ma.ts\x1b[0m:\x1b[93m1\x1b[0m:\x1b[93m7\x1b[0m - \x1b[91merror\x1b[0m\x1b[90m TS2322: " +
      '\x1b[0mWrong.\n\n\x1b[7m1\x1b[0m const n = "x";\n\x1b[7m \x1b[0m       ~\n\nFound 1 error.\n',
    rows: ["a.ts:1:7 error tsc TS2322 Wrong."],
  },
  {
    format: "pyright",
    text: "/app/a.py\n  /app/a.py:4:25 - warning: W (reportX)\n" +
      "  /app/a.py:5:1 - error: E\n    more (reportY)\n1 error, 1 warning\n",
    rows: [
      "/app/a.py:4:25 warning pyright reportX W",
      "/app/a.py:5:1 error pyright reportY E\n  more",
    ],
  },
  {
    format: "msvs",
    text: "************* Module a\na.py(9): [C0121(singleton-comparison)f] M\n",
    rows: ["a.py:9 info pylint C0121 M"],
  },
  {
    format: "pylint-parseable",
    text: "a.py:9: [W0612(unused-variable), f] M\n",
    rows: ["a.py:9 warning pylint W0612 M"],
  },
  {
    format: "pylint-text",
    text: "************* Module a\na.py:9:7: E0602: Undefined 'x' (undefined-variable)\n",
    rows: ["a.py:9:8 error pylint E0602 Undefined 'x'"],
  },
  { format: "pylint-fmt", text: "./a.py:1: [F401] M\n", rows: ["./a.py:1 error flake8 F401 M"] },
  { format: "ruff-pylint", text: "a.py:1: [F401] M\n", rows: ["a.py:1 error ruff F401 M"] },
  {
    format: "flake8",
    text: "./a.py:1:10: E401 M\n./a.py:2:1: W605 N\n",
    rows: ["./a.py:1:10 error flake8 E401 M", "./a.py:2:1 warning flake8 W605 N"],
  },
  {
    format: "ruff-concise",
    text: "a.py:1:8: F401 [*] M\nb.py:1:6: invalid-syntax: N\nFound 2 errors.\n",
    rows: ["a.py:1:8 error ruff F401 M", "b.py:1:6 error ruff invalid-syntax N"],
  },
  {
    format: "mypy",
    text: 'a.py:4:25:4:38: error: Name "x" is not defined  [name-defined]\na.py:4: note: see\n',
    rows: ['a.py:4:25 error mypy name-defined Name "x" is not defined'],
  },
  {
    format: "isort-check",
    text: "ERROR: /app/a.py Imports are incorrectly sorted and/or formatted.\n",
    rows: ["/app/a.py error isort - Imports are incorrectly sorted and/or formatted"],
  },
  {
    format: "markdownlint",
    text:
      "a.md:1 error MD022/blanks-around-headings M [x]\na.md:3:19 error MD009/no-trailing-spaces N\n",
    rows: ["a.md:1 error markdownlint MD022 M [x]", "a.md:3:19 error markdownlint MD009 N"],
  },
  {
    format: "deno-lint-compact",
    text: "file:///app/a.ts: line 1, col 5 - M (prefer-const)\n",
    rows: ["file:///app/a.ts:1:5 error deno prefer-const M"],
  },
  {
    format: "eslint-compact",
    text:
      "/app/a.js: line 1, col 5, Error - M. (no-var)\n/app/a.css: line 2, col 1, warning - N (x)\n",
    rows: ["/app/a.js:1:5 error eslint no-var M.", "/app/a.css:2:1 warning stylelint x N"],
  },
  {
    format: "eslint-stylish",
    text:
      "\n/app/a.js\n   2:1   error    Unexpected var  no-var\n  10:16  warning  M               x/y\n\n✖ 2 problems\n",
    rows: [
      "/app/a.js:2:1 error eslint no-var Unexpected var",
      "/app/a.js:10:16 warning eslint x/y M",
    ],
  },
  {
    format: "stylelint-string",
    text: '\na.css\n  1:12  ✖  Expected "a"  color-hex-length\n',
    rows: ['a.css:1:12 error stylelint color-hex-length Expected "a"'],
  },
  {
    format: "ruff-grouped",
    text: "a.py:\n   1:8  F401 [*] M\n  11:12 E714 N\n",
    rows: ["a.py:1:8 error ruff F401 M", "a.py:11:12 error ruff E714 N"],
  },
  {
    format: "ruff-grouped",
    text: "a.py:\n   1:8  F821 Undefined `a |\n     b`\n  11:12 E714 N\n",
    rows: ["a.py:1:8 error ruff F821 Undefined `a |\n     b`", "a.py:11:12 error ruff E714 N"],
  },
  {
    format: "ruff-full",
    text:
      "F821 Undefined `a |\n     b`\n --> a.py:1:8\n  |\n1 | a |\n  |\n\nE714 N\n --> b.py:2:3\n",
    rows: ["a.py:1:8 error ruff F821 Undefined `a |\n     b`", "b.py:2:3 error ruff E714 N"],
  },
  {
    format: "github",
    text: "::error title=ruff (E731),file=/app/a b/c.py,line=3,endLine=4::a b/c.py:3:5: E731 M\n" +
      "::error title=ruff (E731),file=/app/a.py,line=3,endLine=4::b.py:9:5: E731 M\n",
    rows: [
      "/app/a b/c.py:3:5 error ruff E731 M",
      "/app/a.py:3 error ruff E731 b.py:9:5: E731 M",
    ],
  },
  {
    format: "azure",
    text: "##vso[task.logissue type=error;sourcepath=/app/a b%3B.py;linenumber=2;" +
      "columnnumber=14;code=E702;]M; 50%AZP25\n##vso[task.logissue type=warning]N\n" +
      "##vso[task.complete result=Failed;]no\n",
    rows: ["/app/a b;.py:2:14 error ruff E702 M; 50%", " warning azure - N"],
  },
  {
    format: "eslint-stylish",
    text: "\na.ts\n  2:30  warning  M  eslint(no-unused-vars)\n",
    rows: ["a.ts:2:30 warning oxlint eslint(no-unused-vars) M"],
  },
  {
    format: "unix",
    text: "with space é.js:2:30: M [Warning/eslint(no-unused-expressions)]\n" +
      "a.js:3:4: warning eslint(no-x): N help: O\n",
    rows: [
      "with space é.js:2:30 warning oxlint eslint(no-unused-expressions) M",
      "a.js:3:4 warning oxlint eslint(no-x) N",
    ],
  },
  {
    format: "go-build",
    text: "# example.com/app\n./a.go:4:2: undefined: x\n",
    rows: ["./a.go:4:2 error go - undefined: x"],
  },
  {
    format: "go-vet",
    text: "# example.com/app\nvet: ./a.go:4:2: undefined: x\n",
    rows: ["./a.go:4:2 warning go vet - undefined: x"],
  },
  {
    format: "gcc",
    text: `a.c: In function ‘f’:
a.c:2:36: error: ‘p’ is a pointer
    2 | int get() { return p.x; }
      |                    ^
      |                    ->
a.c:7:3: warning: implicit [-Wimplicit]
a.c:7:3: note: include it
`,
    rows: ["a.c:2:36 error gcc - ‘p’ is a pointer", "a.c:7:3 warning gcc -Wimplicit implicit"],
  },
  {
    format: "gcc+parseable-fixits",
    text:
      'a.c:2:3: warning: x [-Wx]\nfix-it:"a.c":{2:3-2:4}:"\\303\\251\\n"\n1 warning generated.\n',
    rows: ["a.c:2:3 warning clang -Wx x unsafe1"],
  },
  {
    format: "clang+ranges",
    text: "a.c:2:36:{2:35-2:36}{2:1-2:2}: error: M\n",
    rows: ["a.c:2:36 error clang - M"],
  },
  {
    format: "cargo-short",
    text: "src/a.rs:1:5: error[E0308]: M: help: try\n",
    rows: ["src/a.rs:1:5 error rustc E0308 M"],
  },
  {
    format: "unix",
    text:
      "a.css:1:12: M (rule) [error]\na.js:1:4: N [Error/eslint(no-var)]\na.sh:2:1: if must end\n",
    rows: [
      "a.css:1:12 error stylelint rule M",
      "a.js:1:4 error oxlint eslint(no-var) N",
      "a.sh:2:1 error unknown - if must end",
    ],
  },
  {
    format: "unix",
    text:
      "a.yml:1:1: [warning] missing start (document-start)\n.github/w.yml:3:5: M [expression]\n",
    rows: [
      "a.yml:1:1 warning yamllint document-start missing start",
      ".github/w.yml:3:5 error unknown expression M",
    ],
  },
  {
    format: "msbuild",
    text: "src/a.cs(3,5): error CS1002: ; expected [/app/a.csproj]\nb.c(7): fatal error C1083: M\n",
    rows: ["src/a.cs:3:5 error msbuild CS1002 ; expected", "b.c:7 error msbuild C1083 M"],
  },
  {
    format: "rustfmt-diff",
    text: "Diff in /app/a.rs:1:\n fn f() {\n-\tx\n+    x\n }\n\n",
    rows: ["/app/a.rs:1 warning rustfmt - The file is not formatted"],
  },
  {
    format: "unified-diff",
    text: "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n",
    rows: ["x.py:2 warning diff - The tool would change this file safe2"],
  },
  {
    format: "unified-diff",
    text: "diff a.go.orig a.go\n--- a.go.orig\n+++ a.go\n@@ -3 +3,2 @@\n-a\n+b\n+c\n",
    rows: ["a.go:3 warning gofmt - The tool would change this file safe1"],
  },
  {
    format: "zerostack",
    text: json({
      type: "diagnostic",
      message: "M",
      location: { path: "a.js" },
      severity: "hint",
      source: "s",
      fixes: [],
    }),
    rows: [" hint s - M"],
  },
];

for (const [index, { format, text, rows }] of SAMPLES.entries()) {
  Deno.test({
    name: `scan() reads ${format} (sample ${index})`,
    permissions: "none",
    fn: () => {
      const sections = scan(text);
      assertEquals([...new Set(sections.map((section) => section.format))], [format]);
      assertEquals(sections.flatMap((section) => section.findings).map(toRow), rows);
    },
  });
}

const WHOLE = SAMPLES.filter(({ format }) => !["rustc-json", "cargo-json"].includes(format));

Deno.test({
  name: "scan() reads all samples one after another",
  permissions: "none",
  fn: () => {
    const text = WHOLE.map((sample) => `${sample.text}\n$ next\n`).join("");
    const rows = scan(text).flatMap((section) => section.findings).map(toRow);
    assertEquals(rows, WHOLE.flatMap((sample) => sample.rows));
  },
});

Deno.test({
  name: "scan() reads JSON that is laid out over lines among other lines",
  permissions: "none",
  fn: () => {
    const text = `> lint\n\n${JSON.stringify([RUFF], undefined, 2)}\nnpm error code 1\n`;
    assertEquals(scan(text).flatMap((section) => section.findings).map(toRow), [RUFF_ROW]);
  },
});

for (
  const text of [
    "",
    "\n",
    "All checks passed!\n",
    "{}",
    "[]",
    '{"a":1}\n',
    "{\n",
    "<a>\n",
    "12:34:56: up\n",
  ]
) {
  Deno.test({
    name: `scan() finds nothing in ${JSON.stringify(text)}`,
    permissions: "none",
    fn: () => assertEquals(scan(text).flatMap((section) => section.findings), []),
  });
}

Deno.test({
  name: "scan() does not trust the diff of a compiler",
  permissions: "none",
  fn: () => {
    const text = "a.c:1:1: error: ‘x’ is wrong\n--- a.c\n+++ a.c\n@@ -1 +1 @@\n-x\n+y\n";
    const findings = scan(text).flatMap((section) => section.findings);
    assertEquals(findings.at(-1)?.fixes?.[0].safety, "unsafe");
  },
});

Deno.test({
  name: "scan() hands on the failure of an earlier stage",
  permissions: "none",
  fn: () => {
    const error = { type: "error", stage: "lint", status: 66, reason: "E_MISSING", message: "M" };
    assertEquals(scan(json(error))[0].error, error as never);
    assertEquals(scan(`${json(RUFF)}${json(error)}`).at(-1)?.error, error as never);
  },
});
