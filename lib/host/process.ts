/**
 * Starts a process and waits for its end: a clean environment, all of stdin given, what it writes
 * kept up to a cap.
 *
 * @module
 */

import { Failure, toCauseText } from "../errors.ts";
import { concat } from "../ndjson.ts";
import { refuseStart } from "./refuse_start.ts";

/** A process to start. */
export interface ProcessCall {
  /** The program, by its path or as PATH finds it, and its arguments. */
  readonly command: readonly string[];
  /** Its whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder to start in. Default: that of this process. */
  readonly cwd?: string;
  /** What goes to its stdin. Default: nothing, at its end at once. */
  readonly stdin?: Uint8Array;
  /**
   * Whether stdin stays open after the data, so that its end tells the process that this one is gone
   * or that the signal fired; it then ends by itself. Default: the signal kills it.
   */
  readonly holdStdin?: boolean;
  /** Ends the process. */
  readonly signal?: AbortSignal;
  /**
   * Most bytes of each output: more is a failure, as a part of it would be of no use. Default: the
   * beginning and the end of a long output are kept.
   */
  readonly limitBytes?: number;
  /** Hears of each piece of stderr as it arrives. */
  readonly onStderr?: (text: string) => void;
}

/** What a process left. */
export interface ProcessOutcome {
  /** Its exit status; 128 and the signal's number when a signal ended it. */
  readonly status: number;
  /** The signal that ended it; absent when none did. */
  readonly signal?: Deno.Signal;
  /** What it wrote to stdout, without the middle when that is long. */
  readonly stdout: Uint8Array;
  /** What it wrote to stderr, without the middle when that is long. */
  readonly stderr: Uint8Array;
}

/** What is kept of the beginning of an output, in bytes. */
const KEEP_HEAD_BYTES = 256 * 1024;
/** What is kept of the end of an output, in bytes. */
const KEEP_TAIL_BYTES = 768 * 1024;

/**
 * Runs a process to its end.
 *
 * @throws {Failure} With `E_MISSING` when the program is not there, `E_IO` when it cannot start,
 * `E_LIMIT` when it writes more than `limitBytes`.
 */
export async function runProcess(call: ProcessCall): Promise<ProcessOutcome> {
  const { signal } = call;
  signal?.throwIfAborted();
  const child = start(call);
  const over = Promise.withResolvers<void>();
  const onAbort = () => call.holdStdin ? over.resolve() : killChild(child);
  signal?.addEventListener("abort", onAbort);
  child.status.then(() => over.resolve());
  const parts = [
    child.status,
    keep(child.stdout, call),
    keep(child.stderr, call, call.onStderr),
    call.stdin && feed(child.stdin, call.stdin, call.holdStdin ? over.promise : undefined),
  ] as const;
  try {
    const [status, stdout, stderr] = await Promise.all(parts);
    const signal = status.signal ?? undefined;
    return { status: status.code, ...(signal && { signal }), stdout, stderr };
  } finally {
    signal?.removeEventListener("abort", onAbort);
    killChild(child); // whatever went wrong here, the process does not outlive it
    await Promise.allSettled(parts);
  }
}

function start(call: ProcessCall): Deno.ChildProcess {
  const [program, ...args] = call.command;
  try {
    return new Deno.Command(program, {
      args,
      cwd: call.cwd,
      clearEnv: true,
      env: { ...call.env },
      stdin: call.stdin === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw refuseStart(program);
    const isMissing = cause instanceof Deno.errors.NotFound;
    const why = isMissing ? "there is no such program" : toCauseText(cause);
    throw new Failure(isMissing ? "E_MISSING" : "E_IO", `Cannot run "${program}": ${why}`, {
      cause,
    });
  }
}

function killChild(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch { /* it has ended already */ }
}

async function feed(
  stdin: WritableStream<Uint8Array>,
  data: Uint8Array,
  until?: Promise<void>,
): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(data);
    await until;
    await writer.close();
  } catch { /* it may end before it has read everything; its status says what that means */ }
}

/** Reads an output to its end, as the call wants it. */
async function keep(
  stream: ReadableStream<Uint8Array>,
  { command, limitBytes }: ProcessCall,
  onText?: (text: string) => void,
): Promise<Uint8Array> {
  if (limitBytes === undefined) return await keepEnds(stream, onText);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    if ((sizeBytes += chunk.length) > limitBytes) {
      const [program] = command;
      throw new Failure("E_LIMIT", `Cannot read "${program}": it wrote over ${limitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return concat(chunks);
}

/** Reads to the end and keeps the beginning and the end, so that a flood cannot fill the memory. */
async function keepEnds(
  stream: ReadableStream<Uint8Array>,
  onText?: (text: string) => void,
): Promise<Uint8Array> {
  const decoder = new TextDecoder();
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let tail: Uint8Array[] = [];
  let tailBytes = 0;
  let lostBytes = 0;
  for await (const chunk of stream) {
    onText?.(decoder.decode(chunk, { stream: true }));
    const room = Math.min(KEEP_HEAD_BYTES - headBytes, chunk.length);
    if (room > 0) head.push(chunk.subarray(0, room));
    headBytes += room;
    if (room < chunk.length) tail.push(chunk.subarray(room));
    tailBytes += chunk.length - room;
    if (tailBytes > 2 * KEEP_TAIL_BYTES) {
      tail = [concat(tail).slice(-KEEP_TAIL_BYTES)];
      lostBytes += tailBytes - KEEP_TAIL_BYTES;
      tailBytes = KEEP_TAIL_BYTES;
    }
  }
  const gap = lostBytes === 0 ? "" : `\n[${lostBytes} bytes left out]\n`;
  return concat([...head, new TextEncoder().encode(gap), ...tail]);
}
