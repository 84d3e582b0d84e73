/**
 * What a command is to the program: a row of the table, and a function from an invocation to an
 * exit status.
 *
 * @module
 */

import type { Io } from "./io.ts";
import type { Options } from "./options.ts";

/** An option of a command. */
export interface FlagRow {
  /** Long name, without the dashes. */
  readonly name: string;
  /** One letter for the short form; absent without one. */
  readonly short?: string;
  /** Placeholder of its value, such as `FILE`; absent for a switch. */
  readonly value?: string;
  /** Whether the value may be left out; then the environment or the configuration has it. */
  readonly isOptional?: true;
  /** Whether it may be given several times, each adding a value. */
  readonly many?: true;
  /** Environment variable that stands in when it is not given; absent without one. */
  readonly env?: string;
  /** Key of the configuration files that stands in when neither is there; absent without one. */
  readonly setting?: string;
  /** Whether its value is a file that the command reads. */
  readonly reads?: true;
  /** Whether its value is a file that the command writes. */
  readonly writes?: true;
  /** One line for the help. */
  readonly help: string;
}

/**
 * Where a command may take its stdin from: never; always (`input`); only where the operand `-`
 * asks for it (`operand`); or by its own rule (`own`), which its help states.
 */
export type StdinUse = "never" | "input" | "operand" | "own";

/** What a command may touch; everything else is dropped before its first input byte. */
export interface Needs {
  /** Reading: the repository, only named files (keys, cassettes), or nothing. */
  readonly read: "repository" | "files" | "none";
  /** Whether it speaks to the model host. */
  readonly net?: true;
  /** Name of the option with which alone it speaks to the model host. */
  readonly netWith?: string;
  /** Whether it starts processes. */
  readonly run?: true;
  /** Name of the option with which alone it starts processes. */
  readonly runWith?: string;
  /** Whether it looks for programs in the folders of PATH; it starts none of them. */
  readonly programs?: true;
  /** Whether it writes and reads temporary files. */
  readonly temp?: true;
}

/** A command: one row of the table. */
export interface CommandRow {
  /** Its name. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** What follows the options in the usage line. */
  readonly operands?: string;
  /** What goes in and what comes out, for the help. */
  readonly pipe: string;
  /** Where stdin comes in. */
  readonly stdin: StdinUse;
  /** What it may touch. */
  readonly needs: Needs;
  /** Whether stdout is a stream of records, so that a failure is written there too. */
  readonly records?: (options: Options) => boolean;
  /** Its own options. */
  readonly flags: readonly FlagRow[];
  /** A few calls that work, for the help. */
  readonly examples: readonly string[];
  /** Loads its code; nothing of a command is loaded before it is called. */
  readonly load: () => Promise<CommandModule>;
}

/** The file of a command. */
export interface CommandModule {
  /** Runs it. */
  readonly run: RunCommand;
}

/** One call of a command. */
export interface Invocation {
  /** The options, by name. */
  readonly options: Options;
  /** What is not an option, in order. */
  readonly operands: readonly string[];
  /** What follows `--`, for commands that run a command; elsewhere it is part of the operands. */
  readonly rest: readonly string[];
  /** The world outside. */
  readonly io: Io;
}

/**
 * Runs a command.
 *
 * @returns The exit status, when it is 0 or a "no" that needs no words.
 * @throws {Failure} For every other end.
 */
export type RunCommand = (invocation: Invocation) => Promise<number>;
