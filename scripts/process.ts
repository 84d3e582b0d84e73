/**
 * Other programs, started by the builds: with the caller's environment where something is fetched,
 * and with a nearly empty one where something is made, so that nothing of it can get inside.
 *
 * @module
 */

/** How to start a program. */
export interface ProcessOptions {
  /** The folder to start in. Default: that of the caller. */
  readonly cwd?: string;
  /** Variables to add. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it gets the caller's whole environment, as a download may need. Default: no. */
  readonly wholeEnv?: boolean;
  /** What goes to its stdin. Default: nothing. */
  readonly stdin?: Uint8Array;
}

/** What a clean environment keeps: where programs, caches and temporary files are. */
const KEPT_VARIABLES = ["PATH", "HOME", "DENO_DIR", "TMPDIR"];

/** A program that ended with another status than 0. */
export class ProcessError extends Error {
  override readonly name = "ProcessError";
}

/**
 * Runs a program to its end.
 *
 * @returns Its stdout.
 * @throws {ProcessError} When it cannot be started or fails; the message has its stderr.
 */
export async function runProgram(
  command: readonly string[],
  options: ProcessOptions = {},
): Promise<Uint8Array> {
  const child = new Deno.Command(command[0], {
    args: command.slice(1),
    cwd: options.cwd,
    clearEnv: !options.wholeEnv,
    env: { ...(options.wholeEnv ? {} : cleanEnv()), ...options.env },
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const fed = options.stdin === undefined ? undefined : feed(child.stdin, options.stdin);
  const { success, code, stdout, stderr } = await child.output();
  await fed;
  if (success) return stdout;
  const words = new TextDecoder().decode(stderr).trim();
  throw new ProcessError(`Cannot run "${command.join(" ")}": status ${code}\n${words}`);
}

/** The same, with stdout as text. */
export async function readProgram(
  command: readonly string[],
  options: ProcessOptions = {},
): Promise<string> {
  return new TextDecoder().decode(await runProgram(command, options));
}

function cleanEnv(): Record<string, string> {
  const kept = KEPT_VARIABLES.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
}

async function feed(stdin: WritableStream<Uint8Array>, data: Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(data);
    await writer.close();
  } catch { /* a program may end before it has read everything; its status says how */ }
}
