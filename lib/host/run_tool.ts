import { Failure } from "../errors.ts";
import { concat } from "../ndjson.ts";
import type { RunTool } from "../ports.ts";
import { refuseStart } from "./refuse_start.ts";

/** How to run tools. */
export interface RunToolOptions {
  /** The folder to run in. */
  readonly folder: string;
  /** Most bytes that are kept of each of stdout and stderr. Default 256 MiB. */
  readonly limitBytes?: number;
  /** Its whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Kills the tool when it fires. */
  readonly signal?: AbortSignal;
}

const DEFAULT_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Makes the port that runs a program and keeps what it writes. Its stdin is empty; it is started
 * directly, without a shell.
 */
export function createRunTool(options: RunToolOptions): RunTool {
  const { folder, env, limitBytes = DEFAULT_LIMIT_BYTES, signal } = options;
  return async ([program, ...args]) => {
    const command = new Deno.Command(program, {
      args,
      cwd: folder,
      clearEnv: true,
      env: { ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal,
    });
    const child = start(command, program);
    try {
      const [stdout, stderr, status] = await Promise.all([
        keep(child.stdout, limitBytes, program),
        keep(child.stderr, limitBytes, program),
        child.status,
      ]);
      return { stdout, stderr, status: status.code };
    } catch (error) {
      await end(child);
      throw error;
    }
  };
}

function start(command: Deno.Command, program: string): Deno.ChildProcess {
  try {
    return command.spawn();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw refuseStart(program);
    if (cause instanceof Deno.errors.NotFound) {
      throw new Failure("E_MISSING", `Cannot run "${program}": there is no such program`, {
        cause,
      });
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Failure("E_IO", `Cannot run "${program}": ${why}`, { cause });
  }
}

/** Ends a program whose output is of no use any more. */
async function end(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGKILL");
  } catch { /* it has ended by itself */ }
  await child.status;
}

async function keep(
  stream: ReadableStream<Uint8Array>,
  limitBytes: number,
  program: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of stream) {
    sizeBytes += part.length;
    if (sizeBytes > limitBytes) {
      throw new Failure("E_LIMIT", `Cannot read "${program}": it wrote over ${limitBytes} bytes`);
    }
    parts.push(part);
  }
  return concat(parts);
}
