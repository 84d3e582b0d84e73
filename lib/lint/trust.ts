import { Failure } from "../errors.ts";

/** Which code of a repository may run: all of it, or that of some linters, by name. */
export type Trust = "all" | ReadonlySet<string>;

const ENTRY_REGEXP = /^(?:(?<tool>[^/:]+):)?(?<path>\/.*?)\/*$/;

/**
 * Reads the list of what the user trusts, as far as it is about one repository.
 *
 * @param entries `PATH` of a repository, for all its linters, or `TOOL:PATH` for one of them.
 * @param root The real path of the repository.
 * @throws {Failure} With `E_CONFIG` for an entry that names no absolute path.
 */
export function readTrust(entries: readonly string[], root: string): Trust {
  const tools = new Set<string>();
  let isWhole = false;
  for (const entry of entries) {
    const groups = entry.match(ENTRY_REGEXP)?.groups;
    if (groups === undefined) {
      throw new Failure(
        "E_CONFIG",
        `Cannot trust "${entry}": expected the absolute path of a repository, or TOOL:PATH`,
      );
    }
    if (groups.path !== root) continue;
    if (groups.tool === undefined) isWhole = true;
    else tools.add(groups.tool.trim());
  }
  return isWhole ? "all" : tools;
}

/** Whether a linter that runs code of the repository may run. */
export function isTrusted(trust: Trust, tool: string): boolean {
  return trust === "all" || trust.has(tool);
}
