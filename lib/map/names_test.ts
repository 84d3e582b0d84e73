import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { hashName, scanNames, weighName } from "./names.ts";
import { NameCounts } from "./name_counts.ts";

const pure = { permissions: "none" } as const;

/** The names that are defined in a text, out of all words in it. */
function defined(text: string, isC = false): string[] {
  const words = new Map(
    (text.match(/[\w$\u0080-\uffff]+/g) ?? []).map((word) => [hashName(word), word]),
  );
  const found: string[] = [];
  scanNames(new TextEncoder().encode(text), isC, {
    onName: () => {},
    onDefinition: (hash) => found.push(words.get(hash)!),
  });
  return found;
}

Deno.test("scanNames() finds what is defined in many languages", pure, () => {
  const samples: readonly [string, string, boolean?][] = [
    ["export async function* readAll() {}\nclass Reader<T> extends Base {}\n", "readAll Reader"],
    ["export const LIMIT = 1;\nlet total = 2;\nfoo();\n  const local = 3;\n", "LIMIT total"],
    ["export interface Port { x: type }\ntype Alias = Port;\nenum Kind { A }\n", "Port Alias Kind"],
    ["def parse_args(argv):\n    class_ = 1\nclass Parser(Base):\n", "parse_args Parser"],
    [
      "func (r *Reader) ReadLine() {}\nfunc Open(name string) {}\ntype Mode int\n",
      "ReadLine Open Mode",
    ],
    [
      "pub fn spawn() {}\nimpl Task for Foo {}\npub(crate) struct Task;\nmacro_rules! join { () => {} }\n",
      "spawn Task join",
    ],
    ["def self.build(x)\nmodule Tools\n", "build Tools"],
    [
      "static int read_all(struct buf *b)\n{\n  call(me);\n}\nint later(void);\n",
      "buf read_all",
      true,
    ],
    ["größe = 1\ndef größe_holen():\n", "größe_holen"],
    ["call(function (item) { return item; });\nreturn class {};\n", ""],
  ];
  for (const [text, names, isC] of samples) {
    assertEquals(defined(text, isC).join(" "), names, text);
  }
});

Deno.test(
  "scanNames() hears every name of three bytes and more, whatever the bytes are",
  pure,
  () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isC) => {
      const heard: number[] = [];
      scanNames(bytes, isC, { onName: (hash) => heard.push(hash), onDefinition: () => {} });
      const text = new TextDecoder("latin1").decode(bytes);
      const latin = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
      const names = latin.match(/[A-Za-z0-9_$\x80-\xff]+/g)?.filter((name) => name.length >= 3) ??
        [];
      assertEquals(heard.length, names.length, text);
    }));
  },
);

Deno.test("weighName() takes plain words for less than made names", pure, () => {
  assertEquals(
    ["get", "name", "readAll", "LIMIT_2", "configure"].map((name) => weighName(hashName(name))),
    [
      0.15,
      0.15,
      1,
      1,
      1,
    ],
  );
});

Deno.test("NameCounts counts a name once a file, as a map of sets would", pure, () => {
  const name = fc.integer({ min: -5, max: 5 }).map((n) => Math.imul(n, 0x10001) || 7);
  fc.assert(fc.property(fc.array(fc.array(name)), (files) => {
    const counts = new NameCounts();
    const expected = new Map<number, Set<number>>();
    for (const [file, names] of files.entries()) {
      for (const hash of names) {
        counts.add(hash, file + 1);
        expected.set(hash, (expected.get(hash) ?? new Set()).add(file));
      }
    }
    for (const [hash, having] of expected) assertEquals(counts.count(hash), having.size);
    assertEquals(counts.count(123456), 0);
  }));
});

Deno.test("NameCounts grows", pure, () => {
  const counts = new NameCounts();
  for (let file = 1; file <= 2; file++) {
    for (let hash = 1; hash <= 200_000; hash++) counts.add(hash, file);
  }
  assertEquals([counts.count(1), counts.count(200_000), counts.count(200_001)], [2, 2, 0]);
});
