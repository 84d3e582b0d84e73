import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { trimOutput } from "./trim.ts";

const pure = { permissions: "none" } as const;
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at + 1}`);

Deno.test("trimOutput() keeps a short output as it is", pure, () => {
  assertEquals(trimOutput("one\ntwo\n", { limitBytes: 1000 }), "one\ntwo\n");
});

Deno.test("trimOutput() drops escapes and what a carriage return wrote over", pure, () => {
  const output =
    "\x1b[31mred\x1b[0m\n10 %\r50 %\r100 %\r\nlink \x1b]8;;http://x\x07here\x1b]8;;\x07\n";
  assertEquals(trimOutput(output, { limitBytes: 1000 }), "red\n100 %\nlink here\n");
});

Deno.test("trimOutput() says a repeated line once, with a count", pure, () => {
  const output = "a\n" + "same\n".repeat(4) + "b\n";
  const expected = "a\nsame\n[the last line 3 times more]\nb\n";
  assertEquals(trimOutput(output, { limitBytes: 1000 }), expected);
});

Deno.test("trimOutput() keeps the first trouble, its surroundings and the end", pure, () => {
  const lines = numbered(2000);
  lines[1000] = "src/a.ts:7: error: the name is not known";
  const trimmed = trimOutput(lines.join("\n"), { limitBytes: 800 }).split("\n");
  assert(trimmed.includes("line 1000"), "before");
  assert(trimmed.includes("src/a.ts:7: error: the name is not known"));
  assert(trimmed.includes("line 1005"), "after");
  assert(trimmed.includes("line 2000"), "end");
  assert(trimmed.some((line) => /^\[\d+ lines\]$/.test(line)), "gap");
});

Deno.test("trimOutput() passes over counts of no errors", pure, () => {
  const lines = numbered(500);
  lines[100] = "checked 7 files: 0 errors";
  lines[300] = "not ok 3 - adds";
  const trimmed = trimOutput(lines.join("\n"), { limitBytes: 600 });
  assert(trimmed.includes("not ok 3 - adds") && !trimmed.includes("0 errors"));
});

Deno.test("trimOutput() cuts a line that is too long", pure, () => {
  assertEquals(
    trimOutput("x".repeat(600), { limitBytes: 5000 }),
    `${"x".repeat(500)} [100 more]\n`,
  );
});

Deno.test("trimOutput() never exceeds its limit", pure, () => {
  const word = fc.constantFrom("error: é", "line", "x".repeat(300), "at f (a.ts:1:2)", "");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, fc.nat(9)), { maxLength: 400 }),
      fc.integer({ min: 100, max: 4000 }),
      (parts, limitBytes) => {
        const output = parts.map(([text, digit]) => `${text}${digit}\n`).join("");
        const size = new TextEncoder().encode(trimOutput(output, { limitBytes })).length;
        assert(size <= limitBytes, `${size} > ${limitBytes}`);
      },
    ),
  );
});

Deno.test("trimOutput() refuses a limit that nothing fits in", pure, () => {
  assertThrows(
    () => trimOutput("", { limitBytes: 99 }),
    RangeError,
    "Cannot trim output as limitBytes must be at least 100: current value is 99",
  );
});
