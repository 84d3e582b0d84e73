import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Failure } from "../errors.ts";
import type { CommandOutcome } from "../ports.ts";
import { createCheck } from "./check.ts";

const pure = { permissions: "none" } as const;
const OUTCOME: CommandOutcome = { exitCode: 0, durationMs: 7, output: "fine\n", timedOut: false };
const command = ["make", "test"];
const check = (outcome: Partial<CommandOutcome>) =>
  createCheck({ command, runOnPatch: () => Promise.resolve({ ...OUTCOME, ...outcome }) });

Deno.test("createCheck() says what the command said", pure, async () => {
  assertEquals(await check({})("diff"), {
    type: "check",
    patch: "sha256:df087996d45b03e7eb8c133c0298fd98d35113fca26aaba58612fef3cc212cad",
    command,
    ok: true,
    exitCode: 0,
    durationMs: 7,
    output: "fine\n",
  });
});

Deno.test("createCheck() does not throw when the command fails", pure, async () => {
  const { ok, exitCode } = await check({ exitCode: 2 })("diff");
  assertEquals([ok, exitCode], [false, 2]);
});

Deno.test("createCheck() says that the time was over", pure, async () => {
  const outcome = { timedOut: true, exitCode: 124, durationMs: 2000, output: "half" };
  const { ok, output } = await check(outcome)("diff");
  assertEquals([ok, output], [false, "half\n[ended: its time of 2 s was over]\n"]);
});

Deno.test("createCheck() passes on why the command could not run", pure, async () => {
  const failing = createCheck({
    command,
    runOnPatch: () => Promise.reject(new Failure("E_CAGE", "Cannot build a cage: no")),
  });
  await assertRejects(() => failing("diff"), Failure, "Cannot build a cage: no");
});

Deno.test("createCheck() refuses an empty command", pure, () => {
  assertThrows(
    () => createCheck({ command: [], runOnPatch: () => Promise.resolve(OUTCOME) }),
    RangeError,
    "Cannot check patches: the command is empty",
  );
});
