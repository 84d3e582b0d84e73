/**
 * What `map` finds and `context` packs: files and parts of files by how well they fit a prompt.
 *
 * @module
 */

import type { DiagnosticRecord, FileRecord, SymbolRecord } from "./types.ts";

/** A part of a file, and how well it fits. */
export interface RankedPart {
  /** First line, from 1. */
  readonly startLine: number;
  /** Line after the last one. */
  readonly endLine: number;
  /** How well it fits; comparable with the parts of other files. */
  readonly score: number;
}

/** A file, how well it fits, and why. */
export interface RankedFile {
  /** Path from the repository root. */
  readonly path: string;
  /** How well it fits; larger is better, 0 when nothing speaks for it. */
  readonly score: number;
  /** Whether the user named it, so that it comes first and whole if it fits. */
  readonly isNamed: boolean;
  /** Language by name; absent when it is not known. */
  readonly language?: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** Number of lines. */
  readonly lines: number;
  /** The parts that fit, best first; they do not overlap. Empty when only the path speaks for it. */
  readonly parts: readonly RankedPart[];
  /** What speaks for it, strongest first, in words for a person. */
  readonly why: readonly string[];
}

/** What is asked for. */
export interface RankingQuery {
  /** The prompt; empty to rank by how much the repository refers to a file. */
  readonly prompt: string;
  /** Files that come first, in this order; paths from the repository root. */
  readonly named: readonly string[];
  /** Findings and reports that steer the ranking. */
  readonly findings: readonly DiagnosticRecord[];
  /** Files and symbols with scores that an earlier stage gave. */
  readonly given: readonly (FileRecord | SymbolRecord)[];
}

/** The files of a repository in the order in which they fit. */
export interface Ranking {
  /** Best first. */
  readonly files: readonly RankedFile[];
  /** Files that are never offered, and why, such as `binary`, `generated`. */
  readonly excluded: readonly { readonly path: string; readonly why: string }[];
}

/** Ranks the files of a repository for a query. */
export type RankFiles = (query: RankingQuery) => Promise<Ranking>;

/** Where something is defined. */
export interface DefinitionPlace {
  /** Path from the repository root. */
  readonly path: string;
  /** First line, from 1. */
  readonly startLine: number;
  /** Line after the last one. */
  readonly endLine: number;
}

/** Finds where a name is defined, the likeliest place first. */
export type FindDefinitions = (name: string) => Promise<readonly DefinitionPlace[]>;
