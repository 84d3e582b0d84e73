import { toFailure } from "../lib/errors.ts";
import { toStatus } from "../lib/reasons.ts";

/**
 * Runs a task as a command: one line on stderr and the status of the reason when it fails.
 *
 * @param body The task; it gets the arguments.
 */
export async function runTask(body: (args: readonly string[]) => Promise<void>): Promise<void> {
  try {
    await body(Deno.args);
  } catch (error) {
    const failure = toFailure(error);
    console.error(`${failure.reason}: ${failure.message}`);
    Deno.exit(toStatus(failure.reason));
  }
}
