import { normalize } from "@std/path/posix/normalize";

/** Where the repository is, and where the tool ran. */
export interface Roots {
  /** Absolute paths that all name the root of the repository, without a slash at the end. */
  readonly roots: readonly string[];
  /** The folder that relative paths start from, from the root; empty for the root. */
  readonly folder: string;
}

const FILE_URL = "file://";

/**
 * The paths from the repository root that a path of a tool can mean, likeliest first: relative
 * ones start in the folder where the tool ran, or at the root.
 *
 * @param written The path as the tool writes it: relative, absolute or a `file:` address.
 * @param where Where the repository is.
 * @returns None when the path lies outside.
 */
export function toRepositoryPaths(written: string, where: Roots): string[] {
  const path = fromFileUrl(written);
  if (path === undefined || path === "" || path.includes("\0")) return [];
  if (path.startsWith("/")) return toInside(path, where.roots);
  const fromFolder = clean(where.folder === "" ? path : `${where.folder}/${path}`);
  const fromRoot = where.folder === "" ? undefined : clean(path);
  return [fromFolder, fromRoot].filter((found) => found !== undefined);
}

function toInside(path: string, roots: readonly string[]): string[] {
  const absolute = normalize(path);
  for (const root of roots) {
    if (absolute.startsWith(`${root}/`)) {
      const inside = clean(absolute.slice(root.length + 1));
      return inside === undefined ? [] : [inside];
    }
  }
  return [];
}

/** A relative path without `.` and `..`; undefined when it leaves the folder or names no file. */
function clean(path: string): string | undefined {
  const normal = normalize(path);
  if (normal === "." || normal === ".." || normal.startsWith("../") || normal.endsWith("/")) {
    return undefined;
  }
  return normal;
}

function fromFileUrl(written: string): string | undefined {
  if (!written.startsWith(FILE_URL)) return written;
  try {
    return decodeURIComponent(written.slice(FILE_URL.length).replace(/^localhost(?=\/)/, ""));
  } catch {
    return undefined; // a broken escape names no file
  }
}
