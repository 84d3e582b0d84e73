/**
 * The cage: a throwaway view of the repository, as it is on disk, in which a command runs on a
 * patch. `cage.sh` builds it with what every Linux has; docs/cage.md says what it promises.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import type { CommandOutcome, RunOnPatch } from "../ports.ts";
import { CAGE_LIMITS, type CageOptions, toCageCall } from "./cage_call.ts";
import { type ProcessOutcome, runProcess } from "./process.ts";

/** The command's own end, and not one of the steps before it. */
const STARTED = "start";
/** What ends the cage when all that is in it uses too much memory. */
const OVER_MEMORY = "SIGXCPU";
/** The status of a command that ran out of time, as timeout(1) has it. */
const TIMED_OUT = 124;

export { CAGE_LIMITS, type CageLimits, type CageOptions } from "./cage_call.ts";

/**
 * Makes the port that runs commands on patches.
 *
 * @throws {Failure} With `E_CAGE` when the repository holds the home folder.
 */
export function createCage(options: CageOptions): RunOnPatch {
  const home = toHome(options.home);
  if (!options.bare) refuseHome(options.root, home);
  return (diff, command, signal) => runInCage({ ...options, home }, { diff, command, signal });
}

/** A home folder of `/` would hide everything. */
function toHome(home: string | undefined): string {
  return home === undefined || !/^\/+[^/]/.test(home) ? "/home/nobody" : home;
}

/** A view of the repository would be a view of the keys in it. */
function refuseHome(root: string, home: string): void {
  if (root !== "/" && home !== root && !home.startsWith(`${root}/`)) return;
  throw new Failure(
    "E_CAGE",
    `Cannot hide the home folder "${home}": the repository "${root}" holds it`,
  );
}

interface CagedCall {
  readonly diff: Uint8Array;
  readonly command: readonly string[];
  readonly signal?: AbortSignal;
}

async function runInCage(options: CageOptions, call: CagedCall): Promise<CommandOutcome> {
  const { timeoutMs, memoryBytes } = { ...CAGE_LIMITS, ...options.limits };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const signals = call.signal === undefined ? [deadline.signal] : [deadline.signal, call.signal];
  let startedMs = performance.now();
  let talk = "";
  const outcome = await runProcess({
    ...toCageCall(options, call.command, call.diff.length),
    stdin: call.diff,
    holdStdin: options.bare,
    signal: AbortSignal.any(signals),
    onStderr: (text) => {
      if (!hasStarted(talk) && hasStarted(talk += text)) startedMs = performance.now();
    },
  }).finally(() => clearTimeout(timer));
  call.signal?.throwIfAborted();
  const durationMs = Math.round(performance.now() - startedMs);
  const output = new TextDecoder().decode(outcome.stdout);
  if (deadline.signal.aborted) return { exitCode: TIMED_OUT, durationMs, output, timedOut: true };
  if (!hasStarted(talk)) throw toFailure(outcome);
  if (outcome.signal === OVER_MEMORY) {
    const why = `\n[ended: all of its processes used more than ${memoryBytes} bytes of memory]\n`;
    return { exitCode: outcome.status, durationMs, output: output + why, timedOut: false };
  }
  return { exitCode: outcome.status, durationMs, output, timedOut: false };
}

function hasStarted(talk: string): boolean {
  return talk.split("\n").includes(STARTED);
}

const TALK_REGEXP = /^(cage|view|apply|missing): ([\s\S]*)$/m;

/** The reason why the command never ran. */
function toFailure({ stderr, status }: ProcessOutcome): Failure {
  const text = new TextDecoder().decode(stderr).trim();
  const [, kind = "cage", why = text || `the status is ${status}`] = TALK_REGEXP.exec(text) ?? [];
  const line = why.trim().replace(/\s*\n\s*/g, "; ");
  switch (kind) {
    case "apply":
      return new Failure("E_APPLY", `Cannot apply the patch: ${line.replace(/^error: /, "")}`);
    case "missing":
      return new Failure(
        "E_MISSING",
        `Cannot run "${line}": no such program can be seen; --see shows the command a folder`,
      );
    case "view":
      return new Failure("E_CAGE", `Cannot make a view of the repository: ${line}`);
    default:
      return new Failure("E_CAGE", `Cannot build a cage: ${line}; --no-cage does without`);
  }
}
