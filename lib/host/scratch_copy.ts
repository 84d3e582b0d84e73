/**
 * A throwaway copy of the files of a repository, for programs that only know how to write.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { Failure, toCauseText } from "../errors.ts";
import type { ListedFile, ReadFile } from "../ports.ts";

/** A throwaway copy. */
export interface ScratchCopy extends AsyncDisposable {
  /** Its top folder. */
  readonly path: string;
  /** What was copied, by path from the root. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Reads a file of the copy; undefined when it is gone or no regular file any more. */
  readonly read: (path: string) => Uint8Array | undefined;
}

const COPY_LIMIT_BYTES = 1024 * 1024 * 1024;

/**
 * Copies files into a new folder for temporary files. What may not be read is left out. The copy
 * sees the installed packages of the original, as linters load their rules from there.
 *
 * @param root The top folder of the repository.
 * @param files The files to copy.
 * @param readFile Reads one.
 * @throws {Failure} With `E_LIMIT` when they are too large together, `E_IO` when they cannot be
 * written.
 */
export async function makeScratchCopy(
  root: string,
  files: readonly ListedFile[],
  readFile: ReadFile,
): Promise<ScratchCopy> {
  const path = makeFolder();
  const copied = new Map<string, Uint8Array>();
  const dispose = () => Promise.resolve(Deno.removeSync(path, { recursive: true }));
  try {
    let sizeBytes = 0;
    for (const file of files) {
      const content = await readOrUndefined(file.path, readFile);
      if (content === undefined) continue;
      sizeBytes += content.bytes.length;
      if (sizeBytes > COPY_LIMIT_BYTES) {
        throw new Failure(
          "E_LIMIT",
          `Cannot copy the repository: it has over ${COPY_LIMIT_BYTES} bytes`,
        );
      }
      Deno.mkdirSync(`${path}/${dirname(file.path)}`, { recursive: true });
      const mode = content.mode === "100755" ? 0o755 : 0o644;
      Deno.writeFileSync(`${path}/${file.path}`, content.bytes, { mode });
      copied.set(file.path, content.bytes);
    }
    linkPackages(root, path);
  } catch (error) {
    await dispose();
    throw error instanceof Failure ? error : toIoFailure(error);
  }
  return {
    path,
    files: copied,
    read: (file) => readRegular(`${path}/${file}`),
    [Symbol.asyncDispose]: dispose,
  };
}

function makeFolder(): string {
  try {
    return Deno.realPathSync(Deno.makeTempDirSync({ prefix: "zerostack-lint-" }));
  } catch (error) {
    throw toIoFailure(error);
  }
}

function toIoFailure(cause: unknown): Failure {
  return new Failure("E_IO", `Cannot copy the repository: ${toCauseText(cause)}`, { cause });
}

async function readOrUndefined(path: string, readFile: ReadFile) {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Failure) return undefined; // a link, a device, or too large
    throw error;
  }
}

function linkPackages(root: string, path: string): void {
  try {
    if (!Deno.lstatSync(`${root}/node_modules`).isDirectory) return;
    Deno.symlinkSync(`${root}/node_modules`, `${path}/node_modules`);
  } catch { /* there are none, or they may not be linked: a linter that needs them says so */ }
}

function readRegular(path: string): Uint8Array | undefined {
  try {
    return Deno.lstatSync(path).isFile ? Deno.readFileSync(path) : undefined;
  } catch {
    return undefined; // the program removed it
  }
}
