import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../errors.ts";
import type { AnswerRecord } from "../types.ts";
import { openBudget } from "./budget.ts";

const pure = { permissions: "none" } as const;
const START: AnswerRecord = {
  type: "start",
  request: "sha256:0",
  model: "m",
  base: { files: [] },
  answer: "whole",
};
const text = (chars: number): AnswerRecord => ({ type: "text", text: "x".repeat(chars) });
const PRICES = new Map([["m", { input: 1, cached: 0.5, output: 10 }]]);

Deno.test("openBudget() without limits counts what is spent", pure, () => {
  const budget = openBudget({ prices: PRICES });
  const turn = budget.begin(100);
  turn.see(START);
  turn.see(text(40));
  assertEquals(budget.spent(), {
    turns: 1,
    inputTokens: 100,
    cachedTokens: 0,
    outputTokens: 10,
    cost: 0.0002,
  });
});

Deno.test("openBudget() takes the count of the server in place of its own", pure, () => {
  const budget = openBudget({ prices: PRICES });
  const turn = budget.begin(100);
  turn.see(START);
  turn.see(text(4000));
  turn.see({ type: "usage", inputTokens: 90, cachedTokens: 40, outputTokens: 7 });
  assertEquals(budget.spent(), {
    turns: 1,
    inputTokens: 90,
    cachedTokens: 40,
    outputTokens: 7,
    cost: (50 + 20 + 70) / 1_000_000,
  });
});

Deno.test("openBudget() keeps its own count where the server says nothing", pure, () => {
  const budget = openBudget({});
  const turn = budget.begin(100);
  turn.see(text(40));
  turn.see({ type: "usage", inputTokens: 0, outputTokens: 0 });
  const { inputTokens, outputTokens } = budget.spent();
  assertEquals([inputTokens, outputTokens], [100, 10]);
});

Deno.test("openBudget() does not begin a turn that would go over", pure, () => {
  const budget = openBudget({ totalTokens: 99, turns: 1 });
  assertThrows(
    () => budget.begin(100),
    Failure,
    "Cannot go on: 100 tokens are used, and the budget is 99",
  );
  budget.begin(10);
  assertThrows(
    () => budget.begin(10),
    Failure,
    "Cannot go on: 2 answers would be asked for, and the budget is 1",
  );
  assertEquals(budget.spent().turns, 1);
});

Deno.test("openBudget() breaks an answer off, over all turns together", pure, () => {
  const budget = openBudget({ totalTokens: 100 });
  const [first, second] = [budget.begin(40), budget.begin(40)];
  first.see(text(60));
  assertThrows(
    () => second.see(text(60)),
    Failure,
    "Cannot go on: 110 tokens are used, and the budget is 100",
  );
});

Deno.test("openBudget() holds a budget in money", pure, () => {
  const budget = openBudget({ cost: 0.001, prices: PRICES });
  const turn = budget.begin(100);
  turn.see(START);
  assertThrows(
    () => turn.see(text(4000)),
    Failure,
    "Cannot go on: 0.0101 is what it costs, and the budget is 0.001",
  );
});

Deno.test(
  "openBudget() lets an answer end that was whole before another one went over",
  pure,
  () => {
    const budget = openBudget({ totalTokens: 250 });
    const [whole, long] = [budget.begin(100), budget.begin(100)];
    whole.see(text(40));
    assertThrows(() => long.see(text(400)), Failure, "tokens are used");
    whole.see({ type: "done", stop: "stop" });
    assertThrows(() => whole.see(text(4)), Failure);
  },
);
