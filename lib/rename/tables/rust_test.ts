import { assertEquals } from "@std/assert";
import { rename } from "../../../tests/rename_in_memory.ts";

Deno.test({
  name: "RUST reads a text as a format only between braces",
  permissions: "none",
  fn: async () => {
    const text =
      'fn f(n: u8) {\n    println!("n {} {n} {n:?} {{n}} {:n$} {:>1$.n$}", n);\n    format!(concat!("n: {}"), n);\n}\n';
    assertEquals(
      await rename({ "a.rs": text }, ["n", "m"], { pointer: { path: "a.rs", line: 1 } }),
      {
        "a.rs": [
          "fn f(m: u8) {",
          '    println!("n {} {m} {m:?} {{n}} {:m$} {:>1$.m$}", m);',
          '    format!(concat!("n: {}"), m);',
        ],
      },
    );
  },
});

Deno.test({
  name: "RUST keeps a let together with the one that some builds have instead",
  permissions: "none",
  fn: async () => {
    const text =
      "fn f() {\n    let p = 1;\n    #[cfg(windows)]\n    let p = p + 1;\n    let q = p;\n    let p = 2;\n}\n";
    assertEquals(
      await rename({ "a.rs": text }, ["p", "r"], { pointer: { path: "a.rs", line: 2 } }),
      {
        "a.rs": ["    let r = 1;", "    let r = r + 1;", "    let q = r;"],
      },
    );
  },
});

Deno.test({
  name: "RUST follows use of what an item holds in its own file",
  permissions: "none",
  fn: async () => {
    const text =
      "enum Check { A }\nfn f() { use self::Check::*; }\nmod tests {\n    use super::Check::*;\n}\n";
    assertEquals(await rename({ "a.rs": text }, ["Check", "Test"]), {
      "a.rs": ["enum Test { A }", "fn f() { use self::Test::*; }", "    use super::Test::*;"],
    });
    assertEquals(await rename({ "a.rs": "enum Check { A }\nuse Check::*;\n" }, ["Check", "Test"]), [
      "it may be used in ways that cannot be seen",
      "a.rs:2:5",
    ]);
  },
});
