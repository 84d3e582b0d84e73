import { assertEquals } from "@std/assert";
import { createRandom } from "./_testing.ts";
import { skipLowerCase } from "./lower_case.ts";

/** What is neither: the neighbours of the letters, upper case, and bytes with the highest bit. */
const OTHERS = [0, 0x20, 0x41, 0x5a, 0x60, 0x7b, 0x7f, 0x80, 0xe1, 0xfa, 0xff];

Deno.test("skipLowerCase() stops at each byte that is no letter, wherever it stands", {
  permissions: "none",
}, () => {
  const random = createRandom(1);
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  for (const other of OTHERS) {
    for (let end = 0; end < 30; end++) {
      for (let start = 0; start <= end; start++) {
        for (let i = 0; i < bytes.length; i++) bytes[i] = random(256);
        for (let i = start; i < end; i++) bytes[i] = 0x61 + random(26);
        bytes[end] = other;
        assertEquals([start, skipLowerCase(view, start)], [start, end]);
      }
    }
  }
});
