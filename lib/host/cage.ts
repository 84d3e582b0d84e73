/**
 * The cage: a throwaway view of the repository, as it is on disk, in which a command runs on a
 * patch. `cage.sh` builds it with what every Linux has; docs/cage.md says what it promises.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import type { CommandOutcome, RunOnPatch } from "../ports.ts";
import script from "./cage.sh" with { type: "text" };
import { type ProcessOutcome, runProcess } from "./process.ts";

/** What the command may see and use. */
export interface CageOptions {
  /** The repository; absolute. */
  readonly root: string;
  /** The folder to run in, inside the repository; absolute. Default: the repository. */
  readonly directory?: string;
  /** The home folder of the user, which is shown empty; absolute. Default: none. */
  readonly home?: string;
  /** Where programs are looked for. Default: the folders of the system. */
  readonly path?: string;
  /** More of the command's environment; it has nothing of this process's own. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further paths that it may see, and write to without a trace; absolute. Default: none. */
  readonly see?: readonly string[];
  /** Whether it may use the network. Default: no. */
  readonly net?: boolean;
  /** Whether it runs on a copy, without a cage. Default: no. */
  readonly bare?: boolean;
  /** For temporary files without a cage. Default: that of the system. */
  readonly temporary?: string;
  /** How much it may use. Default: `CAGE_LIMITS`. */
  readonly limits?: Partial<CageLimits>;
}

/** How much a command in a cage may use. */
export interface CageLimits {
  /** Longest run, in milliseconds. */
  readonly timeoutMs: number;
  /** Memory for the data of one process, in bytes. */
  readonly memoryBytes: number;
  /** Size of all that it writes, in bytes; 0 means half of the machine's memory. */
  readonly diskBytes: number;
  /** Number of processes and threads at one time. */
  readonly processes: number;
  /** Processor time of one process, in seconds; 0 means no limit. */
  readonly cpuSeconds: number;
}

/** What a command may use when nobody says otherwise. */
export const CAGE_LIMITS: CageLimits = {
  timeoutMs: 600_000,
  memoryBytes: 8 * 1024 ** 3,
  diskBytes: 0,
  processes: 4096,
  cpuSeconds: 0,
};

const SHELL = "/bin/sh";
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** The command's own end, and not one of the steps before it. */
const STARTED = "start";
/** The status of a command that ran out of time, as timeout(1) has it. */
const TIMED_OUT = 124;
/** The first of a range of user ids that nobody has. */
const FIRST_UNUSED_ID = 2_000_000_000;

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
  const limits = { ...CAGE_LIMITS, ...options.limits };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), limits.timeoutMs);
  const signals = call.signal === undefined ? [deadline.signal] : [deadline.signal, call.signal];
  let startedMs = performance.now();
  let talk = "";
  const outcome = await runProcess({
    command: [SHELL, "-c", 'eval "$CAGE_SCRIPT"', "cage", options.bare ? "bare" : "enter"]
      .concat("/usr/bin/env", "-i", ...toWords(commandEnv(options)), ...call.command),
    env: cageEnv(options, limits, call),
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
  return { exitCode: outcome.status, durationMs, output, timedOut: false };
}

function hasStarted(talk: string): boolean {
  return talk.split("\n").includes(STARTED);
}

function toWords(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

/** In a cage the user may be another one than the owner, and git would refuse to read. */
const TRUST_OWNER = {
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
} as const;

/** What the command finds in its environment. */
function commandEnv(options: CageOptions): Record<string, string> {
  const { path = SYSTEM_PATH, home = "", bare, env } = options;
  const fixed = { LANG: "C.UTF-8", TERM: "dumb", NO_COLOR: "1", CI: "1" };
  return { PATH: path, HOME: home, ...fixed, ...(bare ? {} : TRUST_OWNER), ...env };
}

/** What the script finds in its environment. */
function cageEnv(
  options: CageOptions,
  limits: CageLimits,
  { diff, command }: CagedCall,
): Record<string, string> {
  const { root, directory = root, home = "", path = SYSTEM_PATH, see = [] } = options;
  return {
    CAGE_SCRIPT: script,
    CAGE_ROOT: root,
    CAGE_DIRECTORY: directory,
    CAGE_SEE: see.join("\n"),
    CAGE_HOME: home,
    CAGE_PATH: path,
    CAGE_COMMAND: command[0],
    CAGE_NET: options.net ? "yes" : "no",
    CAGE_DISK: limits.diskBytes === 0 ? "50%" : String(limits.diskBytes),
    CAGE_MEMORY_KIB: String(Math.ceil(limits.memoryBytes / 1024)),
    CAGE_PROCESSES: String(limits.processes),
    CAGE_CPU: limits.cpuSeconds === 0 ? "unlimited" : String(limits.cpuSeconds),
    CAGE_ID: String(FIRST_UNUSED_ID + Deno.pid),
    CAGE_BYTES: String(diff.length),
    ...(options.temporary === undefined ? {} : { TMPDIR: options.temporary }),
  };
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
