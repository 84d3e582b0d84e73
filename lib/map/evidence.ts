/**
 * What files show of the terms of a query: counted in all of them, looked at closely in the best.
 *
 * @module
 */

import type { VisitFiles } from "../ports.ts";
import type { Scan } from "./automaton.ts";
import { type Block, cutBlocks, findLineStarts } from "./blocks.ts";
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
  /** Number of lines. */
  readonly lines: number;
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
  const count = createCounter(search);
  const encoder = new TextEncoder();
  let folder = "";
  let inFolders = count(new Uint8Array(0));
  await visitFiles(paths, (number, bytes) => {
    const path = paths[number];
    const why = excludeContent(bytes);
    if (why !== undefined) return void excluded.push({ path, why });
    const nameAt = path.lastIndexOf("/") + 1;
    if (folder.length !== nameAt || !path.startsWith(folder)) {
      folder = path.slice(0, nameAt);
      inFolders = count(encoder.encode(folder));
    }
    const inName = count(encoder.encode(path.slice(nameAt)));
    glances.push({ path, sizeBytes: bytes.length, inText: count(bytes), inName, inFolders });
  });
  return { glances, excluded };
}

/** Makes the function that counts; texts without any term share one array. */
export function createCounter({ scan, terms }: Search): (bytes: Uint8Array) => Counts {
  const none = new Uint16Array(terms);
  let counts = none;
  const onMatch = (term: number) => {
    if (counts === none) counts = new Uint16Array(terms);
    if (counts[term] < COUNT_LIMIT) counts[term]++;
  };
  return (bytes) => {
    counts = none;
    scan(bytes, onMatch);
    return counts;
  };
}

const COUNT_LIMIT = 0xffff;

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
  const starts = findLineStarts(bytes);
  const endOf = (line: number) => line < starts.length ? starts[line] : bytes.length;
  const blocks = cutBlocks(bytes, starts).map((block) => ({
    ...block,
    sizeBytes: endOf(block.end) - starts[block.start],
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
    if (headLine !== line) {
      headLine = line;
      headEnd = starts[line] + definitionHead(decodeLine(bytes, starts[line], endOf(line + 1)));
    }
    const { terms, defined } = blocks[block];
    terms.set(term, (terms.get(term) ?? 0) + 1);
    if (offset > headEnd) return;
    defined.add(term);
    inDefinitions[term]++;
  });
  return { ...glance, lines: starts.length, blocks, inDefinitions };
}

const DECODER = new TextDecoder();

/** Lines longer than this define nothing that a person wrote. */
const LINE_LIMIT_BYTES = 400;

function decodeLine(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LINE_LIMIT_BYTES) return "";
  return DECODER.decode(bytes.subarray(start, end)).trimEnd();
}
