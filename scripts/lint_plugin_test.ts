import { assertEquals } from "@std/assert";
import { isAllowedImport } from "./lint_plugin.ts";

Deno.test("isAllowedImport() holds the direction of dependencies", () => {
  const cases: readonly [string, string, boolean][] = [
    ["lib/patch/mod.ts", "lib/edits.ts", true],
    ["lib/patch/mod.ts", "lib/model/mod.ts", false],
    ["lib/patch/mod.ts", "lib/host/files.ts", false],
    ["lib/edits.ts", "lib/patch/mod.ts", false],
    ["lib/pipeline.ts", "lib/patch/mod.ts", true],
    ["lib/pipeline.ts", "lib/host/files.ts", false],
    ["lib/host/files.ts", "lib/ports.ts", true],
    ["lib/host/files.ts", "lib/patch/mod.ts", false],
    ["cli/patch.ts", "lib/patch/mod.ts", true],
    ["lib/patch/mod.ts", "cli/wire.ts", false],
    ["tokenizer/bpe.ts", "lib/errors.ts", false],
    ["cli/main.ts", "tests/harness.ts", false],
  ];
  for (const [from, to, allowed] of cases) {
    assertEquals([from, to, isAllowedImport(from, to)], [from, to, allowed]);
  }
});
