/**
 * Which files of C and C++ see which others: `#include`, followed to the end.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { join } from "@std/path/posix/join";
import type { Project } from "./project.ts";

/** What a file sees. */
export interface Sight {
  /** The paths of the files that it includes, however far away, and its own. */
  readonly paths: ReadonlySet<string>;
  /** Whether something that it includes by quotes is not in the repository. */
  readonly hasUnknown: boolean;
  /** The macros in sight that paste words together: a name given to one makes another name. */
  readonly pasting: ReadonlySet<string>;
}

/** Follows includes. */
export interface IncludeGraph {
  /** What a file sees. */
  readonly sightOf: (path: string) => Promise<Sight>;
}

const INCLUDE_REGEXP = /^[ \t]*#[ \t]*(?:include|import|include_next)[ \t]*(["<])([^">\n]+)[">]/gm;

const MACRO_REGEXP = /^[ \t]*#[ \t]*define[ \t]+(\w+)\(((?:[^\n\\]|\\\r?\n|\\.)*)/gm;

/** Opens the graph of a project; files are read as they are reached. */
export function openIncludeGraph(project: Project): IncludeGraph {
  const byName = new Map<string, string[]>();
  for (const path of project.paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [path]);
    else known.push(path);
  }

  const resolve = (from: string, written: string): readonly string[] => {
    const near = join(dirname(from), written);
    if (project.paths.has(near)) return [near];
    const tail = written.replace(/^(?:\.{1,2}\/)+/, "");
    const candidates = byName.get(tail.slice(tail.lastIndexOf("/") + 1)) ?? [];
    return candidates.filter((path) => path === tail || path.endsWith(`/${tail}`));
  };

  const read = async (path: string): Promise<Include> => {
    const { text = "" } = await project.read(path) ?? {};
    const paths: string[] = [];
    let hasUnknown = false;
    for (const [, quote, written] of text.matchAll(INCLUDE_REGEXP)) {
      const found = resolve(path, written);
      paths.push(...found);
      hasUnknown ||= quote === '"' && found.length === 0;
    }
    const pasting = [...text.matchAll(MACRO_REGEXP)].flatMap(([, macro, rest]) =>
      rest.includes("##") ? [macro] : []
    );
    return { paths, hasUnknown, pasting };
  };

  const includes = new Map<string, Promise<Include>>();
  const includesOf = (path: string) => {
    const known = includes.get(path) ?? read(path);
    includes.set(path, known);
    return known;
  };

  const sightOf = async (path: string): Promise<Sight> => {
    const paths = new Set([path]);
    const pasting = new Set<string>();
    let hasUnknown = false;
    for (const next of paths) { // grows while it is walked
      const found = await includesOf(next);
      hasUnknown ||= found.hasUnknown;
      for (const one of found.paths) paths.add(one);
      for (const macro of found.pasting) pasting.add(macro);
    }
    return { paths, hasUnknown, pasting };
  };
  return { sightOf };
}

interface Include {
  readonly paths: readonly string[];
  readonly pasting: readonly string[];
  readonly hasUnknown: boolean;
}

/** The names of the calls, or macros, that a place stands in the parentheses of, inner first. */
export function* callsAround(text: string, start: number): Generator<string> {
  let depth = 0;
  for (let at = start - 1; at >= Math.max(0, start - CALL_UNITS); at--) {
    const unit = text[at];
    if (unit === ")") depth++;
    else if (unit === ";" && depth === 0) return;
    else if (unit === "(" && depth-- === 0) {
      depth = 0;
      const name = /(\w+)\s*$/.exec(text.slice(Math.max(0, at - 100), at))?.[1];
      if (name !== undefined) yield name;
    }
  }
}

/** How far back a call is looked for, in UTF-16 units. */
const CALL_UNITS = 600;
