/**
 * The list of digests of a release: one line a file, as `sha256sum -c` reads it.
 *
 * @module
 */

import { sha256 } from "../digests.ts";

/** The name of the list. */
export const LIST_NAME = "SHA256SUMS";
/** The files that cannot be in the list: itself, and its signatures. */
export const UNLISTED_NAMES: readonly string[] = [
  LIST_NAME,
  `${LIST_NAME}.sig`,
  `${LIST_NAME}.minisig`,
];

/** The files of a release below a folder, by path, sorted, with the digest of each. */
export async function digestFolder(path: string): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const name of listFiles(path).filter((name) => !UNLISTED_NAMES.includes(name)).sort()) {
    digests.set(name, await sha256(await Deno.readFile(`${path}/${name}`)));
  }
  return digests;
}

/** Writes the list of a folder into it; what was signed before no longer is. */
export async function writeDigestList(path: string): Promise<void> {
  for (const name of UNLISTED_NAMES) await removeIfThere(`${path}/${name}`);
  const lines = Array.from(await digestFolder(path), ([name, digest]) => `${digest}  ${name}\n`);
  await Deno.writeTextFile(`${path}/${LIST_NAME}`, lines.join(""));
}

/** The paths of the files below a folder, from there. */
export function listFiles(path: string): string[] {
  return Array.from(Deno.readDirSync(path)).flatMap((entry) =>
    entry.isDirectory
      ? listFiles(`${path}/${entry.name}`).map((name) => `${entry.name}/${name}`)
      : [entry.name]
  );
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
