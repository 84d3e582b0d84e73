import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { applyByteEdits } from "../edits.ts";
import { toFixerRecords } from "./fixer.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function toFile(before: string, after: string | undefined) {
  return {
    path: "a.js",
    before: encoder.encode(before),
    after: after === undefined ? undefined : encoder.encode(after),
  };
}

Deno.test({
  name: "toFixerRecords() tells the least change of a file, with its lines",
  permissions: "none",
  fn: async () => {
    const [record] = await toFixerRecords([toFile("a\nvar é;\nb\n", "a\nlet é;\nb\n")], "tool");
    assertEquals(record.location?.range, { startLine: 2, endLine: 2 });
    assertEquals(record.fixes[0].edits, [{ path: "a.js", startByte: 2, endByte: 5, text: "let" }]);
  },
});

Deno.test({
  name: "toFixerRecords() leaves out files that are the same, gone or no text",
  permissions: "none",
  fn: async () => {
    const broken = { path: "b", before: encoder.encode("a"), after: new Uint8Array([0xff]) };
    assertEquals(await toFixerRecords([toFile("a", "a"), toFile("a", undefined), broken], "t"), []);
  },
});

Deno.test({
  name: "toFixerRecords() makes edits that give exactly what the fixer wrote",
  permissions: "none",
  fn: async () => {
    const text = fc.array(fc.constantFrom("a", "b", "é", "中", "𝒳", "\n")).map((c) => c.join(""));
    await fc.assert(fc.asyncProperty(text, text, async (before, after) => {
      const records = await toFixerRecords([toFile(before, after)], "tool");
      const edits = records.flatMap(({ fixes }) => fixes[0].edits);
      assertEquals(decoder.decode(applyByteEdits(encoder.encode(before), edits)), after);
    }));
  },
});
