/**
 * Starts an executable and tries what it must not be able to do, before it is called done.
 *
 * @module
 */

import type { CommandRow, Needs } from "../../cli/command.ts";
import { VERSION } from "../../cli/help.ts";
import { Failure } from "../../lib/errors.ts";
import { toStatus } from "../../lib/reasons.ts";
import type { Attempts } from "./attempts.ts";

/** What a try did. */
interface Outcome {
  readonly status: number;
  readonly stdout: string;
}

/** A folder to try things in, and a call of the executable there. */
interface Probe {
  readonly folder: string;
  readonly run: (...args: readonly string[]) => Promise<Outcome>;
  readonly require: (isRight: boolean, state: string) => void;
}

/**
 * Probes an executable of the whole program: it is our program, it reads the folder that it is
 * started in, and it neither reads outside of it nor writes there nor speaks to any host.
 *
 * @param path The executable; it must be for this machine.
 * @param needs What it may do; with temporary files, whether it writes is not tried.
 * @throws {Failure} With `E_BASE_BINARY` and what it could do.
 */
export async function probeProgram(path: string, needs: Needs): Promise<void> {
  await inFolder(path, async ({ folder, run, require }) => {
    const { stdout } = await run("--version");
    require(stdout === `zerostack ${VERSION}\n`, `--version says "${stdout.trim()}"`);
    const request = await run("context", "explain inside.txt");
    require(request.status === 0, "it cannot read its own folder");
    const elsewhere = await run("context", "-C", "/etc", "explain them");
    require(elsewhere.status !== 0, "it can read outside of its folder");
    if (!needs.temp) require((await run("help", "-o", "written")).status !== 0, "it can write");
    const sent = await attempt(path, TO_ANOTHER_HOST, { cwd: folder, stdin: request.stdout });
    require(sent.status === toStatus("E_CONSENT"), "it can reach any host");
  });
}

/** Probes an executable of one command: it is that command. */
export async function probeCommand(path: string, row: CommandRow): Promise<void> {
  await inFolder(path, async ({ run, require }) => {
    const { stdout } = await run("--help");
    require(stdout.includes(`usage: zerostack ${row.name}`), `--help says "${stdout.trim()}"`);
  });
}

/** A call to an address of this machine that no build grants unless it is asked to. */
const TO_ANOTHER_HOST = [
  "model",
  "--endpoint=http://127.0.0.2:47777/v1",
  "--model=any",
  "--connect-timeout=1",
];

/** What an executable must be let through, and nothing else. */
export function expectedAttempts(needs: Needs, isFolderTemporary: boolean): Attempts {
  return {
    readInside: needs.read !== "none" || (needs.temp === true && isFolderTemporary),
    readOutside: false,
    writeInside: needs.temp === true && isFolderTemporary,
    writeOutside: false,
    connect: needs.net === true,
    connectElsewhere: false,
    start: needs.run === true,
    readEnvironment: true,
    loadLibrary: false,
    askSystem: false,
  };
}

/**
 * Runs `attempts.ts`, made into an executable with the arguments of another, and holds what was
 * let through to what that one needs.
 *
 * @param path The executable.
 * @param needs What may be let through.
 * @param host The first of the hosts that it was made for.
 * @throws {Failure} With `E_BASE_BINARY` and what differs.
 */
export async function probePermissions(path: string, needs: Needs, host: string): Promise<void> {
  await inFolder(path, async ({ folder, run, require }) => {
    const { stdout } = await run(host);
    require(stdout.startsWith("{"), "it cannot start");
    const found = JSON.parse(stdout) as Attempts;
    const expected = expectedAttempts(needs, folder.startsWith("/tmp/"));
    const differing = (Object.keys(expected) as (keyof Attempts)[])
      .filter((name) => found[name] !== expected[name])
      .map((name) => `${name} is ${found[name]}`);
    require(differing.length === 0, differing.join(", "));
  });
}

async function inFolder(path: string, body: (probe: Probe) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "zerostack-probe-" });
  try {
    await Deno.writeTextFile(`${folder}/inside.txt`, "hello\n");
    await body({
      folder,
      run: (...args) => attempt(path, args, { cwd: folder }),
      require: (isRight, state) => {
        if (isRight) return;
        throw new Failure("E_BASE_BINARY", `Cannot use executable "${path}": ${state}`);
      },
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function attempt(
  path: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly stdin?: string },
): Promise<Outcome> {
  const child = new Deno.Command(path, {
    args: [...args],
    cwd: options.cwd,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(options.stdin ?? "")).then(() =>
    writer.close()
  ).catch(() => {}); // it may end before it has read everything
  const { code, stdout } = await child.output();
  await written;
  return { status: code, stdout: new TextDecoder().decode(stdout) };
}
