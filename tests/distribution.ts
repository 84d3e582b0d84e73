/**
 * Artefacts for the tests: each is built at most once for one state of the source, whichever test
 * file needs it first, and kept in `dist/test/`.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { buildBundle } from "../scripts/bundle/mod.ts";
import { toHex } from "../scripts/digests.ts";
import { PROJECT_PATH } from "./harness.ts";

/** What the artefacts are made of. */
const SOURCES = [
  "cli",
  "lib",
  "tokenizer",
  "std",
  "scripts",
  "docs",
  "mod.ts",
  "deno.json",
  "deno.lock",
  "import_map.json",
];
const CACHE_PATH = `${PROJECT_PATH}/dist/test`;

/**
 * The folder of an artefact, built when it is not there.
 *
 * @param name The name of the artefact.
 * @param build Writes it to a folder that is there.
 * @param sources What it is made of: files and folders. Default: everything.
 */
export async function artefact(
  name: string,
  build: (outPath: string) => Promise<unknown>,
  sources: readonly string[] = SOURCES,
): Promise<string> {
  const path = `${CACHE_PATH}/${name}-${await digestSources(sources)}`;
  if (await exists(path)) return path;
  await Deno.mkdir(CACHE_PATH, { recursive: true });
  const lock = await Deno.open(`${CACHE_PATH}/${name}.lock`, { write: true, create: true });
  try {
    await lock.lock(true); // another test file may be building it
    if (await exists(path)) return path;
    await removeOlder(name);
    const workPath = await Deno.makeTempDir({ dir: CACHE_PATH, prefix: `.${name}-` });
    await build(workPath);
    await Deno.rename(workPath, path);
    return path;
  } finally {
    lock.close();
  }
}

/** The bundle that executables are made of, which needs no permission to load its data. */
export function heldBundle(): Promise<string> {
  return artefact(
    "held-bundle",
    (outPath) => buildBundle({ projectPath: PROJECT_PATH, outPath, holdsData: true }),
  );
}

async function removeOlder(name: string): Promise<void> {
  for await (const entry of Deno.readDir(CACHE_PATH)) {
    if (entry.isDirectory && entry.name.match(/^\.?(.*)-[^-]*$/)?.[1] === name) {
      await Deno.remove(`${CACHE_PATH}/${entry.name}`, { recursive: true });
    }
  }
}

async function digestSources(sources: readonly string[]): Promise<string> {
  const lines: string[] = [Deno.version.deno];
  for (const path of (await listSources(sources)).sort()) {
    const bytes = await Deno.readFile(`${PROJECT_PATH}/${path}`);
    lines.push(`${path} ${toHex(await crypto.subtle.digest("SHA-256", bytes))}`);
  }
  const whole = new TextEncoder().encode(lines.join("\n"));
  return toHex(await crypto.subtle.digest("SHA-256", whole)).slice(0, 16);
}

/** The paths of the files of sources, from the root of the project. */
async function listSources(sources: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const source of sources) paths.push(...await listFiles(source));
  return paths;
}

async function listFiles(path: string): Promise<string[]> {
  const found = await statOrUndefined(`${PROJECT_PATH}/${path}`);
  if (found === undefined) return [];
  if (!found.isDirectory) return [path];
  const paths: string[] = [];
  for await (const entry of Deno.readDir(`${PROJECT_PATH}/${path}`)) {
    paths.push(...await listFiles(`${path}/${entry.name}`));
  }
  return paths;
}

/** Copies all sources to another folder. */
export async function copySources(toPath: string): Promise<void> {
  for (const path of await listSources(SOURCES)) {
    await Deno.mkdir(dirname(`${toPath}/${path}`), { recursive: true });
    await Deno.copyFile(`${PROJECT_PATH}/${path}`, `${toPath}/${path}`);
  }
}

/** Whether a program can be started here; tests that need it are ignored, visibly, where not. */
export function hasProgram(...command: readonly string[]): boolean {
  try {
    return new Deno.Command(command[0], { args: command.slice(1), stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false; // it is not installed
  }
}

async function exists(path: string): Promise<boolean> {
  return await statOrUndefined(path) !== undefined;
}

async function statOrUndefined(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
