/**
 * Where data goes: stdout, or a file that appears whole or not at all.
 *
 * @module
 */

import { Failure, toCauseText } from "../lib/errors.ts";
import { readEnv } from "./env.ts";

/** A sink for data that is kept or thrown away at the end. */
export interface Output {
  /** Writes all the bytes; throws `E_PIPE` when the reader is gone, `E_IO` for anything else. */
  write(bytes: Uint8Array): Promise<void>;
  /** Makes what was written visible, for good. */
  commit(): Promise<void>;
  /** Throws away what was written, as far as that is possible. */
  discard(): void;
}

/** Opens stdout, or the file when there is one. */
export function openOutput(path?: string): Output {
  // the runtime opens no device but /dev/null, and needs no permission for what is open already
  return path === undefined || path === "/dev/stdout" ? openStdout() : openFile(path);
}

function openStdout(): Output {
  return {
    write: (bytes) => writeAll(Deno.stdout, bytes, "stdout"),
    commit: () => Promise.resolve(),
    discard: () => {},
  };
}

/** Opens a file by what is there: a device or a pipe is written to, a file is replaced. */
function openFile(path: string): Output {
  const found = statOrUndefined(path);
  if (found === undefined) return openReplacement(path);
  if (found.isDirectory) throw new Failure("E_IO", `Cannot write "${path}": it is a folder`);
  return found.isFile ? openReplacement(Deno.realPathSync(path)) : openSpecial(path);
}

function statOrUndefined(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw new Failure("E_IO", `Cannot write "${path}": ${toCauseText(cause)}`, { cause });
  }
}

function openSpecial(path: string): Output {
  const file = openForWriting(path);
  return {
    write: (bytes) => writeAll(file, bytes, path),
    commit: () => Promise.resolve(file.close()),
    discard: () => file.close(),
  };
}

function openForWriting(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { write: true });
  } catch (cause) {
    throw new Failure("E_IO", `Cannot write "${path}": ${toCauseText(cause)}`, { cause });
  }
}

/**
 * A file that is written beside its place, flushed to the disk and renamed. The launcher fixes the
 * name of the temporary file with ZEROSTACK_PART, and grants just these two paths.
 */
function openReplacement(path: string): Output {
  const temporary = `${path}.${readEnv("ZEROSTACK_PART") ?? Deno.pid}.part`;
  let file: Deno.FsFile | undefined;
  const open = () => file ??= Deno.openSync(temporary, { write: true, createNew: true });
  const guard = async <T>(action: () => T | Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      throw new Failure("E_IO", `Cannot write "${path}": ${toCauseText(cause)}`, { cause });
    }
  };
  return {
    write: (bytes) => guard(() => writeAll(open(), bytes, path)),
    commit: () =>
      guard(() => {
        open().syncSync();
        Deno.renameSync(temporary, path);
        open().close();
        file = undefined;
      }),
    discard: () => {
      if (file === undefined) return;
      file.close();
      file = undefined;
      Deno.removeSync(temporary);
    },
  };
}

/** Writes all the bytes; a single write is not enough for a pipe that is nearly full. */
async function writeAll(
  sink: { write(bytes: Uint8Array): Promise<number> },
  bytes: Uint8Array,
  name: string,
): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) at += await sink.write(bytes.subarray(at));
  } catch (cause) {
    if (cause instanceof Deno.errors.BrokenPipe) {
      throw new Failure("E_PIPE", `Cannot write "${name}": the reader went away`, { cause });
    }
    throw new Failure("E_IO", `Cannot write "${name}": ${toCauseText(cause)}`, { cause });
  }
}
