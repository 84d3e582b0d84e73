/**
 * One call of each command that works, and one with bad input, for the contract tests.
 *
 * @module
 */

/** A call of a command that the contract tests can make. */
export interface Sample {
  /** Arguments after the command's name; they make it succeed with output. */
  readonly args: readonly string[];
  /** What goes to stdin; absent for a command that reads none. */
  readonly stdin?: string;
  /** Arguments of a call whose input is bad; the same as `args` when absent. */
  readonly badArgs?: readonly string[];
  /** Bad input for stdin; absent where no input is bad. */
  readonly badStdin?: string;
  /** The status of the call with bad input. Default: 65. */
  readonly badStatus?: number;
  /** The status of the call with an empty stdin; absent where stdin is not read. */
  readonly emptyStatus?: number;
}

/** The repository that the samples run in. */
export const SAMPLE_FILES: Readonly<Record<string, string>> = {
  "greet.ts": 'export function greet(name: string): string {\n  return "Hello, " + name;\n}\n',
  "README.md": "# Greeter\n\nSays hello.\n",
};

/** The samples, by command. A command without one fails its contract. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  tokens: { args: [], stdin: "hello\n", emptyStatus: 0 },
  help: { args: ["help"], badArgs: ["no-such-command"], badStatus: 2 },
};
