/**
 * `deno task vendor [FOLDER]`: fills a folder (default `vendor/`) with all that building and
 * testing takes from a network. With `DENO_DIR=FOLDER/deno` both then run without one.
 *
 * @module
 */

import { sha256 } from "./digests.ts";
import { runTask } from "./task.ts";
import { getPinnedFile, packageFolders, PINNED_FILES } from "./packages/mod.ts";
import { runProgram } from "./process.ts";
import { PROJECT_PATH } from "./project.ts";

/** What of the runtime's folder is fetched; the rest it makes by itself. */
const FETCHED_FOLDERS = ["npm", "dl"];
const SOURCE_FOLDERS = ["cli", "lib", "tokenizer", "std", "tests", "bench", "scripts"];

/** What to vendor. */
export interface VendorOptions {
  /** The folder to fill. */
  readonly outPath: string;
  /** Whether to leave out the files that only images need. Default: no. */
  readonly withoutPinnedFiles?: boolean;
}

/**
 * Fills a folder with packages and their digests.
 *
 * @returns The number of files.
 */
export async function vendor(options: VendorOptions): Promise<number> {
  const { outPath, withoutPinnedFiles = false } = options;
  await fetchModules(`${outPath}/deno`);
  if (!withoutPinnedFiles) await fetchPinnedFiles(`${outPath}/packages`);
  const lines: string[] = [];
  for (const path of listFiles(outPath).filter((path) => path !== "SHA256SUMS").sort()) {
    lines.push(`${await sha256(await Deno.readFile(`${outPath}/${path}`))}  ${path}\n`);
  }
  await Deno.writeTextFile(`${outPath}/SHA256SUMS`, lines.join(""));
  return lines.length;
}

/** The modules that `deno.lock` names, and the program that the bundler runs. */
async function fetchModules(cachePath: string): Promise<void> {
  const env = { DENO_DIR: cachePath };
  const sources = SOURCE_FOLDERS.flatMap((folder) =>
    listFiles(`${PROJECT_PATH}/${folder}`).map((path) => `${folder}/${path}`)
  ).filter((path) => path.endsWith(".ts") && !path.startsWith("tests/cases/"));
  const options = { cwd: PROJECT_PATH, env, wholeEnv: true };
  await Deno.mkdir(cachePath, { recursive: true });
  await runProgram([
    Deno.execPath(),
    "cache",
    "--quiet",
    "--lock=deno.lock",
    "--frozen",
    ...sources,
  ], options);
  await Deno.writeTextFile(`${cachePath}/empty.js`, "");
  await runProgram([Deno.execPath(), "bundle", "--quiet", `${cachePath}/empty.js`], options);
  for (const entry of Array.from(Deno.readDirSync(cachePath))) {
    if (FETCHED_FOLDERS.includes(entry.name)) continue;
    await Deno.remove(`${cachePath}/${entry.name}`, { recursive: true });
  }
}

async function fetchPinnedFiles(downloadTo: string): Promise<void> {
  const { lookIn, listsPath } = packageFolders(PROJECT_PATH);
  const folders = { lookIn: [downloadTo, ...lookIn], downloadTo, listsPath };
  await Deno.mkdir(downloadTo, { recursive: true });
  for (const file of PINNED_FILES) {
    const path = await getPinnedFile(file, folders);
    if (path !== `${downloadTo}/${file.fileName}`) {
      await Deno.copyFile(path, `${downloadTo}/${file.fileName}`);
    }
  }
}

/** The paths of the files below a folder, from there; none when it is not there. */
function listFiles(path: string): string[] {
  let entries: Deno.DirEntry[];
  try {
    entries = Array.from(Deno.readDirSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return entries.flatMap((entry) =>
    entry.isDirectory
      ? listFiles(`${path}/${entry.name}`).map((name) => `${entry.name}/${name}`)
      : [entry.name]
  );
}

if (import.meta.main) {
  await runTask(async ([outPath = `${PROJECT_PATH}/vendor`]) => {
    const count = await vendor({ outPath });
    console.log(`${count} files in ${outPath}; use them with DENO_DIR=${outPath}/deno`);
  });
}
