import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../errors.ts";
import { parsePrices, toCost } from "./prices.ts";

const pure = { permissions: "none" } as const;

Deno.test("parsePrices() reads a table", pure, () => {
  const prices = parsePrices('{"m": {"input": 0.5, "output": 1.5}}', "prices.json");
  assertEquals(prices, new Map([["m", { input: 0.5, output: 1.5 }]]));
});

Deno.test("parsePrices() refuses what is no table", pure, () => {
  const wrong: readonly [string, string][] = [
    ["{", "it is not JSON"],
    ["[]", "expected an object of models"],
    ['{"m": 1}', '"m" is not an object'],
    ['{"m": {"input": 1, "output": 1, "outptu": 1}}', '"m" has the unknown field "outptu"'],
    ['{"m": {"input": -1, "output": 1}}', '"input" of "m" must be a number from 0'],
    ['{"m": {"input": 1}}', '"output" of "m" must be a number from 0'],
    ['{"m": {"input": 1, "cached": "1", "output": 1}}', '"cached" of "m" must be a number from 0'],
  ];
  for (const [text, why] of wrong) {
    assertThrows(() => parsePrices(text, "p"), Failure, `Cannot read prices "p": ${why}`);
  }
});

Deno.test(
  "toCost() takes the price of input for what was cached when there is no other",
  pure,
  () => {
    const usage = { inputTokens: 1_000_000, cachedTokens: 500_000, outputTokens: 0 };
    assertEquals(toCost({ input: 2, output: 1 }, usage), 2);
    assertEquals(toCost({ input: 2, cached: 1, output: 1 }, usage), 1.5);
  },
);

Deno.test("toCost() believes no server that cached more than was asked", pure, () => {
  const price = { input: 10, cached: 1, output: 0 };
  assertEquals(toCost(price, { inputTokens: 100, cachedTokens: 500, outputTokens: 0 }), 0.0001);
});
