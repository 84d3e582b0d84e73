import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { applyByteEdits } from "./edits.ts";
import { Failure } from "./errors.ts";
import type { ByteEdit } from "./types.ts";

/** Edits of a file of 100 bytes that do not overlap. */
const apart = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 12 }).chain(
  (points) => {
    const sorted = points.toSorted((a, b) => a - b);
    const ranges = sorted.flatMap((startByte, at) =>
      at % 2 === 0 ? [[startByte, sorted[at + 1] ?? startByte]] : []
    );
    return fc.tuple(
      ...ranges.map(([startByte, endByte]) =>
        fc.string({ maxLength: 5 }).map((text): ByteEdit => ({
          path: "a",
          startByte,
          endByte,
          text,
        }))
      ),
    );
  },
);
const file = fc.uint8Array({ minLength: 100, maxLength: 100 });

Deno.test({
  name: "applyByteEdits() changes no byte outside the edits",
  permissions: "none",
  fn: () => {
    fc.assert(fc.property(file, apart, (bytes, edits) => {
      const result = applyByteEdits(bytes, edits);
      let shift = 0;
      let at = 0;
      for (
        const { startByte, endByte, text } of [...edits, { startByte: 100, endByte: 100, text: "" }]
      ) {
        assertEquals(result.slice(at + shift, startByte + shift), bytes.slice(at, startByte));
        shift += new TextEncoder().encode(text).length - (endByte - startByte);
        at = endByte;
      }
      assertEquals(result.length, bytes.length + shift);
    }));
  },
});

Deno.test({
  name: "applyByteEdits() gives the same bytes in any order of the edits",
  permissions: "none",
  fn: () => {
    fc.assert(fc.property(file, apart, (bytes, edits) => {
      assertEquals(applyByteEdits(bytes, edits.toReversed()), applyByteEdits(bytes, edits));
    }));
  },
});

Deno.test({
  name: "applyByteEdits() refuses edits that overlap and counts equal ones once",
  permissions: "none",
  fn: () => {
    const bytes = new TextEncoder().encode("abcdef");
    const edit = (startByte: number, endByte: number, text: string) => ({
      path: "a",
      startByte,
      endByte,
      text,
    });
    assertEquals(
      new TextDecoder().decode(applyByteEdits(bytes, [edit(1, 1, "x"), edit(1, 1, "x")])),
      "axbcdef",
    );
    const error = assertThrows(
      () => applyByteEdits(bytes, [edit(1, 3, "x"), edit(2, 4, "y")]),
      Failure,
    );
    assertEquals(error.message, 'Cannot edit "a": the edits at bytes 1 and 2 overlap');
    assertThrows(() => applyByteEdits(bytes, [edit(1, 1, "x"), edit(1, 1, "y")]), Failure);
  },
});

Deno.test({
  name: "applyByteEdits() refuses an edit that is not inside the file",
  permissions: "none",
  fn: () => {
    const edit = { path: "a", startByte: 2, endByte: 9, text: "" };
    const error = assertThrows(() => applyByteEdits(new Uint8Array(6), [edit]), Failure);
    assertEquals(error.message, 'Cannot edit "a": bytes 2 to 9 are not inside its 6 bytes');
    assertEquals(error.reason, "E_NOT_FOUND");
    for (const [startByte, endByte] of [[-1, 2], [3, 2], [0.5, 2]]) {
      assertThrows(() => applyByteEdits(new Uint8Array(6), [{ ...edit, startByte, endByte }]));
    }
  },
});
