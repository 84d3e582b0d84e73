import type { ErrorRecord } from "./types.ts";
import { isReason, type Reason, toStatus } from "./reasons.ts";

/** Text from outside that cannot be read as what it should be. */
export class InputError extends SyntaxError {
  /** The name of the class. */
  override readonly name = "InputError";
  /** Line of the input, from 1; absent when the input has no lines. */
  readonly line?: number;

  /**
   * Says what could not be read.
   *
   * @param message What was read, what was found, what was expected.
   * @param options The line, and the cause if there is one.
   */
  constructor(message: string, options: { readonly line?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.line = options.line;
  }
}

/**
 * An expected bad outcome on its way to becoming an `error` record and an exit status.
 * Ports throw it; stages turn it into a record; only `main` turns it into a status.
 */
export class Failure extends Error {
  /** The name of the class. */
  override readonly name = "Failure";
  /** Why, by name. */
  readonly reason: Reason;
  /** How long to wait before another try, in milliseconds; absent when that is not known. */
  readonly retryAfterMs?: number;

  /**
   * Says what went wrong.
   *
   * @param reason Why, by name.
   * @param message The action that failed, its subject in quotes, a colon, the state.
   * @param options The cause, and the wait before another try.
   */
  constructor(
    reason: Reason,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Turns whatever was thrown into a failure; what nobody expected is a bug. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof InputError) {
    return new Failure("E_INPUT", thrown.message, { cause: thrown });
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new Failure("E_BUG", `Cannot go on: ${text}`, { cause: thrown });
}

/**
 * Makes the record that carries a failure down the pipe.
 *
 * @param stage Name of the stage that failed.
 * @param thrown What it failed with.
 * @returns One `error` record.
 */
export function toErrorRecord(stage: string, thrown: unknown): ErrorRecord {
  const { reason, message, retryAfterMs } = toFailure(thrown);
  const record = { type: "error", stage, status: toStatus(reason), reason, message } as const;
  return retryAfterMs === undefined ? record : { ...record, retryAfterMs };
}

/** Makes a failure out of the record that an earlier stage wrote, so that its status travels on. */
export function fromErrorRecord(record: ErrorRecord): Failure {
  const reason = isReason(record.reason) ? record.reason : "E_INPUT";
  return new Failure(reason, record.message, { retryAfterMs: record.retryAfterMs });
}

/** What the system said, in one line, without the runtime's own decoration. */
export function toCauseText(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "NotCapable") return "this program may not touch it";
  return cause.message.split("\n", 1)[0];
}
