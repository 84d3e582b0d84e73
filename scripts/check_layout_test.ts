import { assertEquals } from "@std/assert";
import { findFaults } from "./check_layout.ts";

Deno.test("findFaults() names vague files, wrong cases and stages without mod.ts", () => {
  assertEquals(
    findFaults([
      "lib/patch/apply.ts",
      "lib/utils.ts",
      "cli/ReadMe.ts",
      "lib/map/mod.ts",
      "lib/host/files.ts",
    ]),
    [
      "lib/utils.ts: the name does not say what is inside",
      "cli/ReadMe.ts: file names are snake_case",
      "lib/patch: no mod.ts",
    ],
  );
});
