import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../errors.ts";
import { amendEntries, parseIndexLink } from "./split_index.ts";

const pure = { permissions: "none" } as const;

/** A bitmap of one marker: words of equal bits, then literal words. */
function bitmap(run: { readonly bit: bigint; readonly words: bigint }, literals: bigint[]) {
  const bytes = new Uint8Array(8 + 8 + literals.length * 8 + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, 1 + literals.length);
  view.setBigUint64(8, run.bit | run.words << 1n | BigInt(literals.length) << 33n);
  literals.forEach((word, i) => view.setBigUint64(16 + 8 * i, word));
  return bytes;
}

function link(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array([...new Uint8Array(20).fill(0xab), ...parts.flatMap((part) => [...part])]);
}

const entry = (path: string) => ({
  path,
  mode: 0o100644,
  isSkipped: false,
  index: new Uint8Array(0),
  start: 0,
});

Deno.test("parseIndexLink() reads runs and literal words", pure, () => {
  const read = parseIndexLink(
    link(bitmap({ bit: 1n, words: 1n }, [0b101n]), bitmap({ bit: 0n, words: 2n }, [1n << 63n])),
    20,
  );
  assertEquals([...read!.deleted], [...Array(64).keys(), 64, 66]);
  assertEquals([...read!.replaced], [191]);
  assertEquals(read!.name, "ab".repeat(20));
});

Deno.test(
  "parseIndexLink() takes an extension without bitmaps, and one that names nothing",
  pure,
  () => {
    assertEquals(parseIndexLink(link(), 20)!.deleted.size, 0);
    assertEquals(parseIndexLink(new Uint8Array(20), 20), undefined);
  },
);

Deno.test(
  "parseIndexLink() refuses every beginning of an extension, and endless runs",
  pure,
  () => {
    const whole = link(bitmap({ bit: 1n, words: 1n }, [5n]), bitmap({ bit: 0n, words: 1n }, [1n]));
    for (let length = 0; length < whole.length; length++) {
      if (length === 20) continue; // that is one without bitmaps
      assertThrows(() => parseIndexLink(whole.subarray(0, length), 20), InputError, "damaged");
    }
    const endless = bitmap({ bit: 1n, words: 0xffff_ffffn }, []);
    assertThrows(() => parseIndexLink(link(endless, endless), 20), InputError, "damaged");
  },
);

Deno.test("amendEntries() deletes, replaces and adds", pure, () => {
  const shared = ["a", "b", "c"].map(entry);
  const link = { name: "x", deleted: new Set([0]), replaced: new Set([2]) };
  const small = [{ ...entry(""), mode: 0o100755 }, entry("d")];
  const amended = amendEntries(small, link, shared);
  assertEquals(amended.map(({ path }) => path), ["b", "c", "d"]);
  assertEquals(amended.map(({ mode }) => mode), [0o100644, 0o100755, 0o100644]);
  assertThrows(() => amendEntries([], link, shared), InputError, "damaged");
});
