import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { filterThinking } from "./think.ts";

function filter(pieces: readonly string[]): string | undefined {
  const thinking = filterThinking();
  const text = pieces.map((piece) => thinking.push(piece)).join("");
  const rest = thinking.end();
  return rest === undefined ? undefined : text + rest;
}

const CASES: readonly [string, string | undefined][] = [
  ["plain", "plain"],
  ["<think>x</think>answer", "answer"],
  ["\n <think>\nx <b>\n</think>\n\n  answer\n", "answer\n"],
  ["<thinking>x</think></thinking>answer", "answer"],
  ["<reasoning>x</reasoning>\nanswer", "answer"],
  ["say <think>x</think>", "say <think>x</think>"],
  ["<thin", "<thin"],
  ["<html>", "<html>"],
  ["  \n", "  \n"],
  ["", ""],
  ["<think>never ends", undefined],
  ["<think></think>", ""],
  ["<think>a</think><think>b</think>c", "<think>b</think>c"],
];

Deno.test({
  name: "filterThinking() takes reasoning out of the start alone",
  permissions: "none",
  fn: () => {
    for (const [text, wanted] of CASES) assertEquals([text, filter([text])], [text, wanted]);
  },
});

Deno.test({
  name: "filterThinking() gives the same however the text is cut",
  permissions: "none",
  fn: () => {
    fc.assert(
      fc.property(fc.constantFrom(...CASES), fc.array(fc.nat(60)), ([text, wanted], cuts) => {
        const ends = [...cuts.filter((cut) => cut < text.length), text.length].sort((a, b) =>
          a - b
        );
        const pieces = ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
        assertEquals(filter(pieces), wanted);
      }),
    );
  },
});

Deno.test({
  name: "filterThinking() takes time in proportion to the blanks before an answer",
  permissions: "none",
  fn: () => {
    const blanks = [" ".repeat(8_000_000), ...Array(50_000).fill(" ")];
    assertEquals(filter([...blanks, "<think>x</think>", "answer"]), "answer");
  },
});
