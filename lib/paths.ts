/** The order of paths, which is the same on every machine. */

const SURROGATE_REGEXP = /[\ud800-\udfff]/;

/**
 * Orders paths by their bytes, as git does.
 *
 * @returns Below 0 when the first comes first, above 0 when the second does, 0 when they are equal.
 */
export function comparePaths(a: string, b: string): number {
  if (a === b) return 0;
  if (!SURROGATE_REGEXP.test(a) && !SURROGATE_REGEXP.test(b)) return a < b ? -1 : 1;
  return compareCodePoints(Array.from(a), Array.from(b));
}

/** Bytes of UTF-8 order as code points do; UTF-16 does not, for those above U+FFFF. */
function compareCodePoints(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((char, i) => char !== b[i]);
  if (at < 0) return a.length - b.length;
  return at >= b.length ? 1 : a[at].codePointAt(0)! - b[at].codePointAt(0)!;
}

/** The items in the order of their paths; most lists have no path that needs the slow comparison. */
export function sortByPath<T extends { readonly path: string }>(items: readonly T[]): T[] {
  if (items.some((item) => SURROGATE_REGEXP.test(item.path))) {
    return items.toSorted((a, b) => comparePaths(a.path, b.path));
  }
  return items.toSorted((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}
