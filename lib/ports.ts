/**
 * The effects that a stage may have, as parameters. The real ones live in `lib/host/`; a test
 * passes its own. A signature shows what the code can touch.
 *
 * @module
 */

import type { Message, TextRecord, UsageRecord } from "./types.ts";

import type { CheckRecord } from "./types.ts";

/** A regular file of the repository, as it is on disk. */
export interface FileContent {
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** Git's mode: whether the owner may execute it. */
  readonly mode: "100644" | "100755";
}

/**
 * Reads one file of the repository.
 *
 * @param path Path from the repository root, with `/`.
 * @returns The content, or undefined when nothing is there.
 * @throws {Failure} With `E_PATH` for a link, a device or a path outside; `E_LIMIT` for a file over
 * the cap; `E_IO` when the read fails.
 */
export type ReadFile = (path: string) => Promise<FileContent | undefined>;

/** A file of the repository, listed but not read. */
export interface ListedFile {
  /** Path from the repository root, with `/`. */
  readonly path: string;
  /** Size in bytes; absent when the list does not say. */
  readonly sizeBytes?: number;
}

/** Something in the tree that is not offered for reading, and why. */
export interface SkippedPath {
  /** Path from the repository root, escaped for a person when it is not text. */
  readonly path: string;
  /** Why, such as `link`, `fifo`, `not UTF-8`. */
  readonly why: string;
}

/** The files of a repository. */
export interface Listing {
  /** Sorted by path, byte by byte. */
  readonly files: readonly ListedFile[];
  /** What was passed over. */
  readonly skipped: readonly SkippedPath[];
  /** The commit that HEAD names; absent without one. */
  readonly commit?: string;
}

/** Lists the repository: tracked files by its index, or a walk by ignore rules where there is none. */
export type ListFiles = () => Promise<Listing>;

/**
 * Looks into many files, one after the other, as fast as the disk gives them. What cannot be read,
 * or is larger than the cap, is passed over, and so is a link; a race with somebody who swaps folders for
 * links can be lost: nothing that is seen here may leave the machine.
 *
 * @param paths Paths from the repository root.
 * @param visit Called for each file that could be read, with its number in `paths`; the bytes are
 * overwritten after the call.
 */
export type VisitFiles = (
  paths: readonly string[],
  visit: (number: number, bytes: Uint8Array) => void,
) => Promise<void>;

/** A commit of the past. */
export interface PastCommit {
  /** What it says. */
  readonly message: string;
  /** The files that it changed, as they were called then; none when they were too many to tell much. */
  readonly paths: readonly string[];
}

/** Reads the last commits, the newest first; none where there is no history that can be read. */
export type ReadHistory = () => readonly PastCommit[];

/** Counts tokens. */
export interface CountTokens {
  /** Number of tokens of a text. */
  (text: string): number;
  /** Name of the vocabulary. */
  readonly vocabulary: string;
  /** Whether the counts are exact for that vocabulary. */
  readonly exact: boolean;
}

/** Sends one HTTP request; the host is fixed by whoever made the port, redirects are not followed. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Waits; ends early, by throwing, when the signal fires. */
export type Sleep = (durationMs: number, signal: AbortSignal) => Promise<void>;

/** A monotonic clock, in milliseconds. */
export type Now = () => number;

/** What is asked of a model, without its name and host: what a recording is found by. */
export interface WireRequest {
  /** What the model reads. */
  readonly messages: readonly Message[];
  /** Sampling temperature; absent leaves it to the server. */
  readonly temperature?: number;
  /** Seed of the sampling; absent leaves it to the server. */
  readonly seed?: number;
  /** Most tokens of the answer; absent leaves it to the server. */
  readonly maxTokens?: number;
}

/** An answer that has begun to arrive. */
export interface OpenedAnswer {
  /** Name of the model that answers. */
  readonly model: string;
  /** Its pieces; the end of the iteration is the end of a complete answer, all else throws. */
  readonly parts: AsyncIterable<TextRecord | UsageRecord>;
}

/**
 * Sends a request to a model, or finds its recording.
 *
 * @param request What is asked.
 * @param signal Fires when nobody waits for the answer any more.
 * @throws {Failure} When there is no complete answer, from here or from the iteration.
 */
export type OpenAnswer = (request: WireRequest, signal: AbortSignal) => Promise<OpenedAnswer>;

/** What a command left that ran on a patch. */
export interface CommandOutcome {
  /** Its exit status; 128 and the signal's number when a signal ended it. */
  readonly exitCode: number;
  /** How long it ran, in milliseconds. */
  readonly durationMs: number;
  /** What it wrote to stdout and stderr, in order, without the middle when it is long. */
  readonly output: string;
  /** Whether it was ended because its time was over. */
  readonly timedOut: boolean;
}

/**
 * Runs a command on a throwaway view of the repository with a patch applied.
 *
 * @param diff The patch, as `git apply` takes it; empty for the repository as it is.
 * @param command The command and its arguments.
 * @param signal Ends the command, with all that it started, at once.
 * @throws {Failure} With `E_APPLY` when the patch does not fit, `E_CAGE` when there is no cage,
 * `E_MISSING` when there is no such command; the signal's reason when that fired.
 */
export type RunOnPatch = (
  diff: Uint8Array,
  command: readonly string[],
  signal?: AbortSignal,
) => Promise<CommandOutcome>;

/**
 * Checks a patch by the command that the user named.
 *
 * @param diff The patch, as `git apply` takes it.
 * @param signal Ends the check at once.
 * @returns What the command said; a failed check is a record like any other.
 * @throws {Failure} When the command could not be run on the patch at all, as `RunOnPatch` says.
 */
export type CheckPatch = (diff: Uint8Array | string, signal?: AbortSignal) => Promise<CheckRecord>;

/** What a program did. */
export interface ToolRun {
  /** What it wrote to stdout. */
  readonly stdout: Uint8Array;
  /** What it wrote to stderr. */
  readonly stderr: Uint8Array;
  /** Its exit status; 128 and the signal's number when a signal ended it. */
  readonly status: number;
}

/**
 * Runs a program and keeps what it writes.
 *
 * @param command The program and its arguments; no shell is between.
 * @throws {Failure} With `E_MISSING` when there is no such program, `E_LIMIT` when it writes too
 * much, `E_IO` when it cannot be started.
 */
export type RunTool = (command: readonly string[]) => Promise<ToolRun>;
