import { assertEquals } from "@std/assert";
import { rename } from "../../tests/rename_in_memory.ts";

Deno.test({
  name: "findDocHits() renames a parameter where the comment above its function describes it",
  permissions: "none",
  fn: async () => {
    const cases: readonly [string, string, number, readonly string[]][] = [
      [
        "a.ts",
        "/**\n * The size a is.\n *\n * @param a What a is.\n * @param {a} ab Not it.\n */\nexport const f = (a: number, ab = 1) => a;\n",
        7,
        [" * @param b What a is.", "export const f = (b: number, ab = 1) => b;"],
      ],
      [
        "a.js",
        "/** @param {{x: number}} [a] An a. */\nfunction f(a) { return a; }\n/** @param a Other. */\nfunction g(a) {}\n",
        2,
        ["/** @param {{x: number}} [b] An a. */", "function f(b) { return b; }"],
      ],
      [
        "A.java",
        "class A {\n  /**\n   * @param a an a\n   */\n  int f(int a) { return a; }\n}\n",
        5,
        ["   * @param b an a", "  int f(int b) { return b; }"],
      ],
      [
        "a.php",
        "<?php\n/** @param ?int $a An $a. */\nfunction f($a) { return $a; }\n",
        3,
        ["/** @param ?int $b An $a. */", "function f($b) { return $b; }"],
      ],
    ];
    for (const [path, text, line, expected] of cases) {
      const lines = await rename({ [path]: text }, ["a", "b"], { pointer: { path, line } });
      assertEquals(lines, { [path]: [...expected] });
    }
  },
});
