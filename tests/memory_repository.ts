/**
 * A repository in memory, as the ports of a stage see it, with the real grammars.
 *
 * @module
 */

import { createGrammarLoader } from "../lib/host/grammars.ts";
import { createTypeScriptLoader } from "../lib/host/typescript.ts";
import type { ListFiles, ReadFile, VisitFiles } from "../lib/ports.ts";
import { sortByPath } from "../lib/paths.ts";
import type { LoadGrammar } from "../lib/syntax.ts";
import type { LoadTypeScript } from "../lib/typescript.ts";

/** The ports of a repository in memory. */
export interface MemoryRepository {
  /** Lists the files. */
  readonly listFiles: ListFiles;
  /** Reads a file. */
  readonly readFile: ReadFile;
  /** Looks into files. */
  readonly visitFiles: VisitFiles;
  /** Loads a grammar; it is loaded once for all repositories. */
  readonly loadGrammar: LoadGrammar;
  /** Loads TypeScript; it is loaded once for all repositories. */
  readonly loadTypeScript: LoadTypeScript;
}

const loadGrammar = createGrammarLoader();
const loadTypeScript = createTypeScriptLoader();

/** Makes a repository of texts, by path. */
export function makeMemoryRepository(texts: Readonly<Record<string, string>>): MemoryRepository {
  const encoder = new TextEncoder();
  const contents = new Map(
    Object.entries(texts).map(([path, text]) => [path, encoder.encode(text)]),
  );
  const files = sortByPath([...contents.keys()].map((path) => ({ path })));
  return {
    listFiles: () => Promise.resolve({ files, skipped: [] }),
    readFile: (path) => {
      const bytes = contents.get(path);
      return Promise.resolve(bytes === undefined ? undefined : { bytes, mode: "100644" });
    },
    visitFiles: (paths, visit) => {
      paths.forEach((path, number) => {
        const bytes = contents.get(path);
        if (bytes !== undefined) visit(number, bytes);
      });
      return Promise.resolve();
    },
    loadGrammar,
    loadTypeScript,
  };
}

/** What a diff makes of the texts: only the lines that it adds, by path, each without its end. */
export function addedLines(diff: string): Readonly<Record<string, readonly string[]>> {
  const added: Record<string, string[]> = {};
  let path = "";
  for (const line of diff.split("\n")) {
    if (line.startsWith("+++ b/")) path = line.slice("+++ b/".length);
    else if (line.startsWith("+")) (added[path] ??= []).push(line.slice(1));
  }
  return added;
}
