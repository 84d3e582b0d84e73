/**
 * How `cage.sh` is called: what a command may see and use, as words and variables.
 *
 * @module
 */

import script from "./cage.sh" with { type: "text" };

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
  /** Memory for the data of one process, and for that of all together, in bytes. */
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
/** The first of a range of user ids that nobody has. */
const FIRST_UNUSED_ID = 2_000_000_000;

/** A process that is yet to start. */
export interface CageCall {
  /** The program by its absolute path, and its arguments. */
  readonly command: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Says how to start a command in a cage; the patch goes to its stdin.
 *
 * @param options What the command may see and use.
 * @param command The command and its arguments.
 * @param patchBytes Length of the patch.
 */
export function toCageCall(
  options: CageOptions,
  command: readonly string[],
  patchBytes: number,
): CageCall {
  const step = options.bare ? "bare" : "enter";
  const words = toWords(commandEnv(options));
  return {
    command: [SHELL, "-c", 'eval "$CAGE_SCRIPT"', "cage", step]
      .concat("/usr/bin/env", "-i", words, command),
    env: { ...scriptEnv(options), CAGE_COMMAND: command[0], CAGE_BYTES: String(patchBytes) },
  };
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
function scriptEnv(options: CageOptions): Record<string, string> {
  const limits = { ...CAGE_LIMITS, ...options.limits };
  const { root, directory = root, home = "", path = SYSTEM_PATH, see = [] } = options;
  return {
    CAGE_SCRIPT: script,
    CAGE_ROOT: root,
    CAGE_DIRECTORY: directory,
    CAGE_SEE: see.join("\n"),
    CAGE_HOME: home,
    CAGE_PATH: path,
    CAGE_NET: options.net ? "yes" : "no",
    CAGE_DISK: limits.diskBytes === 0 ? "50%" : String(limits.diskBytes),
    CAGE_MEMORY_KIB: String(Math.ceil(limits.memoryBytes / 1024)),
    CAGE_PROCESSES: String(limits.processes),
    CAGE_CPU: limits.cpuSeconds === 0 ? "unlimited" : String(limits.cpuSeconds),
    CAGE_ID: String(FIRST_UNUSED_ID + Deno.pid),
    ...(options.temporary === undefined ? {} : { TMPDIR: options.temporary }),
  };
}
