/**
 * A program of its own that tries what an executable may do, and prints what was let through. It
 * is compiled with the very arguments of the executable that it stands for. Connecting is asked
 * for and not done, as is all that would leave something behind outside of the probe's folder.
 *
 * @module
 */

/** What was let through. */
export interface Attempts {
  /** Reading a file of the folder that it is started in. */
  readonly readInside: boolean;
  /** Reading `/etc/hosts`. */
  readonly readOutside: boolean;
  /** Writing a file into the folder that it is started in. */
  readonly writeInside: boolean;
  /** Writing to the root of the file system. */
  readonly writeOutside: boolean;
  /** Connecting to the first of the hosts that it was made for. */
  readonly connect: boolean;
  /** Connecting to any other. */
  readonly connectElsewhere: boolean;
  /** Starting a program. */
  readonly start: boolean;
  /** Reading a variable of the environment. */
  readonly readEnvironment: boolean;
  /** Loading a native library. */
  readonly loadLibrary: boolean;
  /** Asking for the name of the machine. */
  readonly askSystem: boolean;
}

async function isLetThrough(attempt: () => unknown): Promise<boolean> {
  try {
    await attempt();
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotCapable);
  }
}

async function tryAll(host: string): Promise<Attempts> {
  const may = (wanted: Deno.PermissionDescriptor) =>
    Deno.permissions.querySync(wanted).state === "granted";
  return {
    readInside: await isLetThrough(() => Deno.readTextFile("inside.txt")),
    readOutside: await isLetThrough(() => Deno.readTextFile("/etc/hosts")),
    writeInside: await isLetThrough(() => Deno.writeTextFile("written.txt", "")),
    writeOutside: may({ name: "write", path: "/" }),
    connect: may({ name: "net", host }),
    connectElsewhere: may({ name: "net" }),
    start: await isLetThrough(() => new Deno.Command("/bin/true").output()),
    readEnvironment: await isLetThrough(() => Deno.env.get("HOME")),
    loadLibrary: await isLetThrough(() => Deno.dlopen("/nonexistent.so", {})),
    askSystem: await isLetThrough(() => Deno.hostname()),
  };
}

if (import.meta.main) console.log(JSON.stringify(await tryAll(Deno.args[0])));
