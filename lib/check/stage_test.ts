import { assertEquals } from "@std/assert";
import { Failure } from "../errors.ts";
import type { CheckPatch } from "../ports.ts";
import type { CheckRecord, UnknownRecord } from "../types.ts";
import { checkStage } from "./stage.ts";

const pure = { permissions: "none" } as const;
const PATCH = { type: "patch", origin: "patch", diff: "a diff", files: [] };
const CHECK: CheckRecord = {
  type: "check",
  patch: "sha256:0",
  command: ["make", "test"],
  ok: true,
  exitCode: 0,
  durationMs: 1,
  output: "",
};

async function runStage(checkPatch: CheckPatch): Promise<UnknownRecord[]> {
  const input = ReadableStream.from([[PATCH], [PATCH]]);
  return (await Array.fromAsync(input.pipeThrough(checkStage(checkPatch)))).flat();
}

Deno.test("checkStage() passes a patch on after what the check said", pure, async () => {
  const records = await runStage(() => Promise.resolve(CHECK));
  assertEquals(records, [{ ...CHECK }, PATCH, { ...CHECK }, PATCH]);
});

Deno.test("checkStage() ends with an error when the check fails", pure, async () => {
  const failed = { ...CHECK, ok: false, exitCode: 2 };
  assertEquals(await runStage(() => Promise.resolve(failed)), [failed, {
    type: "error",
    stage: "check",
    status: 1,
    reason: "E_CHECK",
    message: 'Cannot pass the patch on: "make test" ended with status 2',
  }]);
});

Deno.test("checkStage() ends with why the check could not run", pure, async () => {
  const failure = new Failure("E_CAGE", "Cannot build a cage: no");
  assertEquals(await runStage(() => Promise.reject(failure)), [{
    type: "error",
    stage: "check",
    status: 77,
    reason: "E_CAGE",
    message: "Cannot build a cage: no",
  }]);
});
