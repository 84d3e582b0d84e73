import { assertEquals, assertRejects } from "@std/assert";
import type { CheckPatch } from "../ports.ts";
import { checkOnce } from "./once.ts";

const pure = { permissions: "none" } as const;

function countChecks(): { readonly check: CheckPatch; readonly count: () => number } {
  let count = 0;
  const check: CheckPatch = (diff) => {
    count++;
    if (diff === "broken") return Promise.reject(new Error("no cage"));
    return Promise.resolve({
      type: "check",
      patch: String(diff),
      command: ["true"],
      ok: true,
      exitCode: 0,
      durationMs: count,
      output: "",
    });
  };
  return { check, count: () => count };
}

Deno.test("checkOnce() checks equal patches once, as text or as bytes", pure, async () => {
  const { check, count } = countChecks();
  const once = checkOnce(check);
  const first = await once("one");
  assertEquals(await once(new TextEncoder().encode("one")), first);
  await once("two");
  assertEquals(count(), 2);
});

Deno.test("checkOnce() forgets a check that could not be made", pure, async () => {
  const { check, count } = countChecks();
  const once = checkOnce(check);
  await assertRejects(() => once("broken"));
  await assertRejects(() => once("broken"));
  assertEquals(count(), 2);
});
