/**
 * Follows names from module to module, for languages in which files import from files.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import type { Project, SourceFile } from "./project.ts";
import type { Binding } from "./scopes.ts";
import type { ImportOrigin } from "./table.ts";

/** Where a module specifier leads. */
export type Resolution =
  | { readonly type: "file"; readonly path: string }
  | { readonly type: "external" }
  | { readonly type: "unknown" };

/** How a name leaves a module: as a name of its own, or handed on from elsewhere. */
export type ExportEntry = { readonly local: string } | { readonly origin: ImportOrigin };

/** How a language's files import from each other. */
export interface ModuleSystem {
  /** Whether the names of a file are its own; those of other files are shared by all. */
  readonly isModule: (source: SourceFile) => boolean;
  /** Whether other files can import what a top-level binding holds. */
  readonly isVisible: (binding: Binding) => boolean;
  /** Finds modules that are loaded while the program runs, by their specifiers; absent without. */
  readonly dynamicImports?: RegExp;
  /** How a name leaves a file; undefined when it does not, or only by `stars`. */
  readonly findExport: (source: SourceFile, name: string) => ExportEntry | undefined;
  /** The modules whose names a file hands on wholesale. */
  readonly stars: (source: SourceFile) => readonly string[];
  /** The names under which a file holds whole modules. */
  readonly namespaces: (source: SourceFile) => readonly string[];
  /** Finds the file of a module. */
  readonly resolve: (project: Project, from: string, specifier: string) => Promise<Resolution>;
  /** The file of a module inside another, by name; undefined where there is none. */
  readonly findSubmodule?: (project: Project, path: string, name: string) => string | undefined;
}

/** What a name stands for, at the end of all imports. */
export type Origin =
  | {
    /** A declaration of some file. */
    readonly type: "own";
    /** The file. */
    readonly path: string;
    /** The name that it has there. */
    readonly name: string;
  }
  | {
    /** A module as a whole. */
    readonly type: "module";
    /** Its file. */
    readonly path: string;
  }
  | {
    /** Something outside the repository, something that is not there, or something not known. */
    readonly type: "external" | "none" | "unknown";
  };

/** Follows names. */
export interface ModuleGraph {
  /** What a module exports under a name. */
  readonly findExport: (path: string, name: string) => Promise<Origin>;
  /** What an import of a file stands for. */
  readonly follow: (path: string, origin: ImportOrigin) => Promise<Origin>;
  /** Files that handed a name on wholesale on the way. */
  readonly passedStars: ReadonlySet<string>;
}

/** Makes the graph of a project; files are read as they are reached. */
export function openModuleGraph(project: Project, system: ModuleSystem): ModuleGraph {
  const known = new Map<string, Promise<Origin>>();
  const passedStars = new Set<string>();

  const resolved = new Map<string, Promise<Resolution>>();
  const resolve = (path: string, specifier: string): Promise<Resolution> => {
    const key = `${dirname(path)}\0${specifier}`;
    let found = resolved.get(key);
    if (found === undefined) resolved.set(key, found = system.resolve(project, path, specifier));
    return found;
  };

  const follow = async (path: string, { source, imported }: ImportOrigin): Promise<Origin> => {
    const found = await resolve(path, source);
    if (found.type !== "file") return { type: found.type };
    if (imported === "*") return { type: "module", path: found.path };
    return await findExport(found.path, imported);
  };

  const search = async (path: string, name: string): Promise<Origin> => {
    const source = await project.open(path);
    if (source === undefined) return { type: "external" };
    const entry = system.findExport(source, name);
    if (entry !== undefined && "origin" in entry) return await follow(path, entry.origin);
    if (entry !== undefined) return { type: "own", path, name: entry.local };
    const submodule = system.findSubmodule?.(project, path, name);
    if (submodule !== undefined) return { type: "module", path: submodule };
    return name === "default" ? { type: "none" } : await searchStars(source, name);
  };

  const searchStars = async (source: SourceFile, name: string): Promise<Origin> => {
    let last: Origin = { type: "none" };
    for (const star of system.stars(source)) {
      const found = await follow(source.path, { source: star, imported: name });
      if (found.type === "own" || found.type === "module") {
        passedStars.add(source.path);
        return found;
      }
      if (found.type !== "none" && last.type !== "unknown") last = found;
    }
    return last;
  };

  const findExport = (path: string, name: string): Promise<Origin> => {
    const key = `${path}\0${name}`;
    const started = known.get(key);
    if (started !== undefined) return started;
    const settle = Promise.withResolvers<Origin>();
    known.set(key, Promise.resolve({ type: "none" })); // a cycle finds nothing new
    search(path, name).then(settle.resolve, settle.reject);
    settle.promise.then((origin) => known.set(key, Promise.resolve(origin)), () => {});
    return settle.promise;
  };

  return { findExport, follow, passedStars };
}
