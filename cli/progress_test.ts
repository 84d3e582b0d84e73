import { assertEquals } from "@std/assert";
import { openProgress } from "./progress.ts";

Deno.test({
  name: "openProgress() writes over its line, not too often, and clears it at the end",
  permissions: "none",
  fn: () => {
    const written: string[] = [];
    let nowMs = 0;
    {
      using progress = openProgress({
        write: (text) => void written.push(text),
        columns: 8,
        now: () => nowMs,
      });
      progress.show("one");
      progress.show("too soon");
      nowMs = 100;
      progress.show("two\x1b[2J and more");
    }
    assertEquals(written, ["\r\x1b[Kone", "\r\x1b[Ktwo\\x1b", "\r\x1b[K"]);
  },
});

Deno.test({
  name: "openProgress() is silent without a terminal",
  permissions: "none",
  fn: () => {
    using progress = openProgress(undefined);
    progress.show("nobody sees this");
  },
});
