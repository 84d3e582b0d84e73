import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { ByteEdit, Fix } from "../types.ts";
import { chooseFixes, isConsistent } from "./choose.ts";

type EditRow = readonly [start: number, end: number, text: string, path?: string];

function toFix(...edits: readonly EditRow[]): Fix {
  return {
    title: "",
    safety: "safe",
    edits: edits.map(([startByte, endByte, text, path = "a"]) => ({
      path,
      startByte,
      endByte,
      text,
    })),
  };
}

function choose(...fixes: Fix[]) {
  const choice = chooseFixes(fixes.map((fix, index) => ({ index, fix })));
  return {
    taken: choice.taken.map(({ index }) => index),
    same: choice.same.map(({ index }) => index),
    deferred: choice.deferred.map(({ index }) => index),
  };
}

Deno.test({
  name: "chooseFixes() takes fixes that lie apart",
  permissions: "none",
  fn: () => {
    const choice = choose(toFix([5, 6, "x"]), toFix([0, 4, "y"]), toFix([0, 9, "z", "b"]));
    assertEquals(choice, { taken: [1, 0, 2], same: [], deferred: [] });
  },
});

Deno.test({
  name: "chooseFixes() defers a fix that touches one that begins earlier",
  permissions: "none",
  fn: () => {
    assertEquals(choose(toFix([4, 6, "x"]), toFix([0, 4, "y"])).deferred, [0]);
    assertEquals(choose(toFix([4, 4, "x"]), toFix([4, 4, "yy"])).deferred, [1]);
  },
});

Deno.test({
  name: "chooseFixes() takes the shorter one of two that begin together",
  permissions: "none",
  fn: () => assertEquals(choose(toFix([0, 9, "x"]), toFix([0, 3, "y"])).taken, [1]),
});

Deno.test({
  name: "chooseFixes() takes a fix with all its edits or not at all",
  permissions: "none",
  fn: () => {
    const choice = choose(toFix([0, 1, "x"], [20, 21, "x"]), toFix([10, 11, "y"], [21, 22, "y"]));
    assertEquals(choice, { taken: [0], same: [], deferred: [1] });
  },
});

Deno.test({
  name: "chooseFixes() takes a fix between the edits of another",
  permissions: "none",
  fn: () => {
    assertEquals(choose(toFix([0, 1, "x"], [20, 21, "x"]), toFix([10, 11, "y"])).taken, [0, 1]);
  },
});

Deno.test({
  name: "chooseFixes() counts equal fixes of two diagnostics once",
  permissions: "none",
  fn: () => {
    const choice = choose(toFix([0, 4, "x"]), toFix([0, 4, "x"]));
    assertEquals(choice, { taken: [0], same: [1], deferred: [] });
  },
});

Deno.test({
  name: "chooseFixes() never takes two fixes that touch",
  permissions: "none",
  fn: () => {
    const fix = fc.array(fc.tuple(fc.nat(40), fc.nat(6)), { minLength: 1, maxLength: 3 })
      .map((pairs) =>
        toFix(...pairs.map(([start, length]) => [start, start + length, "t"] as const))
      );
    fc.assert(fc.property(fc.array(fix), (fixes) => {
      const { taken } = chooseFixes(fixes.map((fix, index) => ({ index, fix })));
      const touches = (a: ByteEdit, b: ByteEdit) =>
        a.startByte <= b.endByte && b.startByte <= a.endByte;
      for (const [index, one] of taken.entries()) {
        for (const other of taken.slice(index + 1)) {
          const pairs = one.fix.edits.flatMap((a) => other.fix.edits.map((b) => touches(a, b)));
          assertEquals(pairs.includes(true), false);
        }
      }
    }));
  },
});

Deno.test({
  name: "isConsistent() knows edits of one fix that overlap",
  permissions: "none",
  fn: () => {
    assertEquals(isConsistent(toFix([0, 2, "x"], [2, 4, "y"])), true);
    assertEquals(isConsistent(toFix([0, 3, "x"], [2, 4, "y"])), false);
    assertEquals(isConsistent(toFix([2, 2, "x"], [2, 2, "y"])), false);
    assertEquals(isConsistent(toFix([0, 3, "x"], [2, 4, "y", "b"])), true);
  },
});
