/**
 * What makes an agent of the pipeline: budgets, candidates, and the evidence of what was done. Pure
 * parts; `lib/pipeline.ts` joins them with the stages.
 *
 * @module
 */

export type { Attempt, CandidateOutcome, Look } from "./attempt.ts";
export {
  type BudgetLimits,
  openBudget,
  type Spending,
  type SpendingBudget,
  type Turn,
} from "./budget.ts";
export { chooseForm } from "./choose_form.ts";
export { askAgain, countRequest } from "./conversation.ts";
export { type CheckFeedbackOptions, printCheckFeedback } from "./feedback.ts";
export { askInForm, toEasierForm } from "./ladder.ts";
export { toOriginalDiagnostics } from "./original_lines.ts";
export { parsePrices, type Price, type Prices } from "./prices.ts";
export { raceCandidates, type RaceOptions } from "./race.ts";
export { rankOutcomes } from "./rank.ts";
export {
  makeReport,
  type ReportedAttempt,
  type ReportedLook,
  type ReportSource,
  type RunReport,
} from "./report.ts";
export {
  type MoreWanted,
  openSecondLook,
  type SecondLook,
  type SecondLookOptions,
} from "./second_look.ts";
export { makeStatement, type Statement } from "./statement.ts";
export { isCommon, isMendable } from "./verdict.ts";
