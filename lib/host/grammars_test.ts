import { assertEquals, assertNotEquals } from "@std/assert";
import { GRAMMAR_NAMES, type GrammarName } from "../languages.ts";
import { countErrorsOf, withTree } from "../syntax.ts";
import { createGrammarLoader } from "./grammars.ts";

/** A few lines that only their own language takes. */
const SAMPLES: Readonly<Record<GrammarName, string>> = {
  typescript:
    "export const a = <T,>(x: T): T => x satisfies T;\ninterface A { readonly b?: string }\n",
  tsx: "const a = <Box<string> of={1 as number}>text</Box>;\n",
  javascript: "class A { #b = 1; static { this.c = a?.b ?? <i/>; } }\n",
  python: "match a:\n    case [x, *_] if (y := x): print(f'{y!r}')\n",
  go: "package a\n\nfunc F[T any](x T) (y T) { defer func() {}(); return x }\n",
  rust: "impl<'a> A<'a> for B { fn c(&mut self) -> Result<(), E> { d!(x)?; Ok(()) } }\n",
  java: "record A(int b) { int c() { return switch (b) { case 1 -> 2; default -> 3; }; } }\n",
  c: "int class(int new) { struct a *this = &(struct a){ .b = new }; return this->b; }\n",
  cpp:
    "template <class T> auto f(T &&x) -> decltype(x) { return [=]() mutable { return x; }(); }\n",
  csharp: "record A(int B) { public int C => B switch { 1 => 2, _ => 3 }; }\n",
  ruby: 'def a(b:, **c) = b&.d { |x| puts "#{x}" unless x in [1, *] }\n',
  php: "<?php function a(?int ...$b): int|string { return match(true) { default => $b?->c }; }\n",
  bash: 'a() { local b=${1:-x}; [[ $b =~ ^y ]] && cat <<< "$(c)"; }\n',
  css: "@media (min-width: 1px) { a:hover > b { color: var(--c); } }\n",
};

Deno.test("createGrammarLoader() starts one runtime, however many loaders there are", async () => {
  const { Parser } = await import("web-tree-sitter");
  const { init } = Parser;
  let starts = 0;
  Parser.init = async (options) => {
    starts++;
    await init(options);
  };
  try {
    const [first, second] = await Promise.all([
      createGrammarLoader()("typescript"),
      createGrammarLoader()("python"),
    ]);
    const types = [
      withTree(first, "let a = 1;", (tree) => tree.rootNode.firstChild?.type),
      withTree(second, "a = 1", (tree) => tree.rootNode.firstChild?.type),
    ];
    assertEquals(types, ["lexical_declaration", "expression_statement"]);
    assertEquals(starts <= 1, true, `${starts} starts`);
  } finally {
    Parser.init = init;
  }
});

Deno.test({
  name: "createGrammarLoader() loads every grammar without any permission, and each parses",
  permissions: "none",
  fn: async () => {
    const loadGrammar = createGrammarLoader();
    for (const name of GRAMMAR_NAMES) {
      const grammar = await loadGrammar(name);
      assertEquals([name, countErrorsOf(grammar, SAMPLES[name])], [name, 0]);
      assertNotEquals([name, countErrorsOf(grammar, SAMPLES[name] + ")} (")], [name, 0]);
    }
  },
});

Deno.test({
  name: "createGrammarLoader() loads a grammar once",
  permissions: "none",
  fn: async () => {
    const loadGrammar = createGrammarLoader();
    assertEquals(await loadGrammar("go"), await loadGrammar("go"));
  },
});

Deno.test({
  name: "countErrorsOf() counts what was skipped and what was invented",
  permissions: "none",
  fn: async () => {
    const grammar = await createGrammarLoader()("javascript");
    const texts = ["a();\n", "a(;\n", "if (a { b }\n", "a() ) )\nb(] ;\n"];
    assertEquals(texts.map((text) => countErrorsOf(grammar, text)), [0, 1, 1, 2]);
  },
});

Deno.test({
  name: "query() finds nodes, with offsets in UTF-16 units",
  permissions: "none",
  fn: async () => {
    const grammar = await createGrammarLoader()("python");
    const query = grammar.query("(identifier) @name");
    const found = withTree(
      grammar,
      'é("😀", b)\n',
      (tree) => query.captures(tree.rootNode).map(({ node }) => [node.text, node.startIndex]),
    );
    query.delete();
    assertEquals(found, [["é", 0], ["b", 8]]);
  },
});
