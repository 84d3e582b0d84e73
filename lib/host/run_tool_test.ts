import { assertEquals, assertRejects } from "@std/assert";
import { Failure } from "../errors.ts";
import { createRunTool } from "./run_tool.ts";

const ENV = { PATH: "/usr/bin:/bin" };

Deno.test("createRunTool() keeps what a program writes, and its status", async () => {
  const runTool = createRunTool({ folder: "/", env: { ...ENV, WORD: "w" } });
  const run = await runTool(["sh", "-c", 'printf "%s" "$WORD"; pwd >&2; read -r _ || exit 3']);
  const decoder = new TextDecoder();
  assertEquals(
    { status: run.status, stdout: decoder.decode(run.stdout), stderr: decoder.decode(run.stderr) },
    { status: 3, stdout: "w", stderr: "/\n" },
  );
});

Deno.test("createRunTool() says when there is no such program", async () => {
  const runTool = createRunTool({ folder: "/", env: ENV });
  const error = await assertRejects(() => runTool(["no-such-program"]), Failure);
  assertEquals(error.reason, "E_MISSING");
});

Deno.test("createRunTool() gives up on a program that writes too much", async () => {
  const runTool = createRunTool({ folder: "/", env: ENV, limitBytes: 1000 });
  const error = await assertRejects(() => runTool(["head", "-c", "2000", "/dev/zero"]), Failure);
  assertEquals(error.reason, "E_LIMIT");
});

Deno.test({
  name: "createRunTool() says so where it may start no program",
  permissions: { run: false },
  fn: async () => {
    const runTool = createRunTool({ folder: "/", env: ENV });
    const error = await assertRejects(() => runTool(["true"]), Failure);
    assertEquals([error.reason, error.message], [
      "E_PERMISSION",
      'Cannot start "true": this program may start no other, as it was started without --allow-run',
    ]);
  },
});
