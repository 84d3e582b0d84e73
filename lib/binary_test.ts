import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { fromBinary, toBinary } from "./binary.ts";

Deno.test({
  name: "toBinary() makes one character of each byte, and fromBinary() the bytes again",
  permissions: "none",
  fn: () => {
    const ascii = fc.uint8Array({ max: 0x7f, maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(ascii, fc.uint8Array({ maxLength: 40 })), (bytes) => {
        const binary = toBinary(bytes);
        assertEquals(Array.from(binary, (character) => character.charCodeAt(0)), Array.from(bytes));
        assertEquals(fromBinary(binary), bytes);
      }),
      { numRuns: 500 },
    );
  },
});
