/**
 * What `run` makes of a broken server: the same status as `model`, not one byte on stdout, and a
 * repository that nothing has touched.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { makeRepository, printOutcome, readTree, runZerostack } from "./harness.ts";
import { FAULTS, type ServerFault } from "./model_faults.ts";
import { serveModel } from "./model_server.ts";

/** Two faults of each reason. */
const SOME: readonly ServerFault[] = FAULTS.filter(({ status, reason }, index) =>
  status !== 0 && FAULTS.slice(0, index).filter((fault) => fault.reason === reason).length < 2
);

for (const fault of SOME) {
  Deno.test(`run writes nothing and ends with ${fault.status} when the server shows: ${fault.name}`, () =>
    testFault(fault));
}

async function testFault(fault: ServerFault): Promise<void> {
  await using server = await serveModel({ answers: [fault.answer] });
  await using repository = await makeRepository({ "a.ts": "export const a = 1;\n" });
  const before = await readTree(repository.path);
  const args = ["run", "set a to 2", "--endpoint", server.endpoint, "--model", "m"];
  const outcome = await runZerostack([...args, ...fault.flags ?? []], {
    cwd: repository.path,
    permissions: [
      `--allow-read=${repository.path}`,
      `--allow-net=127.0.0.1:${server.port}`,
      "--allow-env",
    ],
  });
  assertEquals(
    [outcome.status, outcome.stdout, outcome.stderr.includes(`${fault.reason}: `)],
    [fault.status, "", true],
    printOutcome(args, outcome),
  );
  assertEquals(await readTree(repository.path), before);
}
