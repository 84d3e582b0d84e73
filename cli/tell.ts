/**
 * How a failure leaves the program: as a record where stdout is a stream of records, as one line
 * on stderr, and as the exit status.
 *
 * @module
 */

import { type Failure, toErrorRecord } from "../lib/errors.ts";
import { printRecords } from "../lib/ndjson.ts";
import { toStatus } from "../lib/reasons.ts";
import type { CommandRow } from "./command.ts";
import { type ProcessIo, type Talk, writeError } from "./io.ts";
import type { ParsedArguments } from "./options.ts";

/** A failure travels: where stdout is a stream of records, it ends with the failure. */
export async function writeFailure(
  row: CommandRow,
  failure: Failure,
  parsed: ParsedArguments | undefined,
  io: ProcessIo | undefined,
): Promise<void> {
  if (parsed === undefined || io === undefined || failure.reason === "E_PIPE") return;
  if (!row.records?.(parsed.options)) return;
  try {
    // straight to the output: a command whose time is over can write nothing more through its port
    await io.output.write(
      new TextEncoder().encode(printRecords([toErrorRecord(row.name, failure)])),
    );
  } catch { /* the first failure is the one that counts */ }
}

/** Says why, in one line, and gives the status. A reader that went away needs no words. */
export function tell(talk: Talk, failure: Failure, hint?: string): number {
  if (failure.reason === "E_PIPE") return toStatus(failure.reason);
  const prefix = talk.name === "" ? "zerostack" : `zerostack ${talk.name}`;
  const line = talk.json
    ? JSON.stringify(toErrorRecord(talk.name, failure))
    : `${prefix}: ${failure.reason}: ${failure.message}`;
  writeError(line);
  if (hint !== undefined && !talk.json && !talk.quiet) writeError(hint);
  if (talk.verbose && failure.reason === "E_BUG" && failure.cause instanceof Error) {
    for (const frame of failure.cause.stack?.split("\n").slice(1) ?? []) writeError(frame);
  }
  return toStatus(failure.reason);
}
