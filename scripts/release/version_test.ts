import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../lib/errors.ts";
import { bumpVersion, changesOf } from "./version.ts";

const TEXTS = {
  config: '{ "name": "n", "version": "0.1.0" }',
  help: 'export const VERSION = "0.1.0";',
  changelog: "# Changelog\n\n## Unreleased\n\n- A change.\n\n## 0.1.0 - 2026-01-01\n\n- First.\n",
};

Deno.test("bumpVersion() sets the version in all places and heads its changes", () => {
  const after = bumpVersion(TEXTS, "0.2.0", "2026-02-03");
  assertEquals(after, {
    config: '{ "name": "n", "version": "0.2.0" }',
    help: 'export const VERSION = "0.2.0";',
    changelog: "# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-02-03\n\n- A change.\n\n" +
      "## 0.1.0 - 2026-01-01\n\n- First.\n",
  });
  assertEquals(changesOf(after.changelog, "0.2.0"), "- A change.");
});

Deno.test("bumpVersion() refuses what is no version, is out already, or changes nothing", () => {
  const wrong: readonly [string, string, string][] = [
    ["v1", TEXTS.changelog, "expected a version such as 1.2.3"],
    ["0.1.0", TEXTS.changelog, "the changelog has it already"],
    ["0.2.0", "# Changelog\n\n## Unreleased\n", "the changelog has no changes for it"],
  ];
  for (const [version, changelog, message] of wrong) {
    assertThrows(() => bumpVersion({ ...TEXTS, changelog }, version, ""), Failure, message);
  }
});
