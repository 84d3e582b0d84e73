import { Failure } from "../lib/errors.ts";
import type { Invocation } from "./command.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { OK } from "./exit_status.ts";
import { printHelp, printOverview, printStatuses } from "./help.ts";
import { nearest } from "./nearest.ts";

/** `zerostack help [COMMAND | statuses]`. */
export async function run({ operands, io }: Invocation): Promise<number> {
  await io.write(textFor(operands[0]));
  return OK;
}

function textFor(topic: string | undefined): string {
  if (topic === undefined) return printOverview();
  if (topic === "statuses") return printStatuses();
  const row = findCommand(topic);
  if (row !== undefined) return printHelp(row);
  const near = nearest(topic, COMMANDS.map((command) => command.name));
  const hint = near === undefined ? "" : `, the nearest is "${near}"`;
  throw new Failure("E_USAGE", `Cannot explain "${topic}": there is no such command${hint}`);
}
