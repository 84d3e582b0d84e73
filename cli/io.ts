/**
 * The world as a command sees it: stdin, stdout, stderr, the environment and the working folder.
 *
 * @module
 */

import { Failure, toCauseText } from "../lib/errors.ts";
import { readEnv } from "./env.ts";
import { escapeLine } from "./escape.ts";
import { openOutput, type Output } from "./output.ts";
import { openProgress, type Progress, type ProgressOptions } from "./progress.ts";

/** How to read stdin. */
export interface StdinOptions {
  /** Whether each piece may be overwritten by the next one: for input without end. Default false. */
  readonly reusesBuffer?: boolean;
}

/** The world as a command sees it. */
export interface Io {
  /** The folder to work in: the process's own, or that of `-C`; absolute. */
  readonly directory: string;
  /**
   * Bytes of stdin as they arrive; nothing is read before the first is asked for. Throws `E_USAGE`
   * when it is a terminal.
   */
  stdin(options?: StdinOptions): AsyncIterable<Uint8Array>;
  /** Whether stdin is a terminal. */
  isStdinTerminal(): boolean;
  /** Whether what is written reaches a person: stdout is a terminal and no `-o` was given. */
  isOutputTerminal(): boolean;
  /** Writes data, all of it, to stdout or the file of `-o`; throws `E_PIPE` or `E_IO`. */
  write(data: Uint8Array | string): Promise<void>;
  /** Tells a person about an event, one line on stderr; silent under `-q`. */
  report(text: string): void;
  /** Tells more than is needed; only under `-v`. */
  detail(text: string): void;
  /** Whether text for a person may have colours: `--color`, NO_COLOR and TERM are honoured. */
  readonly hasColor: boolean;
  /** Opens a live line for a person who waits; silent under `-q` and without a terminal. */
  openProgress(): Progress;
  /** Monotonic clock, in milliseconds; for people only, never in data. */
  now(): number;
  /** Fires when the command's own `--timeout` is over. */
  readonly signal: AbortSignal;
  /** A variable of the environment; undefined also where it may not be read. */
  env(name: string): string | undefined;
}

/** What decides how a command talks. */
export interface Talk {
  /** Name of the command, for the prefix. */
  readonly name: string;
  /** No reports. */
  readonly quiet: boolean;
  /** Details too. */
  readonly verbose: boolean;
  /** Reports as JSON records instead of sentences. */
  readonly json: boolean;
  /** `--color`: when text for a person may have colours. */
  readonly color: "auto" | "always" | "never";
}

/** An `Io` whose output can be kept or thrown away at the end. */
export interface ProcessIo extends Io {
  /** Where the data goes. */
  readonly output: Output;
}

/**
 * Opens the real world.
 *
 * @param directory The folder to work in.
 * @param talk How to talk.
 * @param options The file of `-o`, stdout when absent; the signal of `--timeout`.
 */
export function openIo(
  directory: string,
  talk: Talk,
  options: { readonly outputPath?: string; readonly signal: AbortSignal },
): ProcessIo {
  const { outputPath, signal } = options;
  const output = openOutput(outputPath);
  return {
    directory,
    output,
    signal,
    stdin: readStdin,
    isStdinTerminal: () => Deno.stdin.isTerminal(),
    isOutputTerminal: () => outputPath === undefined && Deno.stdout.isTerminal(),
    write: async (data) => {
      signal.throwIfAborted(); // what is late must not look like a result
      await output.write(typeof data === "string" ? new TextEncoder().encode(data) : data);
    },
    report: (text) => {
      if (!talk.quiet) writeError(`zerostack ${talk.name}: ${text}`);
    },
    detail: (text) => {
      if (talk.verbose) writeError(`zerostack ${talk.name}: ${text}`);
    },
    hasColor: wantsColor(talk),
    openProgress: () => openProgress(isWatched(talk) ? openLiveLine() : undefined),
    now: () => performance.now(),
    env: readEnv,
  };
}

function wantsColor({ color }: Talk): boolean {
  if (color !== "auto") return color === "always";
  return (readEnv("NO_COLOR") ?? "") === "" && readEnv("TERM") !== "dumb";
}

/** Whether a person looks at stderr, on a terminal that can write over a line. */
function isWatched({ quiet, json }: Talk): boolean {
  return !quiet && !json && readEnv("TERM") !== "dumb" && Deno.stderr.isTerminal();
}

function readColumns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 80; // no terminal tells its width
  }
}

const openLiveLine = (): ProgressOptions => ({
  write: (text) => {
    try {
      Deno.stderr.writeSync(new TextEncoder().encode(text));
    } catch { /* nobody is left to watch */ }
  },
  columns: readColumns(),
  now: () => performance.now(),
});

const STDIN_CHUNK_BYTES = 64 * 1024;

/** Input from a terminal is a mistake more often than not: nobody types a patch. */
export function refuseTerminal(): void {
  if (!Deno.stdin.isTerminal()) return;
  throw new Failure(
    "E_USAGE",
    "Cannot read stdin: it is a terminal, and input from a pipe or a file is expected",
  );
}

async function* readStdin(
  { reusesBuffer = false }: StdinOptions = {},
): AsyncGenerator<Uint8Array> {
  refuseTerminal();
  const reused = reusesBuffer ? new Uint8Array(STDIN_CHUNK_BYTES) : undefined;
  while (true) {
    const buffer = reused ?? new Uint8Array(STDIN_CHUNK_BYTES);
    let count: number | null;
    try {
      count = await Deno.stdin.read(buffer);
    } catch (cause) {
      throw new Failure("E_IO", `Cannot read stdin: ${toCauseText(cause)}`, { cause });
    }
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}

/** Writes one line to stderr, escaped; a closed or full stderr changes nothing about the verdict. */
export function writeError(line: string): void {
  const bytes = new TextEncoder().encode(escapeLine(line) + "\n");
  try {
    for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
  } catch { /* there is nobody left to tell */ }
}
