import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { quotePath, unquotePath } from "./git_path.ts";

Deno.test({
  name: "unquotePath() is the inverse of quotePath()",
  permissions: "none",
  fn: () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (path) => {
      if (path.isWellFormed()) assertEquals(unquotePath(quotePath(path)), path);
    }));
  },
});

Deno.test({
  name: "quotePath() quotes what git quotes and leaves the rest",
  permissions: "none",
  fn: () => {
    assertEquals(quotePath("a b/c-d.ts"), "a b/c-d.ts");
    assertEquals(quotePath('é\t"\\\x01'), '"\\303\\251\\t\\"\\\\\\001"');
  },
});

Deno.test({
  name: "unquotePath() refuses broken quoting",
  permissions: "none",
  fn: () => {
    for (const text of ['"a', '"', '"\\"', '"\\x"', '"\\377"', '"a\\']) {
      assertEquals(unquotePath(text), undefined);
    }
  },
});
