import { relative } from "@std/path/posix/relative";
import { resolve } from "@std/path/posix/resolve";
import { Failure } from "../lib/errors.ts";

/**
 * Makes a path that a user wrote into one from the repository's root.
 *
 * @param path The path, from the folder that the user is in.
 * @param root The top folder of the repository.
 * @param directory The folder that the user is in.
 * @throws {Failure} With `E_PATH` when it leads outside.
 */
export function toRepositoryPath(path: string, root: string, directory: string): string {
  const inside = relative(root, resolve(directory, path));
  if (inside !== "" && inside !== ".." && !inside.startsWith("../")) return inside;
  throw new Failure("E_PATH", `Cannot take "${path}": it is not a file inside the repository`);
}

/** Like `toRepositoryPath`, for a file or a folder; the top folder is the empty path. */
export function toRepositoryFolder(path: string, root: string, directory: string): string {
  return resolve(directory, path) === root ? "" : toRepositoryPath(path, root, directory);
}
