import type { RunTool } from "../ports.ts";
import { runProcess } from "./process.ts";

/** How to run tools. */
export interface RunToolOptions {
  /** The folder to run in. */
  readonly folder: string;
  /** Most bytes that a tool may write to each of stdout and stderr. Default 256 MiB. */
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
  return async (command) => {
    const call = { command, env, cwd: folder, limitBytes, signal };
    const { stdout, stderr, status } = await runProcess(call);
    return { stdout, stderr, status };
  };
}
