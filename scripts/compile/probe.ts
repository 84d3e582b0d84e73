/**
 * Starts an executable and tries what it must not be able to do, before it is called done.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { VERSION } from "../../cli/help.ts";
import { Failure } from "../../lib/errors.ts";
import { toStatus } from "../../lib/reasons.ts";

/** What a try did. */
interface Attempt {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Probes an executable of the whole program: it is our program, it reads the folder that it is
 * started in, and it neither reads outside of it nor writes anywhere.
 *
 * @param path The executable; it must be for this machine.
 * @throws {Failure} With `E_BASE_BINARY` and what it could do.
 */
export async function probeExecutable(path: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "zerostack-probe-" });
  const outside = `${await Deno.makeTempDir({ prefix: "zerostack-probe-" })}/outside.txt`;
  try {
    await Deno.writeTextFile(`${folder}/inside.txt`, "hello\n");
    await Deno.writeTextFile(outside, "hello\n");
    const run = (...args: string[]) => attempt(path, args, { cwd: folder });
    const require = (isRight: boolean, state: string) => {
      if (!isRight) throw new Failure("E_BASE_BINARY", `Cannot use executable "${path}": ${state}`);
    };
    const version = await run("--version");
    require(
      version.stdout === `zerostack ${VERSION}\n`,
      `--version says "${version.stdout.trim()}"`,
    );
    const request = await run("context", "explain inside.txt");
    require(request.status === 0, "it cannot read its own folder");
    const elsewhere = await run("context", "--directory", dirname(outside), "explain them");
    require(elsewhere.status !== 0, "it can read outside of its folder");
    require((await run("help", "-o", "written")).status !== 0, "it can write");
    require(!await exists(`${folder}/written`), "it wrote a file");
    const sent = await attempt(path, TO_ANOTHER_HOST, { cwd: folder, stdin: request.stdout });
    require(sent.status === toStatus("E_CONSENT"), "it can reach any host");
  } finally {
    await Deno.remove(folder, { recursive: true });
    await Deno.remove(dirname(outside), { recursive: true });
  }
}

/** A call that the user allows, to a host (of RFC 5737, so nobody's) that was not baked in. */
const TO_ANOTHER_HOST = [
  "model",
  "--endpoint=http://192.0.2.1:8080/v1",
  "--allow-host=192.0.2.1",
  "--insecure-http",
  "--model=any",
  "--connect-timeout=1",
];

async function attempt(
  path: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly stdin?: string },
): Promise<Attempt> {
  const child = new Deno.Command(path, {
    args: [...args],
    cwd: options.cwd,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(options.stdin ?? "")).then(() =>
    writer.close()
  ).catch(() => {}); // it may end before it has read everything
  const { code, stdout, stderr } = await child.output();
  await written;
  const decoder = new TextDecoder();
  return { status: code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
