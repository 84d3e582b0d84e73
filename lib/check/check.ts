import { digest } from "../digest.ts";
import type { CheckPatch, CommandOutcome, RunOnPatch } from "../ports.ts";
import { trimOutput } from "./trim.ts";

/** How to check patches. */
export interface CheckOptions {
  /** The command and its arguments. */
  readonly command: readonly string[];
  /** Runs it on a patch. */
  readonly runOnPatch: RunOnPatch;
  /** Most that is kept of its output, in bytes. Default 64 KiB. */
  readonly limitBytes?: number;
}

const OUTPUT_LIMIT_BYTES = 64 * 1024;

/**
 * Makes the port that checks patches by a command.
 *
 * @throws {RangeError} When the command is empty.
 */
export function createCheck(options: CheckOptions): CheckPatch {
  const { command, runOnPatch, limitBytes = OUTPUT_LIMIT_BYTES } = options;
  if (command.length === 0) throw new RangeError("Cannot check patches: the command is empty");
  return async (diff, signal) => {
    const bytes = typeof diff === "string" ? new TextEncoder().encode(diff) : diff;
    const outcome = await runOnPatch(bytes, command, signal);
    return {
      type: "check",
      patch: await digest(bytes),
      command,
      ok: outcome.exitCode === 0 && !outcome.timedOut,
      exitCode: outcome.exitCode,
      durationMs: outcome.durationMs,
      output: trimOutput(withEnd(outcome), { limitBytes }),
    };
  };
}

/** An output that stops in the middle says so. */
function withEnd({ output, timedOut, durationMs }: CommandOutcome): string {
  if (!timedOut) return output;
  const lines = output === "" || output.endsWith("\n") ? output : `${output}\n`;
  return `${lines}[ended: its time of ${Math.round(durationMs / 1000)} s was over]\n`;
}
