import { assertEquals } from "@std/assert";
import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createFindSymbols } from "../lib/map/symbols.ts";

/** A text in each language, what it defines, and a name that it refers to. */
const SAMPLES: readonly (readonly [path: string, text: string, defined: string, used: string])[] = [
  [
    "a.ts",
    "export class A { run(): B { return help(); } }\nfunction f() {}\nconst c = 1;\ninterface I { m(): void }\ntype T = I;\nenum E { X }\n",
    "class A, method run, function f, constant c, interface I, method m, type T, enum E",
    "help",
  ],
  ["a.tsx", "export function View() { return <b>{draw()}</b>; }\n", "function View", "draw"],
  [
    "a.js",
    "class A { run() { help(); } }\nfunction f() {}\nconst c = 1;\nexports.g = () => 1;\n",
    "class A, method run, function f, constant c, function g",
    "help",
  ],
  [
    "a.py",
    "LIMIT = 3\nclass A(Base):\n    @wrap\n    def run(self):\n        help()\ndef f(): pass\n",
    "variable LIMIT, class A, method run, function f",
    "Base",
  ],
  [
    "a.go",
    "package a\ntype T struct{}\nfunc (t T) Run() { help() }\nfunc F() {}\nconst C = 1\nvar v = 2\n",
    "type T, method Run, function F, constant C, variable v",
    "help",
  ],
  [
    "a.rs",
    "struct S;\nimpl S { fn run(&self) { help(); } }\nenum E { X }\ntrait T { fn m(); }\nconst C: u8 = 1;\nmacro_rules! mac { () => {} }\nmod m {}\n",
    "struct S, impl S, function run, enum E, trait T, function m, constant C, macro mac, module m",
    "help",
  ],
  [
    "A.java",
    "class A { int f; A() {} void run() { help(); } }\ninterface I { void m(); }\nenum E { X }\n",
    "class A, field f, constructor A, method run, interface I, method m, enum E",
    "help",
  ],
  [
    "a.c",
    "#define LIMIT 3\nstruct s { int x; };\ntypedef int t;\nstatic int v = 1;\nint *run(void) { return help(); }\n",
    "macro LIMIT, struct s, type t, variable v, function run",
    "help",
  ],
  [
    "a.cpp",
    "namespace n { class A { void run(); }; }\nvoid A::go() { help(); }\n",
    "namespace n, class A, method run, function go",
    "help",
  ],
  [
    "a.cs",
    "namespace N { class A { int f; int P { get; } void Run() { Help(); } } interface I { } }\n",
    "class A, field f, method Run, interface I, namespace N, property P",
    "Help",
  ],
  [
    "a.rb",
    "module M\n  LIMIT = 3\n  class A < Base\n    def run; help(); end\n    def self.go; end\n  end\nend\n",
    "module M, constant LIMIT, class A, method run, method go",
    "Base",
  ],
  [
    "a.php",
    "<?php\nconst C = 1;\nclass A { public $p; function run() { help(); } }\nfunction f() {}\ninterface I {}\n",
    "constant C, class A, property p, method run, function f, interface I",
    "help",
  ],
  ["a.sh", "LIMIT=3\nrun() { help; }\n", "variable LIMIT, function run", "help"],
  [
    "a.css",
    ".a { color: var(--x); }\n#b { }\n@keyframes k { }\n",
    "class a, id b, keyframes k",
    "var",
  ],
];

for (const [path, text, defined, used] of SAMPLES) {
  Deno.test(`createFindSymbols() finds what ${path} defines and refers to`, async () => {
    const found = await createFindSymbols(createGrammarLoader())(path, text);
    const names = found?.definitions.map(({ kind, name }) => `${kind} ${name}`) ?? [];
    assertEquals(names.sort(), defined.split(", ").sort());
    assertEquals(found?.references.has(used), true, [...found?.references.keys() ?? []].join(" "));
  });
}

Deno.test("createFindSymbols() counts columns in bytes and cuts signatures before the body", async () => {
  const find = createFindSymbols(createGrammarLoader());
  const found = await find("a.ts", "/* é */ export function run(limit: number): void {\n}\n");
  assertEquals(found?.definitions, [{
    name: "run",
    kind: "function",
    range: { startLine: 1, startColumn: 17, endLine: 2, endColumn: 2 },
    signature: "/* é */ export function run(limit: number): void",
  }]);
});

Deno.test("createFindSymbols() has nothing to say of files without a grammar", async () => {
  assertEquals(await createFindSymbols(createGrammarLoader())("a.txt", "words"), undefined);
});
