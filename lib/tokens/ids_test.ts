import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../errors.ts";
import { parseIds, printIds } from "./ids.ts";

async function* toChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.slice(at, at + size));
  }
}

Deno.test("parseIds() reads what printIds() prints, cut anywhere", async () => {
  const ids = Uint32Array.of(0, 13225, 200018, 7);
  for (let size = 1; size < 20; size++) {
    const read = await Array.fromAsync(parseIds(toChunks(printIds(ids), size)));
    assertEquals(read.flat(), [...ids]);
  }
});

Deno.test("parseIds() reads a list in JSON", async () => {
  const read = await Array.fromAsync(parseIds(toChunks("[1, 2,\n3]\r\n", 3)));
  assertEquals(read.flat(), [1, 2, 3]);
});

Deno.test("parseIds() names the line of what is no id", async () => {
  for (const word of ["x", "-1", "1.5", "99999999999", "4294967296", "é", "7".repeat(99)]) {
    for (const size of [1, 2, 999]) {
      const error = await assertRejects(
        () => Array.fromAsync(parseIds(toChunks(`1 2\n3\n${word} 4\n`, size))),
        InputError,
      );
      assertEquals([word, error.line], [word, 3]);
    }
  }
});
