import type { Place } from "./query.ts";

/** Most files that one written path may stand for. */
const MATCHES_LIMIT = 3;

/**
 * Finds the files that a prompt names. A path may be written from anywhere: what counts is the
 * longest end of it that files have.
 *
 * @param places The places as they are written.
 * @param paths The files of the repository.
 * @returns The lines that are named in each file, by path, in the order of the prompt.
 */
export function resolvePlaces(
  places: readonly Place[],
  paths: readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const resolved = new Map<string, number[]>();
  if (places.length === 0) return resolved;
  const byName = groupByName(paths);
  for (const { path, line } of places) {
    for (const match of matchPath(path, byName)) {
      const lines = resolved.get(match) ?? [];
      if (line !== undefined) lines.push(line);
      resolved.set(match, lines);
    }
  }
  return resolved;
}

function groupByName(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [path]);
    else group.push(path);
  }
  return groups;
}

function matchPath(
  written: string,
  byName: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const parts = written.split("/");
  let matches = byName.get(parts.at(-1)!) ?? [];
  for (let count = 2; count <= parts.length && matches.length > 1; count++) {
    const end = "/" + parts.slice(-count).join("/");
    const closer = matches.filter((path) => `/${path}`.endsWith(end));
    if (closer.length === 0) break;
    matches = closer;
  }
  const exact = matches.filter((path) => path === written);
  if (exact.length > 0) return exact;
  return matches.length <= MATCHES_LIMIT ? matches : [];
}
