import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../../errors.ts";
import { applyDelta } from "./delta.ts";

const pure = { permissions: "none" } as const;
const BASE = new TextEncoder().encode("the quick brown fox");

Deno.test("applyDelta() copies from the base and takes new bytes", pure, () => {
  const delta = Uint8Array.of(19, 11, 0b10010001, 4, 6, 5, ...new TextEncoder().encode("horse"));
  assertEquals(new TextDecoder().decode(applyDelta(BASE, delta, 100)), "quick horse");
});

for (
  const [why, ...delta] of [
    ["it was made from another object", 18, 1, 1, 65],
    ["it is too large", 19, 101, 1, 65],
    ["it is too large", 19, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 65],
    ["a part is out of range", 19, 2, 0b10010001, 18, 2],
    ["a part is out of range", 19, 1, 2, 65, 66],
    ["a part is out of range", 19, 1, 0],
    ["a part is out of range", 19, 5, 3, 65],
    ["it is cut", 19, 5, 1, 65],
    ["it is cut", 19],
    ["it is cut", 19, 5, 0b10010001, 1],
  ] as const
) {
  Deno.test(`applyDelta() refuses ${delta.join(" ")}: ${why}`, pure, () => {
    assertThrows(
      () => applyDelta(BASE, Uint8Array.from(delta), 100),
      InputError,
      `Cannot apply the delta: ${why}`,
    );
  });
}
