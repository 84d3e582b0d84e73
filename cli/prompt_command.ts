/**
 * A prompt that says exactly what a command does is done by that command, without a model.
 *
 * @module
 */

import { parsePromptCommand, printPromptCommand } from "../lib/deterministic.ts";
import { Failure } from "../lib/errors.ts";
import type { Invocation } from "./command.ts";
import { findCommand, GLOBAL_FLAGS } from "./commands.ts";
import { parseOptions } from "./options.ts";

/** What became of a prompt; nothing is there when it says something else. */
export interface PromptOutcome {
  /** It is done, and this is the diff. */
  readonly diff?: string;
  /** The command cannot do it, and this is why. */
  readonly why?: Failure;
}

/**
 * Does what a prompt says, if it says exactly what `rename` or `rewrite` does. Nothing is written;
 * what the command reports is held back until it is done.
 */
export async function runPromptCommand(prompt: string, { io }: Invocation): Promise<PromptOutcome> {
  const command = parsePromptCommand(prompt);
  const row = command === undefined ? undefined : findCommand(command.name);
  if (command === undefined || row === undefined) return {};
  const reports: string[] = [];
  const { run } = await row.load();
  try {
    const parsed = parseOptions(command.args, [...row.flags, ...GLOBAL_FLAGS], () => undefined);
    const written: string[] = [];
    await run({
      ...parsed,
      io: {
        ...io,
        isOutputTerminal: () => false,
        write: (data) => Promise.resolve(void written.push(toText(data))),
        report: (text) => void reports.push(text),
      },
    });
    io.report(`done without a model, by: ${printPromptCommand(command)}`);
    reports.forEach(io.report);
    return { diff: written.join("") };
  } catch (error) {
    if (!(error instanceof Failure) || ENDS.has(error.reason)) throw error;
    return { why: error };
  }
}

function toText(data: Uint8Array | string): string {
  return typeof data === "string" ? data : new TextDecoder().decode(data);
}

/** What no model could mend either: output that cannot be written. */
const ENDS: ReadonlySet<string> = new Set(["E_IO", "E_PIPE", "E_TIMEOUT"]);
