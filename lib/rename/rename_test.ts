import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../errors.ts";
import { rename } from "../../tests/rename_in_memory.ts";

/** A file, where the symbol stands, its names, and the lines that change as they become. */
type LocalCase = readonly [string, readonly [number, string, string], readonly string[]];

const LOCALS: Readonly<Record<string, LocalCase>> = {
  "a.go": [
    "package a\n\nfunc f(x int) int {\n\ty := x\n\tif x := g(y); x > y {\n\t\treturn x\n\t}\n\treturn x + T{x: x}.x + M{x: 1}[x]\n}\n",
    [3, "x", "z"],
    ["func f(z int) int {", "\ty := z", "\treturn z + T{x: z}.x + M{x: 1}[z]"],
  ],
  "a.rs": [
    'fn f(x: u8) -> u8 {\n    let y = x;\n    let x = x + y;\n    println!("{x} {}", x);\n    match x { Some(x) if x > 1 => x, K => S { x }.x }\n}\n',
    [3, "x", "z"],
    [
      "    let z = x + y;",
      '    println!("{z} {}", z);',
      "    match z { Some(x) if x > 1 => x, K => S { x: z }.x }",
    ],
  ],
  "A.java": [
    "class A {\n  int x;\n  int f(int x) {\n    Runnable r = () -> g(x);\n    return x + this.x + h.x;\n  }\n  int g() { return x; }\n}\n",
    [3, "x", "z"],
    ["  int f(int z) {", "    Runnable r = () -> g(z);", "    return z + this.x + h.x;"],
  ],
  "a.c": [
    "int x;\nint f(int x, int (*g)(int x)) {\n  struct s v = { .x = x };\n  { int x = 1; g(x); }\n  return v.x + x;\n}\n",
    [2, "x", "z"],
    ["int f(int z, int (*g)(int x)) {", "  struct s v = { .x = z };", "  return v.x + z;"],
  ],
  "a.cc": [
    "int f(int x) {\n  auto g = [x](int y) { return x + y; };\n  for (auto &[k, x] : m) k(x);\n  return g(x) + v.x;\n}\n",
    [1, "x", "z"],
    ["int f(int z) {", "  auto g = [z](int y) { return z + y; };", "  return g(z) + v.x;"],
  ],
  "a.cs": [
    "class A {\n  int x;\n  int F(int x) {\n    var t = new B { x = x };\n    Func<int, int> g = y => x + y;\n    return x + this.x;\n  }\n}\n",
    [3, "x", "z"],
    [
      "  int F(int z) {",
      "    var t = new B { x = z };",
      "    Func<int, int> g = y => z + y;",
      "    return z + this.x;",
    ],
  ],
  "a.rb": [
    'def f(x)\n  y = x\n  [1].each { |z| g(x, z.x) }\n  @x = "#{x}"\nend\n\ndef h(x) = x\n',
    [1, "x", "w"],
    ["def f(w)", "  y = w", "  [1].each { |z| g(w, z.x) }", '  @x = "#{w}"'],
  ],
  "a.php": [
    '<?php\nfunction f($x) {\n  $y = fn($z) => $x + $z;\n  return "{$x}" . $this->x . x($x);\n}\nfunction g($x) { return $x; }\n',
    [2, "x", "w"],
    ["function f($w) {", "  $y = fn($z) => $w + $z;", '  return "{$w}" . $this->x . x($w);'],
  ],
  "a.sh": [
    'count=1\nf() { echo "$count" ${count:-2}; }\nf # count\n',
    [1, "count", "total"],
    ["total=1", 'f() { echo "$total" ${total:-2}; }'],
  ],
  "a.py": [
    'def f(x, *, y=x):\n    def g():\n        nonlocal x\n        x = [x for x in x]\n        return lambda x: x\n    return f"{x}" + o.x + h(x=x)\n',
    [1, "x", "z"],
    [
      "def f(z, *, y=x):",
      "        nonlocal z",
      "        z = [x for x in z]",
      '    return f"{z}" + o.x + h(x=z)',
    ],
  ],
  "a.ts": [
    "function f({ x, y: { z } }: T, k = x) {\n  const o = { x, [x]: x.x };\n  for (const x of o) x;\n  return <x>(v: x) => ({ x });\n}\n",
    [1, "x", "w"],
    [
      "function f({ x: w, y: { z } }: T, k = w) {",
      "  const o = { x: w, [w]: w.x };",
      "  return <x>(v: x) => ({ x: w });",
    ],
  ],
};

for (const [path, [text, [line, oldName, newName], lines]] of Object.entries(LOCALS)) {
  Deno.test({
    name: `renameSymbol() renames a local in ${path} and nothing else of that name`,
    permissions: "none",
    fn: async () => {
      const result = await rename({ [path]: text }, [oldName, newName], {
        pointer: { path, line },
      });
      // A line may hold several symbols of the name: then the first column is named.
      const first = Array.isArray(result)
        ? result.find((place) => place.startsWith(`${path}:${line}:`))
        : undefined;
      const pointed = first === undefined
        ? result
        : await rename({ [path]: text }, [oldName, newName], {
          pointer: { path, line, column: Number(String(first).split(":")[2]) },
        });
      assertEquals(pointed, { [path]: lines });
    },
  });
}

/** Files, the names, and what becomes of the lines that change. */
type SharedCase = readonly [
  string,
  Readonly<Record<string, string>>,
  readonly [string, string],
  Readonly<Record<string, readonly string[]>>,
];

const SHARED: readonly SharedCase[] = [
  [
    "a function of a Go package, from outside too",
    {
      "go.mod": "module example.com/m\n",
      "lib/a.go": "package lib\n\nfunc Load(x int) int { return Load(x) }\n",
      "lib/b.go": "package lib\n\nvar load = Load(1)\n\nfunc (t T) Load() { t.Load() }\n",
      "main.go":
        'package main\n\nimport (\n\t"example.com/m/lib"\n\to "other/lib"\n)\n\nfunc main() {\n\tlib.Load(o.Load(1))\n}\n',
    },
    ["Load", "Read"],
    {
      "lib/a.go": ["func Read(x int) int { return Read(x) }"],
      "lib/b.go": ["var load = Read(1)"],
      "main.go": ["\tlib.Read(o.Load(1))"],
    },
  ],
  [
    "a class of a Java package, with its constructors and imports",
    {
      "a/Box.java":
        "package a;\n\npublic class Box {\n  Box() {}\n  static Box of() { return new Box(); }\n}\n",
      "a/Use.java": "package a;\nclass Use { Box b = Box.of(); }\n",
      "b/Far.java": "package b;\nimport a.Box;\nclass Far { Box b; a.Box c; other.Box d; }\n",
      "c/Other.java": "package c;\nimport other.Box;\nclass Other { Box b; }\n",
    },
    ["Box", "Crate"],
    {
      "a/Crate.java": [
        "public class Crate {",
        "  Crate() {}",
        "  static Crate of() { return new Crate(); }",
      ],
      "a/Use.java": ["class Use { Crate b = Crate.of(); }"],
      "b/Far.java": ["import a.Crate;", "class Far { Crate b; a.Crate c; other.Box d; }"],
    },
  ],
  [
    "a function of C with its prototype",
    {
      "a.h": "int area(int w, int h);\n",
      "a.c": '#include "a.h"\nint area(int w, int h) { return w * h; }\n',
      "b.c": '#include "a.h"\nint twice(void) { struct s v; return area(1, v.area) * 2; }\n',
    },
    ["area", "surface"],
    {
      "a.h": ["int surface(int w, int h);"],
      "a.c": ["int surface(int w, int h) { return w * h; }"],
      "b.c": ["int twice(void) { struct s v; return surface(1, v.area) * 2; }"],
    },
  ],
  [
    "a class of C++ with its constructor, destructor and methods",
    {
      "a.cc":
        "class Box {\n public:\n  Box(int x);\n  ~Box();\n  int f();\n};\nBox::Box(int x) {}\nBox::~Box() {}\nint Box::f() { Box *b = new Box(1); return b->f(); }\n",
    },
    ["Box", "Crate"],
    {
      "a.cc": [
        "class Crate {",
        "  Crate(int x);",
        "  ~Crate();",
        "Crate::Crate(int x) {}",
        "Crate::~Crate() {}",
        "int Crate::f() { Crate *b = new Crate(1); return b->f(); }",
      ],
    },
  ],
  [
    "a class of a C# namespace",
    {
      "A.cs": "namespace A;\npublic class Box { public Box() {} }\n",
      "B.cs": "using A;\nclass Use { Box b = new Box(); A.Box c; Other.Box d; }\n",
    },
    ["Box", "Crate"],
    {
      "A.cs": ["public class Crate { public Crate() {} }"],
      "B.cs": ["class Use { Crate b = new Crate(); A.Crate c; Other.Box d; }"],
    },
  ],
  [
    "a function of Rust in its file",
    {
      "src/lib.rs":
        "fn area(w: u8) -> u8 { w }\nfn twice() -> u8 { area(1) + S::area() + std::area() }\nmod tests { use super::*; fn t() { assert_eq!(area(1), 1); } }\n",
    },
    ["area", "surface"],
    {
      "src/lib.rs": [
        "fn surface(w: u8) -> u8 { w }",
        "fn twice() -> u8 { surface(1) + S::area() + std::area() }",
        "mod tests { use super::*; fn t() { assert_eq!(surface(1), 1); } }",
      ],
    },
  ],
  [
    "a method of Ruby at the top",
    {
      "a.rb": "def area(w) = w\n\nputs area(1)\n",
      "b.rb": "require_relative 'a'\nclass B\n  def f = area(2) + self.other.area\nend\n",
    },
    ["area", "surface"],
    {
      "a.rb": ["def surface(w) = w", "puts surface(1)"],
      "b.rb": ["  def f = surface(2) + self.other.area"],
    },
  ],
  [
    "a function of a PHP namespace",
    {
      "a.php": "<?php\nnamespace A;\nfunction area($w) { return area($w); }\n",
      "b.php":
        "<?php\nnamespace B;\nuse function A\\area;\necho area(1) + $x->area(2) + \\A\\area(3);\n",
    },
    ["area", "surface"],
    {
      "a.php": ["function surface($w) { return surface($w); }"],
      "b.php": ["use function A\\surface;", "echo surface(1) + $x->area(2) + \\A\\surface(3);"],
    },
  ],
  [
    "a function of a shell script",
    { "a.sh": "area() { echo 1; }\narea\nx=$(area)\n" },
    ["area", "surface"],
    { "a.sh": ["surface() { echo 1; }", "surface", "x=$(surface)"] },
  ],
  [
    "an exported name behind an import map, a package and a barrel",
    {
      "deno.json": '{ "workspace": ["./lib"], "imports": { "#x": "./lib/mod.ts" } } // jsonc\n',
      "lib/deno.json": '{ "name": "@a/lib", "exports": { ".": "./mod.ts" } }\n',
      "lib/mod.ts": 'export * from "./area.ts";\n',
      "lib/area.ts": "export const area = 1;\n",
      "a.ts": 'import { area } from "@a/lib";\nimport * as lib from "#x";\nuse(area, lib.area);\n',
      "b.ts": 'import { area } from "npm:other";\nuse(area);\n',
    },
    ["area", "surface"],
    {
      "lib/area.ts": ["export const surface = 1;"],
      "a.ts": ['import { surface } from "@a/lib";', "use(surface, lib.surface);"],
    },
  ],
];

for (const [what, texts, names, lines] of SHARED) {
  Deno.test({
    name: `renameSymbol() renames ${what}`,
    permissions: "none",
    fn: async () => assertEquals(await rename(texts, names), lines),
  });
}

Deno.test({
  name: "renameSymbol() keeps the name that another package gives when its import is renamed",
  permissions: "none",
  fn: async () => {
    const text = 'import { join } from "node:path";\nexport { join };\njoin();\n';
    assertEquals(await rename({ "a.ts": text }, ["join", "merge"], { pointer: { path: "a.ts" } }), {
      "a.ts": [
        'import { join as merge } from "node:path";',
        "export { merge as join };",
        "merge();",
      ],
    });
  },
});

Deno.test({
  name: "renameSymbol() refuses a name that would meet another symbol",
  permissions: "none",
  fn: async () => {
    const cases: readonly [
      Readonly<Record<string, string>>,
      readonly [string, string],
      readonly string[],
    ][] = [
      [{ "a.ts": "let a = 1;\nlet b = a;\n" }, ["a", "b"], ["a.ts:2:5"]],
      [{ "a.ts": "let a = 1;\nconst f = (b: number) => a + b;\n" }, ["a", "b"], ["a.ts:2:12"]],
      [{ "a.ts": "let a = 1;\nfetch(a);\n" }, ["a", "fetch"], ["a.ts:2:1"]],
      [{ "a.py": "a = 1\nprint(a)\n" }, ["a", "print"], ["a.py:2:1"]],
      [{ "a.go": "package a\n\nfunc A() {}\n", "b.go": "package a\n\nvar B = 1\n" }, ["A", "B"], [
        "b.go:3:5",
      ]],
      [{
        "a.c": "int a(void) { return 1; }\n",
        "b.c": "int a(void);\nint b(void) { return a(); }\n",
      }, [
        "a",
        "b",
      ], [
        "b.c:2:5",
      ]],
    ];
    for (const [texts, names, places] of cases) {
      const [why, ...found] = await rename(texts, names) as string[];
      assertEquals([why, found], [`"${names[1]}" is already taken`, [...places]]);
    }
  },
});

Deno.test({
  name: "renameSymbol() refuses what it cannot prove",
  permissions: "none",
  fn: async () => {
    const cases: readonly [
      Readonly<Record<string, string>>,
      readonly [string, string],
      readonly string[],
    ][] = [
      [{ "a.ts": "export const a = 1;\n", "b.ts": 'import { a } from "odd:a";\n' }, ["a", "b"], [
        "b.ts:1:10",
      ]],
      [
        {
          "a.ts": "export const a = 1;\n",
          "b.ts": 'const f = async () => {\n  const { a } = await import("./a.ts");\n};\n',
        },
        ["a", "b"],
        ["b.ts:2:11"],
      ],
      [{ "a.py": "def f(a): return a\nf(a=1)\n" }, ["a", "b"], ["a.py:2:3"]],
      [{ "a.rs": "fn a() {}\nfn f() { odd!(a()); }\n" }, ["a", "b"], ["a.rs:2:15"]],
      [{ "a.c": "int a;\n#define A a\n" }, ["a", "b"], ["a.c:2:11"]],
      [{ "a.sh": "a=1\neval 'a=2'\n" }, ["a", "b"], ["a.sh:2:7"]],
      [{ "a.php": "<?php\nfunction f() { $a = 1; return compact('a'); }\n" }, ["a", "b"], [
        "a.php:2:1",
      ]],
      [{ "a.ts": "class C { a = 1 }\n" }, ["a", "b"], ["a.ts:1:11"]],
    ];
    for (const [texts, names, places] of cases) {
      const [, ...found] = await rename(texts, names, { engine: "scope" }) as string[];
      assertEquals([Object.keys(texts), found], [Object.keys(texts), [...places]]);
    }
  },
});

Deno.test({
  name: "renameSymbol() renames members by types, in implementations and on inferred values",
  permissions: "none",
  fn: async () => {
    const texts = {
      "tsconfig.json": "{}\n",
      "a.ts":
        "export interface Shape { area(): number }\nexport class Box implements Shape { area() { return 1; } }\n",
      "b.ts":
        'import { Box, type Shape } from "./a";\nconst list: Shape[] = [new Box()];\nlist.map((one) => one.area());\nconst { area } = list[0];\nfetch("x").then((odd) => (odd as unknown as { area: 1 }).area);\narea();\n',
    };
    const pointer = { path: "a.ts", line: 1 };
    assertEquals(await rename(texts, ["area", "surface"], { pointer }), {
      "a.ts": [
        "export interface Shape { surface(): number }",
        "export class Box implements Shape { surface() { return 1; } }",
      ],
      "b.ts": ["list.map((one) => one.surface());", "const { surface: area } = list[0];"],
    });
  },
});

Deno.test({
  name: "renameSymbol() refuses a member that may come from outside, or would meet another",
  permissions: "none",
  fn: async () => {
    const outside = {
      "package.json": "{}\n",
      "a.ts": 'import { Base } from "base";\nclass A extends Base { size = 1 }\n',
    };
    assertEquals(await rename(outside, ["size", "count"]), [
      "it may override a member of something outside the repository",
      "a.ts:2:17",
    ]);
    const taken = {
      "package.json": "{}\n",
      "a.ts": "class A { size = 1; count = 2; f() { return this.size; } }\n",
    };
    const [why] = await rename(taken, ["size", "count"]) as string[];
    assertEquals(why, '"count" is already taken');
  },
});

Deno.test({
  name: "renameSymbol() takes only names of the language",
  permissions: "none",
  fn: async () => {
    const cases: readonly [string, string, string][] = [
      ["a.ts", "let a = 1;\n", "class"],
      ["a.py", "a = 1\n", "lambda"],
      ["a.go", "package a\n\nvar a = 1\n", "range"],
      ["a.rs", "fn a() {}\n", "fn"],
      ["A.java", "class a {}\n", "void"],
    ];
    for (const [path, text, newName] of cases) {
      const error = await assertRejects(() => rename({ [path]: text }, ["a", newName]), Failure);
      assertEquals([path, error.reason], [path, "E_USAGE"]);
    }
  },
});
