import { assertEquals } from "@std/assert";
import { findHostileText } from "./content_policy.ts";

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
}

const HOSTILE = [
  ...range(0x00, 0x08),
  ...range(0x0b, 0x1f),
  ...range(0x7f, 0x9f),
  ...range(0x200b, 0x200f),
  ...range(0x202a, 0x202e),
  ...range(0x2060, 0x2069),
  "\u061c",
  "\ufeff",
  ...range(0xe0000, 0xe007f),
  ...range(0xfe00, 0xfe0f),
  ...range(0xe0100, 0xe01ef),
];

Deno.test({
  name: "findHostileText() finds every character that cannot be seen or reorders text",
  permissions: "none",
  fn: () => {
    assertEquals(HOSTILE.filter((one) => findHostileText("", `let a${one}b;\n`) === undefined), []);
    assertEquals(findHostileText("", "a\u202eb"), "the character U+202E");
  },
});

Deno.test({
  name: "findHostileText() lets stay and move what was there",
  permissions: "none",
  fn: () => {
    for (const one of HOSTILE) {
      assertEquals(findHostileText(`x\na${one}b\n`, `a${one}b\nx\n`), undefined);
      assertEquals(findHostileText(`a${one}b\n`, `a${one}b\na${one}b\n`) === undefined, false);
    }
  },
});

Deno.test({
  name: "findHostileText() lets plain text, line ends and emoji through",
  permissions: "none",
  fn: () => {
    const texts = [
      "a\tb\r\nc\n",
      "\u26a0\ufe0f \u2764\ufe0f 1\ufe0f\u20e3",
      "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
      "\u{1f44d}\u{1f3fd}",
      "caf\u00e9 \u4f60\u597d \u041f\u0440\u0438\u0432\u0435\u0442",
    ];
    assertEquals(texts.map((text) => findHostileText("", text)), texts.map(() => undefined));
  },
});

Deno.test({
  name: "findHostileText() finds names that mix scripts to look alike",
  permissions: "none",
  fn: () => {
    assertEquals(
      findHostileText("", "let p\u0430th;"),
      'the name "p\u0430th", which mixes scripts',
    );
    assertEquals(findHostileText("let p\u0430th;", "var p\u0430th;"), undefined);
    assertEquals(findHostileText("", "\u0394x, \u03bbf, API-\u0448\u043b\u044e\u0437"), undefined);
  },
});
