import type { Listing, ReadFile } from "../ports.ts";
import { type Driver, DRIVERS } from "./drivers.ts";

/** A linter that fits the repository. */
export interface Discovered {
  /** The linter. */
  readonly driver: Driver;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** What selects it: the path of its configuration, or its first file. */
  readonly because: string;
}

/**
 * Finds the linters that a repository is set up for. It only reads.
 *
 * @param listing The files of the repository, or those of them that are asked about.
 * @param readFile Reads one of them.
 * @param all All files of the repository, where the configuration may be. Default: `listing`.
 */
export async function discoverLinters(
  listing: Listing,
  readFile: ReadFile,
  all: Listing = listing,
): Promise<Discovered[]> {
  const found: Discovered[] = [];
  const paths = all.files.map((file) => file.path);
  for (const driver of DRIVERS) {
    const files = listing.files.map((file) => file.path).filter((path) => driver.files.test(path));
    const because = files.length === 0
      ? undefined
      : await findReason(driver, paths, files, readFile);
    if (because === undefined) continue;
    const command = driver.takesFiles ? [...driver.command, "--", ...files] : driver.command;
    found.push({ driver, command, because });
  }
  return found;
}

async function findReason(
  driver: Driver,
  paths: readonly string[],
  files: readonly string[],
  readFile: ReadFile,
): Promise<string | undefined> {
  if (driver.config === undefined && driver.section === undefined) return files[0];
  for (const path of paths) {
    const isOwn = driver.config?.test(path) === true;
    if (!isOwn && driver.section?.path.test(path) !== true) continue;
    const text = await readText(path, readFile);
    if (driver.forbidden?.test(text) === true) return undefined;
    if (isOwn || driver.section?.text.test(text) === true) return path;
  }
  return undefined;
}

async function readText(path: string, readFile: ReadFile): Promise<string> {
  const content = await readFile(path);
  return content === undefined ? "" : new TextDecoder().decode(content.bytes);
}
