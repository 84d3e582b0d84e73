/**
 * Real output of real tools, where it lies beside the project. Without it its tests are skipped.
 *
 * @module
 */

import type { FileContent, ReadFile } from "../lib/ports.ts";
import { PROJECT_PATH } from "./harness.ts";

/** The folder of the corpus. */
export const CORPUS_PATH = `${PROJECT_PATH}/../shared/corpus/diagnostics`;
/** Where the tools of the corpus say that they ran. */
export const CORPUS_ROOT = "/repo";

/** One recorded output of a tool. */
export interface Stream {
  /** Path of the file, from the folder of the tool. */
  readonly file: string;
  /** Name of the format, as the corpus has it. */
  readonly format: string;
}

/** One run of a tool's own fixer. */
export interface FixerRun {
  /** The folder with the files that it changed, from the folder of the tool. */
  readonly dir: string;
}

/** A tool of the corpus. */
export interface CorpusTool {
  /** Its folder. */
  readonly name: string;
  /** Its outputs. */
  readonly diagnostics: readonly Stream[];
  /** The runs of its fixer. */
  readonly expected: readonly FixerRun[];
}

/** The files of a folder, by path. */
export type Files = Map<string, Uint8Array>;

/** The tools; none when the corpus is not there. */
export function readCorpus(): CorpusTool[] {
  try {
    return Array.from(Deno.readDirSync(CORPUS_PATH)).filter((entry) => entry.isDirectory)
      .map(({ name }) => ({
        name,
        ...JSON.parse(Deno.readTextFileSync(`${CORPUS_PATH}/${name}/meta.json`)),
      })).sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Reads a file of a tool. */
export function readStream(tool: string, file: string): Uint8Array {
  return Deno.readFileSync(`${CORPUS_PATH}/${tool}/${file}`);
}

/** Reads the files below a folder of a tool. */
export function readFiles(tool: string, folder: string): Files {
  const files: Files = new Map();
  const root = `${CORPUS_PATH}/${tool}/${folder}`;
  const walk = (path: string) => {
    for (const entry of Deno.readDirSync(`${root}/${path}`)) {
      if (entry.isDirectory) walk(`${path}${entry.name}/`);
      else files.set(path + entry.name, Deno.readFileSync(`${root}/${path}${entry.name}`));
    }
  };
  walk("");
  return files;
}

/** Makes the port that reads files out of memory. */
export function toReadFile(files: Files): ReadFile {
  return (path) => {
    const bytes = files.get(path);
    const content: FileContent | undefined = bytes && { bytes, mode: "100644" };
    return Promise.resolve(content);
  };
}
