/** How the program finds its command, in a real process. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runZerostack } from "./harness.ts";

Deno.test("zerostack alone prints what there is on stderr, status 2", async () => {
  const outcome = await runZerostack([], { permissions: [] });
  assertEquals([outcome.status, outcome.stdout], [2, ""]);
  assertStringIncludes(outcome.stderr, "usage: zerostack");
});

Deno.test("zerostack --help and --version go to stdout", async () => {
  const help = await runZerostack(["--help"], { permissions: [] });
  assertEquals([help.status, help.stderr], [0, ""]);
  const version = await runZerostack(["-V"], { permissions: [] });
  assertEquals([version.status, version.stdout.split(" ")[0]], [0, "zerostack"]);
});

Deno.test("a mistyped command is status 2 with the nearest name", async () => {
  const outcome = await runZerostack(["tokns"], { permissions: [] });
  assertEquals(outcome.status, 2);
  assertEquals(
    outcome.stderr,
    'zerostack: E_USAGE: Cannot run "tokns": there is no such command, the nearest is "tokens"\n',
  );
});

Deno.test("options of every command may stand before the command", async () => {
  const outcome = await runZerostack(["-q", "-C", "/tmp", "help", "tokens"], { permissions: [] });
  assertEquals([outcome.status, outcome.stderr], [0, ""]);
});

Deno.test("--json-errors makes the line on stderr a record", async () => {
  const outcome = await runZerostack(["tokens", "--limit", "x", "--json-errors"], { stdin: "" });
  const { type, stage, status, reason } = JSON.parse(outcome.stderr);
  assertEquals({ type, stage, status, reason }, {
    type: "error",
    stage: "tokens",
    status: 2,
    reason: "E_USAGE",
  });
});

Deno.test("text of the user is escaped before it reaches stderr", async () => {
  const outcome = await runZerostack(["x\x1b]0;owned\x07"], { permissions: [] });
  assertStringIncludes(outcome.stderr, '"x\\x1b]0;owned\\x07"');
});

Deno.test("an option that lacks its value is status 2, also without a command", async () => {
  const outcome = await runZerostack(["-C"], { permissions: [] });
  assertEquals(outcome.status, 2);
  assertEquals(
    outcome.stderr,
    'zerostack: E_USAGE: Cannot take option "--directory": it needs a value DIR\n',
  );
});
