import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../errors.ts";
import type { GrammarName } from "../languages.ts";
import { addedLines, makeMemoryRepository } from "../../tests/memory_repository.ts";
import { rewriteFiles } from "./mod.ts";

const EXTENSIONS: Readonly<Record<GrammarName, string>> = {
  typescript: "ts",
  tsx: "tsx",
  javascript: "js",
  python: "py",
  go: "go",
  rust: "rs",
  java: "java",
  c: "c",
  cpp: "cc",
  csharp: "cs",
  ruby: "rb",
  php: "php",
  bash: "sh",
  css: "css",
};

/** The lines of a file that a rewrite changes, as they become. */
async function rewrite(
  language: GrammarName,
  source: string,
  [pattern, replacement]: readonly [string, string],
  where?: ReadonlyMap<string, RegExp>,
): Promise<readonly string[]> {
  const path = `a.${EXTENSIONS[language]}`;
  const ports = makeMemoryRepository({ [path]: source });
  const { patch } = await rewriteFiles({ language, pattern, replacement, where }, ports);
  return addedLines(patch.diff)[path] ?? [];
}

Deno.test({
  name: "rewriteFiles() fills holes with the text as it is, wherever the pattern fits",
  permissions: "none",
  fn: async () => {
    const source = [
      "f(a, b);",
      "f( a ,/* why */ b + 1 );",
      "f(a);",
      "g(f(1, f(2, 3)), f);",
      "// f(a, b)",
      "x.f(a, b);",
      "f(a, b,);",
      "",
    ].join("\n");
    assertEquals(await rewrite("typescript", source, ["f($A, $B)", "h($B, $A)"]), [
      "h(b, a);",
      "h(b + 1, a);",
      "g(h(h(3, 2), 1), f);",
      "h(b, a);",
    ]);
  },
});

Deno.test({
  name: "rewriteFiles() fills a hole for many with any number, and keeps commas right",
  permissions: "none",
  fn: async () => {
    const source = "f();\nf(a);\nf(a, /* b */ b);\nf(...c);\n";
    assertEquals(await rewrite("javascript", source, ["f($$$A)", "g($$$A, x)"]), [
      "g(x);",
      "g(a, x);",
      "g(a, /* b */ b, x);",
      "g(...c, x);",
    ]);
    assertEquals(await rewrite("javascript", "f(a, b, c);\n", ["f($A, $$$B)", "$A.f($$$B)"]), [
      "a.f(b, c);",
    ]);
    assertEquals(await rewrite("javascript", "f(a);\n", ["f($A, $$$B)", "g($A, $$$B)"]), ["g(a);"]);
  },
});

Deno.test({
  name: "rewriteFiles() wants the same text in a hole that stands twice",
  permissions: "none",
  fn: async () => {
    const source = "a = a + 1;\na = b + 1;\na.b = a.b + 1;\n";
    assertEquals(await rewrite("javascript", source, ["$A = $A + 1", "$A++"]), ["a++;", "a.b++;"]);
  },
});

Deno.test({
  name: "rewriteFiles() puts parentheses where the order of operations would change",
  permissions: "none",
  fn: async () => {
    const source = "double(a + b);\ndouble(a) ** 2;\ndouble(f());\n";
    assertEquals(await rewrite("javascript", source, ["double($A)", "$A * 2"]), [
      "(a + b) * 2;",
      "(a * 2) ** 2;",
      "f() * 2;",
    ]);
  },
});

Deno.test({
  name: "rewriteFiles() takes only what matches the condition",
  permissions: "none",
  fn: async () => {
    const where = new Map([["A", /^["']/]]);
    const source = "log('a');\nlog(b);\n";
    assertEquals(await rewrite("javascript", source, ["log($A)", "info($A)"], where), [
      "info('a');",
    ]);
  },
});

Deno.test({
  name: "rewriteFiles() gives further lines the indentation of the first",
  permissions: "none",
  fn: async () => {
    const source = "function f() {\n  assert(a);\n}\n";
    const replacement = "if (!$A) {\n  throw new Error();\n}";
    assertEquals(await rewrite("javascript", source, ["assert($A);", replacement]), [
      "  if (!a) {",
      "    throw new Error();",
      "  }",
    ]);
  },
});

Deno.test({
  name: "rewriteFiles() reads expressions, statements and declarations of every language",
  permissions: "none",
  fn: async () => {
    const cases: readonly [GrammarName, string, readonly [string, string], string][] = [
      ["tsx", "const a = <A b={f(1)} />;\n", ["f($A)", "g($A)"], "const a = <A b={g(1)} />;"],
      ["typescript", "let a: Foo<B>;\n", ["Foo<$A>", "Bar<$A>"], "let a: Bar<B>;"],
      [
        "python",
        "x = log.warn('a', 1)\n",
        ["log.warn($$$A)", "log.warning($$$A)"],
        "x = log.warning('a', 1)",
      ],
      ["python", "if x == None: y()\n", ["$A == None", "$A is None"], "if x is None: y()"],
      ["go", "package a\n\nfunc f() {\n\tioutil.ReadAll(r)\n}\n", [
        "ioutil.ReadAll($A)",
        "io.ReadAll($A)",
      ], "\tio.ReadAll(r)"],
      ["rust", "fn f() { a.b().unwrap(); }\n", ["$A.unwrap()", "$A?"], "fn f() { a.b()?; }"],
      ["java", "class A { void f() { a.equals(b); } }\n", [
        "$A.equals($B)",
        "Objects.equals($A, $B)",
      ], "class A { void f() { Objects.equals(a, b); } }"],
      [
        "c",
        "int f(void) { return strcmp(a, b) == 0; }\n",
        ["strcmp($A, $B) == 0", "streq($A, $B)"],
        "int f(void) { return streq(a, b); }",
      ],
      [
        "cpp",
        "auto a = std::shared_ptr<T>(new T(1, 2));\n",
        ["new T($$$A)", "T::make($$$A)"],
        "auto a = std::shared_ptr<T>(T::make(1, 2));",
      ],
      ["csharp", "class A { void F() { Console.WriteLine(1, x); } }\n", [
        "Console.WriteLine($$$A)",
        "Log.Info($$$A)",
      ], "class A { void F() { Log.Info(1, x); } }"],
      ["ruby", "raise A if b\nraise A, 1\n", ["raise $A", "fail $A"], "fail A if b"],
      [
        "rust",
        "fn f() { vec![A::B, c.d(1)]; }\n",
        ["vec![$$$A]", "list($$$A)"],
        "fn f() { list(A::B, c.d(1)); }",
      ],
      ["ruby", "puts foo(1, 2)\n", ["foo($A, $B)", "bar($B, $A)"], "puts bar(2, 1)"],
      [
        "php",
        "<?php\narray_push($a, f($b));\n",
        ["array_push($A, $B)", "push($A, $B)"],
        "push($a, f($b));",
      ],
      ["bash", "which ls\n", ["which $A", "command -v $A"], "command -v ls"],
      ["css", "a { color: red; }\n", ["color: $A", "background: $A"], "a { background: red; }"],
    ];
    for (const [language, source, rule, expected] of cases) {
      const lines = await rewrite(language, source, rule);
      assertEquals([language, lines.join("\n")], [language, expected]);
    }
  },
});

Deno.test({
  name: "rewriteFiles() refuses patterns and holes that cannot be",
  permissions: "none",
  fn: async () => {
    const cases: readonly [readonly [string, string], string][] = [
      [
        ["f(", "g"],
        'Cannot read pattern "f(": it is not one expression, statement or declaration in javascript',
      ],
      [["$A", "g"], 'Cannot read pattern "$A": it fits everything'],
      [
        ["a(); b();", "g"],
        'Cannot read pattern "a(); b();": it is not one expression, statement or declaration in javascript',
      ],
      [["f($_)", "g($_)"], 'Cannot fill "$_": the pattern has no such hole'],
      [["f($A)", "g($B)"], 'Cannot fill "$B": the pattern has no such hole'],
    ];
    for (const [rule, message] of cases) {
      const error = await assertRejects(() => rewrite("javascript", "f(a);\n", rule), Failure);
      assertEquals([error.reason, error.message], ["E_USAGE", message]);
    }
  },
});

Deno.test({
  name: "rewriteFiles() refuses a result that would not parse",
  permissions: "none",
  fn: async () => {
    const rule = ["f($A)", "if ($A) {"] as const;
    const error = await assertRejects(() => rewrite("javascript", "x = f(a);\n", rule), Failure);
    assertEquals(error.reason, "E_SYNTAX");
  },
});

Deno.test({
  name: "rewriteFiles() keeps a byte order mark, line ends and what is not UTF-8",
  permissions: "none",
  fn: async () => {
    const ports = makeMemoryRepository({ "a.js": "\ufefff(é);\r\nf(1);\r\n" });
    const options = { language: "javascript", pattern: "f($A)", replacement: "g($A)" } as const;
    const { patch, matches } = await rewriteFiles(options, ports);
    assertEquals([matches, addedLines(patch.diff)], [2, { "a.js": ["\ufeffg(é);\r", "g(1);\r"] }]);
  },
});

Deno.test({
  name: "rewriteFiles() takes comments along with many, and tells which are lost",
  permissions: "none",
  fn: async () => {
    const ports = makeMemoryRepository({
      "a.js": "f(/* a */ 1, /* b */ 2 /* c */);\ng(1, // d\n  2);\n",
    });
    const all = { language: "javascript", pattern: "f($$$A)", replacement: "h($$$A)" } as const;
    const kept = await rewriteFiles(all, ports);
    assertEquals([addedLines(kept.patch.diff)["a.js"], kept.lost], [
      ["h(/* a */ 1, /* b */ 2 /* c */);"],
      [],
    ]);
    const each = {
      language: "javascript",
      pattern: "g($A, $B)",
      replacement: "h($A, $B)",
    } as const;
    const { patch, lost } = await rewriteFiles(each, ports);
    assertEquals([addedLines(patch.diff)["a.js"], lost], [["h(1, 2);"], [{
      path: "a.js",
      line: 2,
    }]]);
  },
});

Deno.test({
  name: "rewriteFiles() lets a hole without a name be anything each time",
  permissions: "none",
  fn: async () => {
    assertEquals(await rewrite("javascript", "f(1, 2);\n", ["f($_, $_)", "g()"]), ["g();"]);
  },
});
