/**
 * Where the old word stays: comments, strings, and files of other languages.
 *
 * @module
 */

import { detectLanguage } from "../languages.ts";
import { type Linked, type Place, toPlace } from "./plan.ts";
import type { Project, SourceFile, TextFile } from "./project.ts";
import { findWord } from "./scopes.ts";
import { findTable } from "./tables/mod.ts";

/** The places that keep the word after a rename, in order of paths and lines. */
export async function findResidue(
  name: string,
  linked: Linked,
  { project, found }: { readonly project: Project; readonly found: readonly string[] },
): Promise<readonly Place[]> {
  const family = new Set(linked.files.flatMap(({ source }) => source.table.languages));
  const places: Place[] = [];
  for (const path of found) {
    const source = await project.open(path);
    if (source !== undefined && family.has(source.language)) {
      const renamed = linked.files.find((file) => file.source === source)?.hits ?? [];
      const isKept = (start: number) => !renamed.some((hit) => hit.start === start);
      places.push(...textPlaces(source, name, isKept));
      continue;
    }
    const file = await project.read(path);
    if (file !== undefined) places.push(...wordPlaces(file, name));
  }
  return places;
}

/**
 * The places that keep the word after a rename by types, which renames in some comments too.
 *
 * @param spans The places that were renamed.
 */
export async function findTextResidue(
  name: string,
  spans: readonly { readonly path: string; readonly start: number }[],
  { project, found }: { readonly project: Project; readonly found: readonly string[] },
): Promise<readonly Place[]> {
  const renamed = new Set(spans.map(({ path, start }) => `${path}\0${start}`));
  const places: Place[] = [];
  for (const path of found) {
    const source = await project.open(path);
    if (source !== undefined && source.table === findTable("typescript")) {
      const isKept = (start: number) => !renamed.has(`${path}\0${start}`);
      places.push(...textPlaces(source, name, isKept));
      continue;
    }
    const file = await project.read(path);
    if (file !== undefined) places.push(...wordPlaces(file, name));
  }
  return places;
}

/** Comments, strings, and names that the parser could not make sense of. */
function textPlaces(
  source: SourceFile,
  name: string,
  isKept: (start: number) => boolean = () => true,
): Place[] {
  const uses = source.uses(name);
  const broken = [...uses.free, ...uses.others].filter((hit) => hit.broken);
  return [
    ...uses.texts.map(({ start, within }) => ({ start, what: describe(within) })),
    ...broken.map(({ start }) => ({ start, what: "text with syntax errors" })),
  ].filter(({ start }) => isKept(start)).sort((a, b) => a.start - b.start).map(({ start, what }) =>
    toPlace(source, start, what)
  );
}

/** What a node that is no name is, for a person. */
function describe(type: string): string {
  if (type.includes("comment")) return "a comment";
  return /string|char|template|heredoc/.test(type) ? "a string" : type.replaceAll("_", " ");
}

function wordPlaces(file: TextFile, name: string): Place[] {
  const { path, text } = file;
  if (text === undefined) return [];
  return [...findWord(text, name)].map((start) =>
    toPlace({ path, text }, start, detectLanguage(path) ?? "another file")
  );
}
