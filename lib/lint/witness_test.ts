import { assertEquals } from "@std/assert";
import type { ByteEdit, DiagnosticRecord } from "../types.ts";
import type { Finding } from "./finding.ts";
import { toSourceText } from "./source_text.ts";
import { compareWithFile, type Evidence } from "./witness.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly source: string;
  readonly message?: string;
  readonly code?: string;
  readonly line?: number;
  readonly shown?: string;
  /** Start, end and text of an edit. */
  readonly edit?: readonly [number, number, string];
  readonly wanted: Evidence;
}

const UNUSED = "`os.path` imported but unused";
const CASES: readonly Case[] = [
  {
    name: "a name that stands there",
    text: "import os.path\n",
    source: "ruff",
    message: UNUSED,
    wanted: "confirmed",
  },
  {
    name: "a name that does not",
    text: "x = 1\nimport os.path\n",
    source: "ruff",
    message: UNUSED,
    wanted: "refuted",
  },
  {
    name: "the other name of an import",
    text: "import numpy as np\n",
    source: "ruff",
    message: "`numpy as np` imported but unused",
    wanted: "confirmed",
  },
  {
    name: "a line beyond the end",
    text: "import os.path\n",
    source: "ruff",
    message: UNUSED,
    line: 7,
    wanted: "refuted",
  },
  {
    name: "a message that names nothing",
    text: "x\n",
    source: "ruff",
    message: "Too long",
    wanted: "none",
  },
  {
    name: "a tool that is not known",
    text: "x\n",
    source: "other",
    message: UNUSED,
    wanted: "none",
  },
  {
    name: "code as shown",
    text: "\tint a;\n",
    source: "gcc",
    shown: "  int a;",
    wanted: "confirmed",
  },
  { name: "other code", text: "\tint b;\n", source: "gcc", shown: "  int a;", wanted: "refuted" },
  { name: "no code", text: "\tint b;\n", source: "gcc", shown: " ", wanted: "none" },
  {
    name: "a cut through a word",
    text: "int *p = nullptr;\n",
    source: "clang-tidy",
    edit: [9, 10, "nullptr"],
    wanted: "refuted",
  },
  {
    name: "a whole word",
    text: "int *p = NULL;\n",
    source: "clang-tidy",
    edit: [9, 13, "nullptr"],
    wanted: "none",
  },
  {
    name: "an end within a word",
    text: "int *p = NULLS;\n",
    source: "clang-tidy",
    edit: [9, 13, "nullptr"],
    wanted: "refuted",
  },
  {
    name: "the suffix of a number",
    text: "x = 10l;\n",
    source: "clang-tidy",
    edit: [6, 7, "L"],
    wanted: "none",
  },
  {
    name: "the prefix of a string",
    text: "x = rf'foo'\n",
    source: "ruff",
    edit: [5, 11, "'foo'"],
    wanted: "none",
  },
  {
    name: "a word that is named",
    text: "elif x:\n",
    source: "ruff",
    message: "Unnecessary `elif` after `return` statement",
    edit: [0, 2, ""],
    wanted: "confirmed",
  },
  {
    name: "a cut of a tool that writes the least difference",
    text: "#ffffff\n",
    source: "stylelint",
    edit: [4, 7, ""],
    wanted: "none",
  },
  {
    name: "what is there already",
    text: "void f() override;\n",
    source: "clang-tidy",
    edit: [8, 8, " override"],
    wanted: "refuted",
  },
  {
    name: "what goes on there already",
    text: "/* no */\n",
    source: "stylelint",
    edit: [4, 5, "o "],
    wanted: "refuted",
  },
  { name: "a bracket twice", text: "f(a)\n", source: "ruff", edit: [3, 3, ")"], wanted: "none" },
  {
    name: "a line twice",
    text: "import a\n",
    source: "ruff",
    edit: [0, 0, "import a\n"],
    wanted: "none",
  },
  {
    name: "imports in order",
    text: "import b\nimport a\n",
    source: "ruff",
    code: "I001",
    edit: [0, 18, "import a\nimport b\n"],
    wanted: "confirmed",
  },
  {
    name: "other imports",
    text: "import b\nimport c\n",
    source: "ruff",
    code: "I001",
    edit: [0, 18, "import a\nimport b\n"],
    wanted: "refuted",
  },
  {
    name: "an offset in another line",
    text: "a\nb /*c*/\n",
    source: "stylelint",
    message: 'Expected whitespace before "*/"',
    line: 2,
    edit: [0, 1, "a "],
    wanted: "refuted",
  },
  {
    name: "an empty line before the place",
    text: "a\n@b\n",
    source: "stylelint",
    message: "Expected empty line before at-rule",
    line: 2,
    edit: [0, 1, "a\n"],
    wanted: "none",
  },
];

for (const one of CASES) {
  Deno.test({
    name: `compareWithFile() takes ${one.name} for ${one.wanted}`,
    permissions: "none",
    fn: () => assertEquals(compare(one), one.wanted),
  });
}

function compare({ text, source, message = "", code, line = 1, shown, edit }: Case): Evidence {
  const edits: ByteEdit[] = edit === undefined
    ? []
    : [{ path: "a", startByte: edit[0], endByte: edit[1], text: edit[2] }];
  const finding: Finding = { message, severity: "error", source, code, shown, start: { line } };
  const record: DiagnosticRecord = {
    type: "diagnostic",
    message,
    location: { path: "a", range: { startLine: line, endLine: line } },
    severity: "error",
    source,
    fixes: edits.length === 0 ? [] : [{ title: "", safety: "safe", edits }],
  };
  return compareWithFile(toSourceText(new TextEncoder().encode(text))!, finding, record);
}
