import { Failure, toCauseText } from "../errors.ts";

/** Largest key file, in bytes. */
const KEY_LIMIT_BYTES = 16 * 1024;

/**
 * Reads a key from a file that nobody but its owner can read.
 *
 * @param path The file.
 * @returns The key, without blanks around it.
 * @throws {Failure} With `E_MISSING`, or `E_CONFIG` when others can read it.
 */
export async function readKeyFile(path: string): Promise<string> {
  const fail = (why: string, cause?: unknown) =>
    new Failure("E_CONFIG", `Cannot use key file "${path}": ${why}`, { cause });
  try {
    const { isFile, mode, size } = await Deno.stat(path);
    if (!isFile) throw fail("it is not a regular file");
    if (size > KEY_LIMIT_BYTES) throw fail("it is too large for a key");
    if (mode !== null && (mode & 0o077) !== 0) {
      const octal = (mode & 0o777).toString(8).padStart(4, "0");
      throw fail(`others may read it, its mode is ${octal} and must be 0600 or less`);
    }
    return (await Deno.readTextFile(path)).trim();
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    if (cause instanceof Deno.errors.NotFound) {
      throw new Failure("E_MISSING", `Cannot read key file "${path}": there is no such file`, {
        cause,
      });
    }
    throw fail(toCauseText(cause), cause);
  }
}
