import { type IgnoreRules, matchIgnore, parseIgnore } from "./ignore.ts";
import type { Listing } from "./ports.ts";

/**
 * Takes files out of a listing.
 *
 * @param listing The files of a repository.
 * @param patterns What to take out, in the form of ignore files, weakest first.
 * @returns The listing without them; each is told as skipped.
 */
export function excludeFiles(listing: Listing, patterns: readonly string[]): Listing {
  if (patterns.length === 0) return listing;
  const rules = parseIgnore(patterns.join("\n"), "");
  const isOut = (path: string) => isExcluded(rules, path);
  const out = listing.files.filter(({ path }) => isOut(path));
  return {
    ...listing,
    files: listing.files.filter(({ path }) => !isOut(path)),
    skipped: [...listing.skipped, ...out.map(({ path }) => ({ path, why: "excluded" }))],
  };
}

/** Whether a path, or a folder above it, is excluded; nothing in such a folder comes back. */
function isExcluded(rules: IgnoreRules, path: string): boolean {
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    if (matchIgnore([rules], path.slice(0, end), true)) return true;
  }
  return matchIgnore([rules], path, false) ?? false;
}
