import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../errors.ts";
import { compareTrees } from "./tree.ts";

const pure = { permissions: "none" } as const;

/** A tree of names with one digit each that stands for the object; folders end with a slash. */
function makeTree(...entries: readonly string[]): Uint8Array {
  return new Uint8Array(entries.flatMap((entry) => {
    const [path, digit] = entry.split(" ");
    const head = path.endsWith("/") ? `40000 ${path.slice(0, -1)}\0` : `100644 ${path}\0`;
    return [...new TextEncoder().encode(head), ...new Uint8Array(20).fill(Number(digit) * 17)];
  }));
}

const name = (digit: string) => digit.repeat(40);

Deno.test("compareTrees() tells what was changed, came and went", pure, () => {
  const before = makeTree("a 1", "b/ 1", "c 1", "e 1", "same 1");
  const after = makeTree("a 2", "b/ 2", "d/ 3", "e 1", "é 4", "same 1");
  assertEquals(compareTrees(before, after).map((found) => JSON.stringify(found)), [
    '{"name":"a","isFile":true}',
    `{"name":"b","before":"${name("1")}","after":"${name("2")}","isFile":false}`,
    '{"name":"c","isFile":true}',
    `{"name":"d","after":"${name("3")}","isFile":false}`,
    '{"name":"same","isFile":true}',
    '{"name":"é","isFile":true}',
    '{"name":"same","isFile":true}',
  ]);
});

Deno.test(
  "compareTrees() sorts folders as git does, and takes one that became a file for both",
  pure,
  () => {
    const before = makeTree("a.c 1", "a/ 1");
    const after = makeTree("a 2", "a.c 1", "a0 1");
    assertEquals(compareTrees(before, after), [
      { name: "a", isFile: true },
      { name: "a", before: name("1"), isFile: false },
      { name: "a0", isFile: true },
    ]);
  },
);

Deno.test("compareTrees() refuses a tree that is cut", pure, () => {
  const tree = makeTree("a 1", "b 2");
  for (const length of [1, 8, 20, 40, tree.length - 1]) {
    assertThrows(() => compareTrees(new Uint8Array(0), tree.subarray(0, length)), InputError);
  }
});
