import { assertEquals } from "@std/assert";
import { encodeBinary } from "../binary.ts";
import { findMatches } from "./match.ts";

/** Places of a block: its lines from 0, and how a sample line would be indented there. */
function find(file: string, block: string, sample = ""): string[] {
  const lines = (text: string) => text.split("\n").map(encodeBinary);
  return findMatches(lines(file), lines(block)).map(({ start, end, reindent }) =>
    reindent === undefined
      ? `${start}-${end}`
      : `${start}-${end} ${JSON.stringify(reindent(sample))}`
  );
}

Deno.test({
  name: "findMatches() takes exact places before loose ones",
  permissions: "none",
  fn: () => {
    assertEquals(find("x\nx \nx", "x"), ["0-1", "2-3"]);
    assertEquals(find("x \ny", "x"), ["0-1"]);
    assertEquals(find("x", "x \t"), ["0-1"]);
    assertEquals(find("y", "x"), []);
  },
});

Deno.test({
  name: "findMatches() sees through punctuation that looks alike, but not through letters",
  permissions: "none",
  fn: () => {
    assertEquals(find("say \u201chi\u201d \u2013 it\u2019s", 'say "hi" - it\'s'), ["0-1"]);
    assertEquals(find("a b", "a\u00a0b"), ["0-1"]);
    assertEquals(find("color", "c\u043elor"), []);
  },
});

Deno.test({
  name: "findMatches() passes over blank lines at the ends that the file does not have",
  permissions: "none",
  fn: () => {
    assertEquals(find("a\nb", "\na\nb\n"), ["0-2"]);
    assertEquals(find("a\n\nb", "a\nb"), []);
    assertEquals(find("a\n\nb", ""), ["1-2"]);
  },
});

Deno.test({
  name: "findMatches() takes indentation that differs by the same on all lines",
  permissions: "none",
  fn: () => {
    assertEquals(find("    a\n      b", "a\n  b", "  c"), ['0-2 "      c"']);
    assertEquals(find("a\n  b", "    a\n      b", "      c"), ['0-2 "  c"']);
    assertEquals(find("\ta\n\t\tb", "    a\n        b", "            c"), ['0-2 "\\t\\t\\tc"']);
    assertEquals(find("    a\n        b", "\ta\n\t\tb", "\tc"), ['0-2 "    c"']);
    assertEquals(find("    a\n      b", "a\nb"), []);
    assertEquals(find("\ta\n  b", "  a\n  b"), []);
  },
});

Deno.test({
  name: "findMatches() gives no indentation to a line that stands further left than the block",
  permissions: "none",
  fn: () => {
    const [match] = findMatches(["a", "  b"], ["    a", "      b"]);
    assertEquals(match.reindent?.("  c"), undefined);
    assertEquals(match.reindent?.("  "), "  ");
  },
});
