import { assertEquals } from "@std/assert";
import { toLines } from "./clean.ts";

Deno.test({
  name: "toLines() takes colours, links and titles off",
  permissions: "none",
  fn: () => {
    const text = "\x1b[1;31ma.ts\x1b[0m\x1b]8;;http://x\x1b\\b\x1b]8;;\x07\n\x1b]0;title\x07c\n";
    assertEquals(toLines(text).text, ["a.tsb", "c"]);
  },
});

Deno.test({
  name: "toLines() takes the time of a log off when every line has one",
  permissions: "none",
  fn: () => {
    const log = "2026-11-22T10:00:00.1Z a\n2026-11-22T10:00:01.2Z\n2026-11-22T10:00:02.3Z  b\n";
    assertEquals(toLines(log).text, ["a", "", " b"]);
    assertEquals(toLines("build\tlint\t2026-11-22T10:00:00Z x\n").text, ["x"]);
    const some = "2026-11-22 10:00:00 a\nb\n";
    assertEquals(toLines(some).text, ["2026-11-22 10:00:00 a", "b"]);
  },
});

Deno.test({
  name: "toLines() keeps what is seen of a line that was written over itself",
  permissions: "none",
  fn: () => assertEquals(toLines("1/2\r2/2\rdone\r\nnext").text, ["done", "next"]),
});

Deno.test({
  name: "toLines() keeps the CR of a line for formats that quote files",
  permissions: "none",
  fn: () => {
    assertEquals(toLines("+a\r\n b\r\n"), { text: ["+a", " b"], raw: ["+a\r", " b\r"] });
  },
});
