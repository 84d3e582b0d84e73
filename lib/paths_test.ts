import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { comparePaths } from "./paths.ts";

function compareBytes(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => new TextEncoder().encode(text));
  const at = left.findIndex((byte, i) => byte !== right[i]);
  if (at < 0) return Math.sign(left.length - right.length);
  return at >= right.length ? 1 : Math.sign(left[at] - right[at]);
}

Deno.test({
  name: "comparePaths() orders as the bytes of UTF-8 do",
  permissions: "none",
  fn: () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "b", "/", "é", "\uffee", "😀"),
      maxLength: 4,
    });
    fc.assert(fc.property(text, text, (a, b) => {
      assertEquals(Math.sign(comparePaths(a, b)), compareBytes(a, b));
    }));
  },
});
