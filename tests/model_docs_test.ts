/** The pages on models and configuration name every setting and every reason that there is. */

import { assertEquals } from "@std/assert";
import { MODEL_FLAGS } from "../cli/model_flags.ts";
import { SETTINGS } from "../lib/config.ts";
import { isReason, toStatus } from "../lib/reasons.ts";
import { FAULTS } from "./model_faults.ts";
import { PROJECT_PATH } from "./harness.ts";

const read = (name: string) => Deno.readTextFile(`${PROJECT_PATH}/docs/${name}`);

Deno.test("docs: every setting is explained", async () => {
  const text = await read("configuration.md");
  assertEquals(SETTINGS.filter(({ key }) => !text.includes(`\`${key}\``)), []);
  for (const { key, narrows } of SETTINGS) {
    const row = text.split("\n").find((line) =>
      line.startsWith("|") && line.includes(`\`${key}\``)
    );
    assertEquals([key, row?.split("|").at(-2)?.trim() !== ""], [key, narrows !== undefined]);
  }
});

Deno.test("docs: every reason of a model stands at its status", async () => {
  const text = await read("models.md");
  for (const [, status, reasons] of text.matchAll(/^\| (\d+) +\| ((?:`E_\w+` *)+)\|/gm)) {
    for (const [, reason] of reasons.matchAll(/`(E_\w+)`/g)) {
      assertEquals([reason, isReason(reason) && toStatus(reason)], [reason, Number(status)]);
    }
  }
  const missing = FAULTS.filter(({ reason }) => reason !== undefined && !text.includes(reason));
  assertEquals(missing, []);
});

Deno.test("docs: every option of a model is explained", async () => {
  const text = await read("models.md") + await read("configuration.md");
  assertEquals(MODEL_FLAGS.filter(({ name }) => !text.includes(`--${name}`)), []);
});
