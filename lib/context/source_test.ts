import { assertEquals } from "@std/assert";
import { createOpenSource, toSource } from "./source.ts";

const KEY = "ghp_" + "kT9vRq2mXwZ7".repeat(3);
const TEXT = `one\r\ntoken = "${KEY}"\n`;

Deno.test({
  name: "toSource() gives the lines without their ends, and the credentials by line",
  permissions: "none",
  fn: () => {
    const { name, lines, findSecrets } = toSource("a.ts", TEXT, false);
    assertEquals([name, lines], ["a.ts", ["one", `token = "${KEY}"`]]);
    assertEquals(findSecrets().map((secret) => secret.line), [2]);
  },
});

Deno.test({
  name: "toSource() takes credentials out when asked to, and nothing else",
  permissions: "none",
  fn: () => {
    const { lines, findSecrets } = toSource("a.ts", TEXT, true);
    assertEquals([lines[0], lines.length, findSecrets().length], ["one", 2, 0]);
    assertEquals(lines[1].includes(KEY), false);
    assertEquals(toSource("b.ts", "plain\n", true).lines, ["plain"]);
  },
});

Deno.test({
  name: "createOpenSource() reads each file once, and tells of one that is not there",
  permissions: "none",
  fn: async () => {
    let reads = 0;
    const open = createOpenSource((path) => {
      reads++;
      const bytes = new TextEncoder().encode("text\n");
      return Promise.resolve(path === "a.ts" ? { bytes, mode: "100644" as const } : undefined);
    }, false);
    assertEquals([(await open("a.ts"))?.lines, (await open("a.ts"))?.lines], [["text"], ["text"]]);
    assertEquals([await open("b.ts"), reads], [undefined, 2]);
  },
});
