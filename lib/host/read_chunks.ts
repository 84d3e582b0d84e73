import { Failure, toCauseText } from "../errors.ts";

/** Bytes of one read. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Reads a file piece by piece.
 *
 * @param path The file; a link is followed, as the user named it.
 * @param name What to call it in messages.
 * @returns The bytes in order. Each piece is overwritten by the next one.
 * @throws {Failure} With `E_MISSING` when it is not there, `E_IO` when it cannot be read.
 */
export async function* readChunks(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    using file = await Deno.open(path);
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let count; (count = await file.read(buffer)) !== null;) yield buffer.subarray(0, count);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      throw new Failure("E_MISSING", `Cannot read "${name}": there is no such file`, { cause });
    }
    if (!isFromSystem(cause)) throw cause;
    throw new Failure("E_IO", `Cannot read "${name}": ${toCauseText(cause)}`, { cause });
  }
}

/** Whether the system refused, and not whoever takes the pieces. */
function isFromSystem(cause: unknown): boolean {
  return cause instanceof Error && !(cause instanceof Failure) &&
    (cause instanceof Deno.errors.PermissionDenied || "code" in cause);
}
