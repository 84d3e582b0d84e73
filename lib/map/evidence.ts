/**
 * What files show of the terms of a query: counted in all of them, looked at closely in the best.
 *
 * @module
 */

import type { VisitFiles } from "../ports.ts";
import type { Scan } from "./automaton.ts";
import { type Block, cutBlocks } from "./blocks.ts";
import { definitionHead } from "../definition_line.ts";
import { excludeContent } from "./exclude.ts";

/** How often each term occurs; by its number in the query. */
export type Counts = Uint16Array;

/** What one look at a file shows. */
export interface Glance {
  /** Path from the repository root. */
  readonly path: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** Occurrences in the text. */
  readonly inText: Counts;
  /** Occurrences in the name of the file. */
  readonly inName: Counts;
  /** Occurrences in the folders above it. */
  readonly inFolders: Counts;
}

/** A block and the terms in it. */
export interface BlockEvidence extends Block {
  /** Its length. */
  readonly sizeBytes: number;
  /** Terms that occur, by number, each with how often. */
  readonly terms: ReadonlyMap<number, number>;
  /** Terms in the names that it defines. */
  readonly defined: ReadonlySet<number>;
}

/** What a close look at a file shows. */
export interface Evidence extends Glance {
  /** Its lines. */
  readonly lines: readonly string[];
  /** Its blocks, in order. */
  readonly blocks: readonly BlockEvidence[];
  /** Terms in the names that it defines, each with how often. */
  readonly inDefinitions: Counts;
}

/** How to look for the terms. */
export interface Search {
  /** Finds them. */
  readonly scan: Scan;
  /** Their number. */
  readonly terms: number;
}

/** A file that is never offered. */
export interface ExcludedFile {
  /** Path from the repository root. */
  readonly path: string;
  /** Why. */
  readonly why: string;
}

/** Counts the terms in all files. */
export async function glanceAt(
  paths: readonly string[],
  search: Search,
  visitFiles: VisitFiles,
): Promise<{ readonly glances: Glance[]; readonly excluded: ExcludedFile[] }> {
  const glances: Glance[] = [];
  const excluded: ExcludedFile[] = [];
  await visitFiles(paths, (number, bytes) => {
    const path = paths[number];
    const why = excludeContent(bytes);
    if (why === undefined) glances.push(glance(path, bytes, search));
    else excluded.push({ path, why });
  });
  return { glances, excluded };
}

function glance(path: string, bytes: Uint8Array, search: Search): Glance {
  const nameAt = path.lastIndexOf("/") + 1;
  return {
    path,
    sizeBytes: bytes.length,
    inText: countIn(bytes, search),
    inName: countIn(new TextEncoder().encode(path.slice(nameAt)), search),
    inFolders: countIn(new TextEncoder().encode(path.slice(0, nameAt)), search),
  };
}

function countIn(bytes: Uint8Array, { scan, terms }: Search): Counts {
  const counts = new Uint16Array(terms);
  scan(bytes, (term) => counts[term]++);
  return counts;
}

/** Looks closely at some files. */
export async function lookAt(
  glances: readonly Glance[],
  search: Search,
  visitFiles: VisitFiles,
): Promise<Evidence[]> {
  const found: Evidence[] = [];
  await visitFiles(glances.map(({ path }) => path), (number, bytes) => {
    found.push(look(glances[number], bytes, search));
  });
  return found;
}

function look(glance: Glance, bytes: Uint8Array, { scan, terms }: Search): Evidence {
  const lines = new TextDecoder().decode(bytes).split("\n");
  const starts = findLineStarts(bytes);
  if (lines.at(-1) === "") lines.pop();
  const blocks = cutBlocks(lines).map((block) => ({
    ...block,
    sizeBytes: (starts[block.end] ?? bytes.length) - starts[block.start],
    terms: new Map<number, number>(),
    defined: new Set<number>(),
  }));
  const inDefinitions = new Uint16Array(terms);
  let line = 0;
  let block = 0;
  let headEnd = -1;
  let headLine = -1;
  scan(bytes, (term, offset) => {
    while (line + 1 < starts.length && starts[line + 1] < offset) line++;
    while (block + 1 < blocks.length && blocks[block].end <= line) block++;
    if (line >= lines.length) return;
    if (headLine !== line) {
      headLine = line;
      headEnd = starts[line] + definitionHead(lines[line]);
    }
    const { terms, defined } = blocks[block];
    terms.set(term, (terms.get(term) ?? 0) + 1);
    if (offset > headEnd) return;
    defined.add(term);
    inDefinitions[term]++;
  });
  return { ...glance, lines, blocks, inDefinitions };
}

function findLineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return starts;
}
