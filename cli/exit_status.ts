/**
 * The exit statuses. Each named reason of `lib/reasons.ts` has one; the rest come from the shell.
 *
 * @module
 */

import { type Reason, REASONS } from "../lib/reasons.ts";

export { type Reason, REASONS, toStatus } from "../lib/reasons.ts";

/** Complete output was written. */
export const OK = 0;
/** A clean "no": nothing to change, nothing found, the check failed. */
export const NO = 1;
/** The command line is wrong. */
export const USAGE = 2;

/** What each status means, and what the caller does about it. */
export const STATUSES: ReadonlyMap<number, string> = new Map([
  [OK, "complete output was written"],
  [NO, "a clean no: nothing to change, nothing found, the check failed, findings at the level"],
  [USAGE, "usage: fix the call"],
  [65, "input unreadable, cut, stale or too large, or the edit does not fit: regenerate"],
  [66, "an input file or a recording is missing: fix the call"],
  [69, "the remote refuses for good: fix the host"],
  [70, "a bug of this program: report it"],
  [74, "a local read or write failed: fix the machine"],
  [75, "temporary: retry"],
  [76, "the answer is not a complete valid answer: retry, or take another model"],
  [77, "refused by policy: look"],
  [78, "the configuration is unreadable or wrong: fix it"],
  [124, "the time given with --timeout is over"],
  [130, "interrupted"],
  [141, "the reader of the output went away"],
  [143, "terminated"],
]);

/** The reasons that end with a status. */
export function reasonsOf(status: number): Reason[] {
  return (Object.keys(REASONS) as Reason[]).filter((reason) => REASONS[reason].status === status);
}
