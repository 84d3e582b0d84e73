import { assertEquals } from "@std/assert";
import type { CandidateOutcome } from "./attempt.ts";
import { rankOutcomes } from "./rank.ts";

const outcome = (passed: boolean, diff?: string): CandidateOutcome => ({
  attempts: [],
  passed,
  ...(diff !== undefined && { patch: { type: "patch", origin: "patch", diff, files: [] } }),
});

Deno.test(
  "rankOutcomes() goes by facts: passed, applied, smallest, first",
  { permissions: "none" },
  () => {
    const outcomes = [
      undefined,
      outcome(false),
      outcome(false, "long one"),
      outcome(false, "short"),
      outcome(true, "a long one that passed"),
      outcome(true, "one that passed"),
      outcome(true, "the same length"),
    ];
    assertEquals(rankOutcomes(outcomes), [5, 6, 4, 3, 2, 1, 0]);
  },
);
