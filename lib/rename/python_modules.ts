/**
 * Modules of Python: every top-level name of a file can be imported, and a dotted name leads to a
 * file below some folder that nobody names.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { join } from "@std/path/posix/join";
import type { ModuleSystem, Resolution } from "./modules.ts";
import type { Project, SourceFile } from "./project.ts";

/** Makes the module system. */
export function createPythonModules(): ModuleSystem {
  const stars = new WeakMap<SourceFile, readonly string[]>();
  return {
    isModule: () => true,
    isVisible: () => true,
    findExport: (source, name) => {
      const binding = source.uses(name).bindings.find((found) => found.isTopLevel);
      if (binding === undefined) return undefined;
      return binding.origin === undefined ? { local: name } : { origin: binding.origin };
    },
    stars: (source) => {
      let found = stars.get(source);
      if (found === undefined) stars.set(source, found = readStars(source));
      return found;
    },
    namespaces: readNamespaces,
    resolve: (project, from, specifier) => Promise.resolve(resolveModule(project, from, specifier)),
    findSubmodule: (project, path, name) => {
      if (!path.endsWith("/__init__.py") && path !== "__init__.py") return undefined;
      return findModule(project, join(dirname(path), name));
    },
  };
}

const STAR_REGEXP = /^[ \t]*from\s+([.\w]+)\s+import\s+\*/gm;
const IMPORT_REGEXP = /^[ \t]*import\s+(.+)$|^[ \t]*from\s+[.\w]+\s+import\s+\(?([^)#]+)/gm;

function readStars({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(STAR_REGEXP)].map((match) => match[1]);
}

/** Names that may hold modules: what is imported whole, and what is imported from packages. */
function readNamespaces({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(IMPORT_REGEXP)].flatMap((match) =>
    (match[1] ?? match[2]).split(",").flatMap((item) =>
      /(\w+)\s*$/.exec(item.replace(/^\s*(\w+)(?:\.\w+)+\s*$/, "$1"))?.[1] ?? []
    )
  );
}

function findModule(project: Project, path: string): string | undefined {
  return [`${path}.py`, `${path}/__init__.py`, `${path}.pyi`, `${path}/__init__.pyi`]
    .find((candidate) => project.paths.has(candidate));
}

function resolveModule(project: Project, from: string, specifier: string): Resolution {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const inner = specifier.slice(dots).replaceAll(".", "/");
  if (dots > 0) {
    const folder = join(dirname(from), ...Array<string>(dots - 1).fill(".."));
    const path = inner === ""
      ? findPackage(project, folder)
      : findModule(project, join(folder, inner));
    return path === undefined ? { type: "external" } : { type: "file", path };
  }
  const found = new Set<string>();
  for (const path of project.paths) {
    for (const end of [`${inner}.py`, `${inner}/__init__.py`]) {
      if (path === end || path.endsWith(`/${end}`)) found.add(path);
    }
  }
  // A script sees the files beside it, whether its folder is a package or not.
  const beside = findModule(project, join(dirname(from), inner));
  const roots = [...found].filter((path) => isRoot(project, path, inner));
  const [only, ...others] = new Set(beside === undefined ? roots : [...roots, beside]);
  if (only === undefined) return { type: "external" };
  return others.length === 0 ? { type: "file", path: only } : { type: "unknown" };
}

function findPackage(project: Project, folder: string): string | undefined {
  return [`${folder}/__init__.py`, `${folder}/__init__.pyi`].map((path) =>
    path.replace(/^\.\//, "")
  )
    .find((path) => project.paths.has(path));
}

/** Whether the folder that a dotted name begins in is no package itself. */
function isRoot(project: Project, path: string, inner: string): boolean {
  const root = path.slice(
    0,
    path.indexOf(inner, path.length - inner.length - "/__init__.py".length),
  );
  return !project.paths.has(`${root}__init__.py`);
}
