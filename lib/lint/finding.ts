/**
 * What a tool says, as it says it: its own paths, its own columns. `resolve.ts` turns findings
 * into records by reading the files.
 *
 * @module
 */

import type { DiagnosticRecord, Fix } from "../types.ts";

/** How bad a finding is. */
export type Severity = DiagnosticRecord["severity"];

/** What one column is. */
export interface Units {
  /**
   * What a character counts: its UTF-8 bytes, its UTF-16 units, one, or the cells it takes on a
   * terminal. `unknown` means that columns count only where all of these agree.
   */
  readonly column: "byte" | "utf16" | "codepoint" | "cell" | "unknown";
  /** How far a tab moves: so many columns, or `stop` for the next multiple of 8. Default 1. */
  readonly tab?: number | "stop";
  /** What `offset` counts. Default `byte`. */
  readonly offset?: "byte" | "utf16";
  /** Whether a byte order mark takes part in offsets and in the columns of line 1. */
  readonly bom: boolean;
}

/** A place as the tool gives it: a line, or an offset, or both. */
export interface Mark {
  /** Line, from 1. */
  readonly line?: number;
  /** Column, from 1, in the units of the finding; absent when only the line is known. */
  readonly column?: number;
  /** Offset from the start of the file, from 0; it wins over line and column. */
  readonly offset?: number;
  /** Whether the end of the file is meant; it wins over all. */
  readonly atEnd?: boolean;
  /** Whether the end of the line is meant; it wins over the column. */
  readonly atLineEnd?: boolean;
}

/** A replacement as the tool gives it. */
export interface RawEdit {
  /** Path as the tool writes it; absent for the path of the finding. */
  readonly path?: string;
  /** Where the replaced text starts. */
  readonly start: Mark;
  /** Where it ends, exclusive. */
  readonly end: Mark;
  /** What comes instead. */
  readonly text: string;
  /** What the tool saw in that place; the edit is void when the file holds something else. */
  readonly expected?: string;
  /** The whole lines in which it stands, as the tool shows them, without their ends; likewise. */
  readonly expectedLines?: readonly string[];
  /** What one column is in this edit, if not what it is in the finding. */
  readonly units?: Units;
}

/** A repair as the tool gives it; all its edits or none. */
export interface RawFix {
  /** What it does. */
  readonly title: string;
  /** Whether the tool promises that the meaning stays. */
  readonly safety: Fix["safety"];
  /** Its edits. */
  readonly edits: readonly RawEdit[];
  /** Whether it also makes LF of every CR LF in the file of the finding. */
  readonly unifiesLineEnds?: true;
  /** Whether it also ends the last line of that file, where it has no end. */
  readonly endsLastLine?: true;
}

/** A place that a test names, one of several. */
export interface Frame {
  /** Path as the tool writes it. */
  readonly path: string;
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1. */
  readonly column?: number;
}

/** One thing that a tool reports. */
export interface Finding {
  /** What the tool says. */
  readonly message: string;
  /** How bad. */
  readonly severity: Severity;
  /** The tool, by name. */
  readonly source: string;
  /** Its version, where it says so. */
  readonly sourceVersion?: string;
  /** The rule, or the name of the test. */
  readonly code?: string;
  /** Path as the tool writes it; absent when it names no file. */
  readonly path?: string;
  /** Where it starts. */
  readonly start?: Mark;
  /** Where it ends, exclusive. */
  readonly end?: Mark;
  /** What one column is. Default: unknown. */
  readonly units?: Units;
  /** Repairs, best first. */
  readonly fixes?: readonly RawFix[];
  /** Places to choose from, best first: the first one in the repository is the location. */
  readonly frames?: readonly Frame[];
  /** The whole file as the tool read it, where the tool says so. */
  readonly content?: string;
  /** Digest of the file as the tool read it, where the tool says so. */
  readonly contentDigest?: string;
  /** The first line of the place as the tool shows it; blanks do not count. */
  readonly shown?: string;
  /** The part of a run that it comes from, such as what was compiled; parts do not contradict. */
  readonly unit?: string;
  /** Names the report that it comes from: one run of a tool, as far as that can be told. */
  readonly report?: string;
  /** The finding as a record already, from an earlier stage; the rest is of no account then. */
  readonly record?: DiagnosticRecord;
}

/** Turns a tool's word for how bad a finding is into ours. */
export function toSeverity(word: unknown, otherwise: Severity = "warning"): Severity {
  switch (String(word).toLowerCase()) {
    case "error":
    case "fatal":
    case "fatal error":
    case "critical":
    case "blocker":
    case "failure":
    case "deny":
      return "error";
    case "warning":
    case "warn":
    case "major":
      return "warning";
    case "info":
    case "information":
    case "note":
    case "notice":
    case "minor":
    case "style":
    case "convention":
    case "refactor":
    case "portability":
    case "performance":
      return "info";
    case "hint":
    case "help":
      return "hint";
    default:
      return otherwise;
  }
}
