import { assertEquals } from "@std/assert";
import { escapeLine, escapeText } from "./escape.ts";

Deno.test({
  name: "escapeText() shows controls, bidi, zero-width and tag characters, and leaves text alone",
  permissions: "none",
  fn: () => {
    assertEquals(escapeText("Grüße\t漢字 👍\n"), "Grüße\t漢字 👍\n");
    assertEquals(escapeText("\x1b]52;c;x\x07"), "\\x1b]52;c;x\\x07");
    assertEquals(
      escapeText("a\u202eb\u200bc\u{e0041}\u009b\r"),
      "a\\u{202e}b\\u{200b}c\\u{e0041}\\x9b\\r",
    );
  },
});

Deno.test({
  name: "escapeLine() keeps a report on one line",
  permissions: "none",
  fn: () => assertEquals(escapeLine("a\nb\tc"), "a\\nb\\tc"),
});
