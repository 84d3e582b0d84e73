/**
 * Renames in a repository that is only in memory.
 *
 * @module
 */

import { type Pointer, type RenameEngine, renameSymbol } from "../lib/rename/mod.ts";
import { addedLines, makeMemoryRepository } from "./memory_repository.ts";

/** What a rename adds, by path; or why it is refused, and where. */
export async function rename(
  texts: Readonly<Record<string, string>>,
  [oldName, newName]: readonly [string, string],
  options: { readonly pointer?: Pointer; readonly engine?: RenameEngine } = {},
): Promise<unknown> {
  const ports = makeMemoryRepository(texts);
  const result = await renameSymbol({ oldName, newName, ...options }, ports);
  switch (result.type) {
    case "renamed":
      return addedLines(result.patch.diff);
    case "refused":
      return [
        result.refusal.why,
        ...result.refusal.places.map(({ path, line, column }) => `${path}:${line}:${column}`),
      ];
    case "nothing":
      return "nothing";
  }
}
