/**
 * Holds the layout: every command has its file and its row, every stage its folder with a
 * `mod.ts`, every file a name that says what is in it, and the project speaks of itself alone.
 *
 * @module
 */

import { COMMANDS } from "../cli/commands.ts";

const VAGUE_NAMES = new Set([
  "index.ts",
  "utils.ts",
  "util.ts",
  "helpers.ts",
  "common.ts",
  "misc.ts",
]);
const NAME_REGEXP = /^_?[a-z0-9]+(_[a-z0-9]+)*(_test)?(\.d)?\.ts$/;
const SOURCE_FOLDERS = ["cli", "lib", "tokenizer", "tests", "bench", "scripts"];
/** Not ours to name: data of the cases. */
const DATA_PATH = "tests/cases";

/** What is wrong with the layout, one line each; empty when all is well. */
export function findFaults(paths: readonly string[]): string[] {
  const known = new Set(paths);
  const faults: string[] = [];
  for (const path of paths.filter((path) => path.endsWith(".ts"))) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (VAGUE_NAMES.has(name)) faults.push(`${path}: the name does not say what is inside`);
    else if (!NAME_REGEXP.test(name)) faults.push(`${path}: file names are snake_case`);
  }
  for (const stage of new Set(paths.flatMap(stageOf))) {
    if (stage !== "host" && !known.has(`lib/${stage}/mod.ts`)) {
      faults.push(`lib/${stage}: no mod.ts`);
    }
  }
  return faults;
}

function stageOf(path: string): string[] {
  const parts = path.split("/");
  return parts[0] === "lib" && parts.length > 2 ? [parts[1]] : [];
}

function listFiles(folder: string): string[] {
  if (folder === DATA_PATH) return [];
  const entries = Array.from(Deno.readDirSync(folder));
  return entries.flatMap((entry) =>
    entry.isDirectory ? listFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]
  );
}

function findMissingCommands(paths: readonly string[]): string[] {
  const known = new Set(paths);
  return COMMANDS.map((row) => row.name)
    .filter((name) => !known.has(`cli/${name}.ts`) && !known.has(`cli/${name}_command.ts`))
    .map((name) => `cli/${name}.ts: the command has a row but no file`);
}

if (import.meta.main) {
  const folders = SOURCE_FOLDERS.filter((folder) => {
    try {
      return Deno.statSync(folder).isDirectory;
    } catch {
      return false; // a folder comes into being with its first file
    }
  });
  const paths = folders.flatMap(listFiles).sort();
  const faults = [...findFaults(paths), ...findMissingCommands(paths)];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) Deno.exit(1);
}
