import type { Reason } from "../reasons.ts";

/** Another answer may mend these; for the rest the user has to look. */
const MENDABLE_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  "E_NOT_FOUND",
  "E_AMBIGUOUS",
  "E_CONFLICT",
  "E_EXISTS",
  "E_SYNTAX",
  "E_CUT",
  "E_ANSWER",
  "E_INPUT",
  "E_NO_EDIT",
]);

/** Every candidate would meet these. */
const COMMON_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  "E_CAGE",
  "E_MISSING",
  "E_APPLY",
  "E_BUG",
]);

/** Whether another answer may be better. */
export function isMendable(reason: Reason): boolean {
  return MENDABLE_REASONS.has(reason);
}

/** Whether no other candidate would get around it. */
export function isCommon(reason: Reason): boolean {
  return COMMON_REASONS.has(reason);
}
