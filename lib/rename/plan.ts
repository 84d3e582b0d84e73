/**
 * What a rename is about: the symbol that is meant, the places that name it, and what stands in
 * the way.
 *
 * @module
 */

import type { Project, SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";

/** A place in a file. */
export interface Place {
  /** Path from the repository root. */
  readonly path: string;
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1, in bytes of UTF-8. */
  readonly column: number;
  /** What is there, for a person. */
  readonly what: string;
}

/** A symbol that could be meant. */
export interface Target {
  /** The file that declares it. */
  readonly source: SourceFile;
  /** What declares it and uses it there. */
  readonly binding: Binding;
}

/** Why a rename cannot be made. */
export interface Refusal {
  /** `ambiguous`: several symbols could be meant; `unproven`: uses could be missed; `collision`. */
  readonly type: "ambiguous" | "unproven" | "collision";
  /** The rest of the sentence after `Cannot rename "a" to "b": `. */
  readonly why: string;
  /** The places that it is about. */
  readonly places: readonly Place[];
}

/** Places that are to be renamed in one file. */
export interface FileHits {
  /** The file. */
  readonly source: SourceFile;
  /** The places, in order of the text. */
  readonly hits: readonly Hit[];
  /** The binding that holds the symbol in this file; absent where it is only passed through. */
  readonly binding?: Binding;
  /** Whether the name stays as it is in other modules, so that imports and exports get an alias. */
  readonly keepsOutside?: true;
}

/** The places that name a symbol. */
export interface Linked {
  /** The places, by file. */
  readonly files: readonly FileHits[];
  /** Why they cannot be trusted to be all; empty when they can. */
  readonly refusals: readonly Refusal[];
  /** Files that hand the symbol on without naming it. */
  readonly passedOn: readonly string[];
}

/** Where a symbol is looked for. */
export interface LinkOptions {
  /** The name. */
  readonly name: string;
  /** All files. */
  readonly project: Project;
  /** Those with the name in them that can be parsed, sorted by path. */
  readonly sources: readonly SourceFile[];
  /** Finds the files with another word in them; absent where that is of no use. */
  readonly findWord?: (word: string) => Promise<readonly string[]>;
}

/** Finds the places that name a symbol in the whole repository. */
export type LinkSymbol = (target: Target, options: LinkOptions) => Promise<Linked>;

/** Makes a place of an offset. */
export function toPlace(
  source: { path: string; text: string },
  start: number,
  what: string,
): Place {
  const before = source.text.slice(0, start);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at >= 0; at = before.indexOf("\n", at + 1)) line++;
  const column = new TextEncoder().encode(before.slice(lineStart)).length + 1;
  return { path: source.path, line, column, what };
}

/** All hits of a binding, in order of the text. */
export function hitsOf(binding: Binding): readonly Hit[] {
  return [...binding.declarations, ...binding.references].sort((a, b) => a.start - b.start);
}

/** Places of a name that the parser could not make sense of, other than some that are known. */
export function brokenPlaces(
  source: SourceFile,
  name: string,
  known: readonly Hit[] = [],
): readonly Place[] {
  if (!source.tree.rootNode.hasError) return [];
  const { bindings, free, others, texts } = source.uses(name);
  const hits = [...bindings.flatMap(hitsOf), ...free, ...others].filter(({ broken }) => broken);
  const starts = [
    ...hits.map(({ start }) => start),
    ...texts.filter(({ within }) => within === "ERROR").map(({ start }) => start),
  ].filter((start) => !known.some((hit) => hit.start === start));
  return starts.sort((a, b) => a - b).map((start) =>
    toPlace(source, start, "text with syntax errors")
  );
}
