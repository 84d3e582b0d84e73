/**
 * Every fault of a server, end to end: the real program against a real server, with the
 * permissions of its row. Each must lead to its status and reason, in bounded time, and nothing
 * but a complete answer may count as one.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { printOutcome, runZerostack } from "./harness.ts";
import { FAULTS, type ServerFault, TEXT } from "./model_faults.ts";
import { type ModelServer, serveModel } from "./model_server.ts";
import { makeRequest } from "./requests.ts";

for (const fault of FAULTS) {
  Deno.test(`model ends with ${fault.status} when the server shows: ${fault.name}`, () =>
    testFault(fault));
}

async function testFault(fault: ServerFault): Promise<void> {
  await using server = await serveModel({ answers: [fault.answer] });
  const args = ["model", "--endpoint", server.endpoint, "--model", "m", ...fault.flags ?? []];
  const outcome = await runZerostack(args, {
    stdin: makeRequest("hi"),
    permissions: [`--allow-net=127.0.0.1:${server.port}`, "--allow-env"],
  });
  const records = outcome.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const text = records.map((record) => record.type === "text" ? record.text : "").join("");
  const { type, reason, status } = records.at(-1);
  const wanted = fault.status === 0
    ? { end: "done", reason: undefined, status: 0, text: fault.text ?? TEXT }
    : { end: "error", reason: fault.reason, status: fault.status, text };
  assertEquals(
    { end: type, reason, status: outcome.status, text },
    wanted,
    printOutcome(args, outcome),
  );
  if (fault.status !== 0) assertEquals(status, outcome.status, "the record tells the status too");
  assertEquals(countEnds(records), 1, "exactly one end");
  assertTries(fault, server);
}

function countEnds(records: readonly { readonly type: string }[]): number {
  return records.filter(({ type }) => type === "done" || type === "error").length;
}

/** Nothing is sent twice but what a busy server asked to be sent again. */
function assertTries(fault: ServerFault, server: ModelServer): void {
  assertEquals(server.completions().length, fault.tries ?? 1);
}
