import { assertEquals } from "@std/assert";
import { VERSION } from "./help.ts";
import { REASONS, STATUSES } from "./exit_status.ts";

Deno.test("VERSION is the version of deno.json", async () => {
  const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  assertEquals(VERSION, config.version);
});

Deno.test("STATUSES explains the status of every reason", () => {
  const unexplained = Object.entries(REASONS).filter(([, { status }]) => !STATUSES.has(status));
  assertEquals(unexplained, []);
});
