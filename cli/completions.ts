import { Failure } from "../lib/errors.ts";
import type { Invocation } from "./command.ts";
import { COMMANDS, GLOBAL_FLAGS } from "./commands.ts";
import { printBashCompletions } from "./completions_bash.ts";
import { printFishCompletions } from "./completions_fish.ts";
import { printZshCompletions } from "./completions_zsh.ts";
import { OK } from "./exit_status.ts";

const PRINTERS: ReadonlyMap<string, typeof printBashCompletions> = new Map([
  ["bash", printBashCompletions],
  ["zsh", printZshCompletions],
  ["fish", printFishCompletions],
]);

/** `zerostack completions SHELL`. */
export async function run({ operands, io }: Invocation): Promise<number> {
  const shells = [...PRINTERS.keys()].join(", ");
  const print = operands.length === 1 ? PRINTERS.get(operands[0]) : undefined;
  if (print === undefined) {
    const given = operands.length === 1 ? `"${operands[0]}"` : `${operands.length} operands`;
    throw new Failure("E_USAGE", `Cannot complete for ${given}: expected one of ${shells}`);
  }
  await io.write(print(COMMANDS, GLOBAL_FLAGS));
  return OK;
}
