import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseWishes, printOffer } from "./more.ts";

const pure = { permissions: "none" } as const;

Deno.test("parseWishes() reads the lines that ask, also dressed up", pure, () => {
  const answer = "I need more:\n\n```\nZEROSTACK_SHOW src/a b.ts\n- ZEROSTACK_SHOW: `parseArgs`\n" +
    "ZEROSTACK_SHOW src/c.ts:10-20\nZEROSTACK_SHOW parseArgs,\n```\n\n";
  assertEquals(parseWishes(answer), ["src/a b.ts", "parseArgs", "src/c.ts:10-20"]);
});

Deno.test("parseWishes() takes an answer that goes on after the mark as an answer", pure, () => {
  for (
    const answer of [
      "",
      "NO CHANGES",
      "ZEROSTACK_SHOW a.ts\n\nb.ts\n<<<<<<< SEARCH\n",
      "I could say ZEROSTACK_SHOW a.ts",
      "ZEROSTACK_SHOWN a.ts",
      "ZEROSTACK_SHOW\n",
    ]
  ) assertEquals(parseWishes(answer), [], answer);
});

Deno.test("parseWishes() does not take what a model only thinks", pure, () => {
  const thought = "<think>\nZEROSTACK_SHOW a.ts\n</think>\n";
  assertEquals(parseWishes(`${thought}ZEROSTACK_SHOW b.ts`), ["b.ts"]);
  assertEquals(parseWishes(`${thought}done`), []);
});

Deno.test("parseWishes() bounds what it takes", pure, () => {
  const many = Array.from({ length: 100 }, (_, i) => `ZEROSTACK_SHOW f${i}`).join("\n");
  assertEquals(parseWishes(many).length, 20);
  assertEquals(parseWishes(`ZEROSTACK_SHOW ${"x".repeat(1000)}`)[0].length, 300);
  parseWishes(`ZEROSTACK_SHOW x${".".repeat(2_000_000)}x`); // in time
});

Deno.test("printOffer() says how to ask in the form that is read", pure, () => {
  assertStringIncludes(printOffer(1), "ask for more once.");
  assertStringIncludes(printOffer(3), "ask for more 3 times.");
  const lines = printOffer(1).split("\n").filter((line) => line.startsWith("ZEROSTACK_"));
  assertEquals(parseWishes(lines.join("\n")).length, 3);
});
