import { assertEquals } from "@std/assert";
import { createViewPrinter } from "./view.ts";

Deno.test({
  name: "print() names the definitions nearest to what is shown, in the order of the file",
  permissions: "none",
  fn: () => {
    const lines = Array.from({ length: 30 }, (_, i) => `function f${i + 1}() {}`);
    const spans = [{ startLine: 4, endLine: 5 }, { startLine: 9, endLine: 11 }];
    const countTokens = Object.assign(() => 0, { vocabulary: "none", exact: false });
    const text = createViewPrinter(countTokens).print({ path: "a.ts", lines, spans });
    const named = text.split("\n").filter((line) => line.startsWith("line "));
    assertEquals(
      named.map((line) => line.slice(0, line.indexOf("("))),
      [2, 3, 5, 6, 7, 8, 11, 12].map((n) => `line ${n}: function f${n}`),
    );
  },
});

Deno.test({
  name: "print() does not name a definition whose line holds a credential",
  permissions: "none",
  fn: () => {
    const token = "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5";
    const lines = [`KEY = "${token}"`, "OTHER = 1", ...Array(9).fill(""), "shown()"];
    const spans = [{ startLine: 12, endLine: 13 }];
    const countTokens = Object.assign(() => 0, { vocabulary: "none", exact: false });
    const text = createViewPrinter(countTokens).print({ path: "a.py", lines, spans });
    assertEquals([text.includes("OTHER"), text.includes(token)], [true, false]);
  },
});
