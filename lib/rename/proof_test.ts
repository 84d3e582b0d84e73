import { assertEquals } from "@std/assert";
import { rename } from "../../tests/rename_in_memory.ts";
import type { Pointer } from "./mod.ts";

/** Files, names, where the symbol stands, and what comes of it. */
type Case = readonly [
  Readonly<Record<string, string>>,
  readonly [string, string],
  Pointer | undefined,
  unknown,
];

const UNPROVEN = "it cannot be told whether these places mean it";

async function hold(cases: readonly Case[]): Promise<void> {
  for (const [texts, names, pointer, expected] of cases) {
    assertEquals([texts, await rename(texts, names, { pointer })], [texts, expected]);
  }
}

Deno.test({
  name: "renameSymbol() refuses a new name that would meet another in any file",
  permissions: "none",
  fn: () =>
    hold([
      [
        { "a.go": "package a\n\nfunc A() {}\n", "b.go": "package a\n\nfunc f(B int) { A() }\n" },
        ["A", "B"],
        undefined,
        ['"B" is already taken', "b.go:3:8"],
      ],
      [
        { "a.go": "package a\n\nfunc a() {}\n", "b.go": "package a\n\nvar n = len(x)\n" },
        ["a", "len"],
        undefined,
        ['"len" is already taken', "b.go:3:9"],
      ],
      [
        {
          "a.ts": "export const a = 1;\n",
          "mod.ts": 'export * from "./a.ts";\nexport const b = 2;\n',
          "c.ts": 'import { a } from "./mod.ts";\nuse(a);\n',
        },
        ["a", "b"],
        { path: "a.ts" },
        ['a module already gives out "b"', "mod.ts:1:1"],
      ],
      [
        {
          "go.mod": "module m\n",
          "a/a.go": "package a\n\nfunc A() {}\n",
          "b/b.go": 'package b\n\nimport "m/a"\n\nfunc f() { a.A() }\n',
        },
        ["A", "hidden"],
        undefined,
        ['"hidden" is not seen outside its package', "b/b.go:5:14"],
      ],
    ]),
});

Deno.test({
  name: "renameSymbol() follows packages of Go, and only packages",
  permissions: "none",
  fn: () =>
    hold([
      [
        {
          "go.mod": "module m\n",
          "a/a.go": "package a\n\nfunc A() {}\n",
          "b/b.go": 'package b\n\nimport "m/a"\n\nfunc f(a T) { a.A() }\n\nfunc g() { a.A() }\n',
          "c/c.go": 'package c\n\nimport . "m/a"\n\nfunc f() { A() }\n',
        },
        ["A", "B"],
        undefined,
        {
          "a/a.go": ["func B() {}"],
          "b/b.go": ["func g() { a.B() }"],
          "c/c.go": ["func f() { B() }"],
        },
      ],
      [
        { "a.go": "package a\n\ntype A struct{}\n\ntype T struct{ A }\n\nvar x = t.A\n" },
        ["A", "B"],
        undefined,
        ["an embedded type is also a field", "a.go:7:11"],
      ],
    ]),
});

Deno.test({
  name: "renameSymbol() knows the scopes of Python's classes and globals, and of Rust's lets",
  permissions: "none",
  fn: () =>
    hold([
      [
        { "a.py": "x = 0\nclass C:\n    x = 1\n    def f(self):\n        return x\n" },
        ["x", "y"],
        { path: "a.py", line: 1 },
        { "a.py": ["y = 0", "        return y"] },
      ],
      [
        {
          "a.py":
            "x = 0\ndef g():\n    x = 1\n    def f():\n        global x\n        x = 2\n    return x\n",
        },
        ["x", "y"],
        { path: "a.py", line: 1 },
        { "a.py": ["y = 0", "        global y", "        y = 2"] },
      ],
      [
        { "a.rs": "fn f() {\n    let x = 1;\n    let x = x + 1;\n    g(x);\n}\n" },
        ["x", "y"],
        { path: "a.rs", line: 2 },
        { "a.rs": ["    let y = 1;", "    let x = y + 1;"] },
      ],
    ]),
});

Deno.test({
  name: "renameSymbol() refuses what may be another symbol, or may be missed",
  permissions: "none",
  fn: () =>
    hold([
      [
        {
          "A.java":
            "class A {\n  int f(Object o) {\n    if (o instanceof B x) return x.b;\n    if (o instanceof C x) return x.c;\n    return 0;\n  }\n}\n",
        },
        ["x", "y"],
        { path: "A.java", line: 3, column: 24 },
        ["it may be used in ways that cannot be seen", "A.java:3:24", "A.java:4:24"],
      ],
      [
        {
          "a.ts": "export const a = 1;\n",
          "b.ts": 'import * as m from "./a.ts";\nuse(m);\nother.a;\n',
        },
        ["a", "b"],
        { path: "a.ts" },
        ["it cannot be told which module these places mean", "b.ts:3:7"],
      ],
      [
        {
          "a.h": "int f(int n);\nclass Box { int f(); void g(); };\n",
          "a.cc": '#include "a.h"\nint f(int n) { return n; }\nvoid Box::g() { f(1); }\n',
        },
        ["f", "h"],
        { path: "a.cc", line: 2 },
        [UNPROVEN, "a.cc:3:17"],
      ],
      [
        {
          "a.h": '#include "b.h"\nint f(void);\n',
          "a.c": '#include "a.h"\nint f(void) { return 1; }\n',
          "b.c": '#include "a.h"\nint g(void) { %% f %% }\n',
        },
        ["f", "h"],
        undefined,
        ["the file has syntax errors there", "b.c:2:18"],
      ],
      [
        {
          "a.php": "<?php\nnamespace A;\nclass Box {}\n",
          "b.php": "<?php\nuse A\\Box;\nnew Box; new Box\\Inner;\n",
        },
        ["Box", "Crate"],
        undefined,
        [UNPROVEN, "b.php:3:14"],
      ],
      [
        { "A.cs": "namespace A;\nclass Box { }\n", "B.cs": "namespace A;\nclass Box { }\n" },
        ["Box", "Crate"],
        { path: "A.cs" },
        [UNPROVEN, "B.cs:2:7"],
      ],
    ]),
});

Deno.test({
  name: "renameSymbol() finds what a file sees only where it is included, and keeps programs apart",
  permissions: "none",
  fn: () =>
    hold([
      [
        {
          "a.h": "typedef int number;\n",
          "b.inl": "static number g(number n) { return n; }\n",
          "c.c": '#include "a.h"\n#include "b.inl"\nstatic number x;\n',
        },
        ["number", "count"],
        undefined,
        {
          "a.h": ["typedef int count;"],
          "b.inl": ["static count g(count n) { return n; }"],
          "c.c": ["static count x;"],
        },
      ],
      [
        { "a.c": "int f(void) { return 1; }\n", "b.c": "int f(void) { return 2; }\n" },
        ["f", "g"],
        { path: "a.c" },
        { "a.c": ["int g(void) { return 1; }"] },
      ],
    ]),
});

Deno.test({
  name: "renameSymbol() refuses two members of one name, keeps a byte order mark",
  permissions: "none",
  fn: async () => {
    const members = {
      "tsconfig.json": "{}\n",
      "a.ts": "export class A { size = 1 }\nexport class B { size = 2 }\n",
    };
    assertEquals(await rename(members, ["size", "count"]), [
      "several symbols have this name",
      "a.ts:1:18",
      "a.ts:2:18",
    ]);
    assertEquals(await rename({ "a.js": "\ufefflet a = 1;\nuse(a);\n" }, ["a", "b"]), {
      "a.js": ["\ufefflet b = 1;", "use(b);"],
    });
  },
});
