import type { CandidateOutcome } from "./attempt.ts";

/**
 * Orders candidates by facts alone, best first: those that passed, then those that apply, then the
 * rest; the smallest patch first; in the order that they were asked for.
 *
 * @returns Their indices.
 */
export function rankOutcomes(outcomes: readonly (CandidateOutcome | undefined)[]): number[] {
  const keys = outcomes.map((outcome) => [
    outcome?.passed ? 0 : outcome?.patch !== undefined ? 1 : outcome !== undefined ? 2 : 3,
    outcome?.patch?.diff.length ?? 0,
  ]);
  return Array.from(outcomes.keys()).sort((a, b) =>
    keys[a][0] - keys[b][0] || keys[a][1] - keys[b][1] || a - b
  );
}
