import { assertEquals, assertThrows } from "@std/assert";
import { deflateSync } from "node:zlib";
import { InputError } from "../../errors.ts";
import { inflate } from "./inflate.ts";

const pure = { permissions: "none" } as const;

/** Bytes by a fixed rule; the larger `kinds`, the less they repeat. */
function makeBytes(length: number, kinds: number): Uint8Array {
  let seed = 7;
  return Uint8Array.from({ length }, () => {
    seed = Math.imul(seed, 1103515245) + 12345 >>> 0;
    return (seed >>> 16) % kinds;
  });
}

for (const level of [0, 1, 6, 9]) {
  Deno.test(`inflate() undoes zlib at level ${level}`, pure, () => {
    for (const [length, kinds] of [[0, 1], [1, 256], [300, 2], [70_000, 5], [200_000, 256]]) {
      const bytes = makeBytes(length, kinds);
      const stream = new Uint8Array(deflateSync(bytes, { level }));
      assertEquals(inflate(new Uint8Array([...stream, 1, 2, 3]), length), bytes);
      assertEquals(inflate(stream, 1_000_000), bytes);
    }
  });
}

Deno.test(
  "inflate() undoes codes of zlib for text, and those that are longer than nine bits",
  pure,
  () => {
    const rare = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join("");
    const bytes = new TextEncoder().encode(rare + "tree and commit ".repeat(4000));
    for (const strategy of [0, 2, 3, 4]) {
      assertEquals(inflate(new Uint8Array(deflateSync(bytes, { strategy })), bytes.length), bytes);
    }
  },
);

Deno.test("inflate() refuses a stream that is cut anywhere", pure, () => {
  const stream = new Uint8Array(deflateSync(makeBytes(500, 20)));
  for (let length = 0; length < stream.length; length++) {
    assertThrows(() => inflate(stream.subarray(0, length), 500), InputError);
  }
});

Deno.test("inflate() refuses or undoes what any damaged byte makes, and never hangs", pure, () => {
  const bytes = makeBytes(500, 20);
  const stream = new Uint8Array(deflateSync(bytes));
  for (let at = 0; at < stream.length; at++) {
    for (const bit of [1, 16, 128]) {
      const damaged = stream.slice();
      damaged[at] ^= bit;
      try {
        assertEquals(inflate(damaged, 500), bytes);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
  }
});

Deno.test("inflate() stops at its limit", pure, () => {
  const bomb = new Uint8Array(deflateSync(new Uint8Array(10_000_000)));
  assertThrows(
    () => inflate(bomb, 1000),
    InputError,
    "Cannot inflate the stream: it is longer than it may be",
  );
});
