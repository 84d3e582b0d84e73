import { assertEquals } from "@std/assert";
import { parsePromptCommand, printPromptCommand } from "./deterministic.ts";

function print(prompt: string): string | undefined {
  const command = parsePromptCommand(prompt);
  return command === undefined ? undefined : printPromptCommand(command);
}

Deno.test({
  name: "parsePromptCommand() reads renames",
  permissions: "none",
  fn: () => {
    const cases: readonly [string, string][] = [
      ["rename parseArgs to readArgs", "zerostack rename parseArgs readArgs"],
      ["Rename `parseArgs` to `readArgs`.", "zerostack rename parseArgs readArgs"],
      [
        "please rename the function parseArgs() to readArgs()",
        "zerostack rename parseArgs readArgs",
      ],
      ["rename parseArgs to readArgs and fix the callers", "zerostack rename parseArgs readArgs"],
      ["rename class Foo into Bar, and update all its references", "zerostack rename Foo Bar"],
      ["rename size -> sizeBytes in src/cache.ts", "zerostack rename size sizeBytes src/cache.ts"],
      ["rename 'a' to \"b\" in the folder `src/lib` everywhere", "zerostack rename a b src/lib"],
      ["rename src/a.ts:12:size to count", "zerostack rename src/a.ts:12:size count"],
      ["change the name of the variable x to y across the codebase", "zerostack rename x y"],
      ["can you rename parseArgs to readArgs?", "zerostack rename parseArgs readArgs"],
      ["I want to rename the helper a to b, please", "zerostack rename a b"],
      ["rename a to b throughout the project and all its usages", "zerostack rename a b"],
      ["rename the local variable x to y in src/a.ts", "zerostack rename x y src/a.ts"],
      ["rename the class `Project` to `App`", "zerostack rename Project App"],
      ["rename größe to länge", "zerostack rename 'größe' 'länge'"],
    ];
    for (const [prompt, command] of cases) assertEquals([prompt, print(prompt)], [prompt, command]);
  },
});

Deno.test({
  name: "parsePromptCommand() reads replacements between backticks",
  permissions: "none",
  fn: () => {
    const cases: readonly [string, string][] = [
      ["replace `f($A)` with `g($A)`", "zerostack rewrite 'f($A)' 'g($A)'"],
      [
        "Replace every `f($A)` by `g('x', $A)` in Python files.",
        String.raw`zerostack rewrite --language python 'f($A)' 'g('\''x'\'', $A)'`,
      ],
      [
        "change all calls to `f($$$A)` to `g($$$A)` in src",
        "zerostack rewrite 'f($$$A)' 'g($$$A)' src",
      ],
      [
        "rewrite `a == null` as `a === null` in ts in src/lib",
        "zerostack rewrite --language typescript 'a == null' 'a === null' src/lib",
      ],
      ["replace `debugger;` with ``", "zerostack rewrite 'debugger;' ''"],
    ];
    for (const [prompt, command] of cases) assertEquals([prompt, print(prompt)], [prompt, command]);
  },
});

Deno.test({
  name: "parsePromptCommand() leaves every prompt alone that says anything else",
  permissions: "none",
  fn: () => {
    const prompts = [
      "rename it to foo",
      "rename the project to zerostack",
      "rename a to b but not in tests",
      "rename a to b and c to d",
      "rename a to b then run the tests",
      "should I rename a to b?",
      "can you explain how to rename a to b?",
      "rename the branch main to trunk",
      "rename all functions to camelCase",
      "rename parseArgs to readArgs and add a test",
      "rename parseArgs to something better",
      "rename parseArgs",
      "rename parseArgs to parseArgs",
      "why rename a to b",
      "rename a to b; rename c to d",
      "rename all files to kebab-case",
      "rename the file a.ts to b.ts",
      "replace f(x) with g(x)",
      "replace `f($A)` with `g($A)` where it makes sense",
      "replace `f($A)` with `g($A)` in src in lib",
      "rename a to b\nand do not touch the tests",
      "do not rename a to b",
    ];
    for (const prompt of prompts) assertEquals([prompt, print(prompt)], [prompt, undefined]);
  },
});

Deno.test({
  name: "parsePromptCommand() takes no longer for a long prompt",
  permissions: "none",
  fn: () => {
    const prompts = [
      "rename it to foo",
      "rename the project to zerostack",
      "rename a to b but not in tests",
      "rename a to b and c to d",
      "rename a to b then run the tests",
      "should I rename a to b?",
      "can you explain how to rename a to b?",
      "rename the branch main to trunk",
      "rename all functions to camelCase",
      "rename " + "a ".repeat(50_000),
      "replace `" + "x".repeat(100_000),
      " ".repeat(100_000) + "rename",
    ];
    for (const prompt of prompts) assertEquals(parsePromptCommand(prompt), undefined);
  },
});
