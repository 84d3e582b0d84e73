/**
 * The `patch` stage: from what a model wrote to a diff that applies.
 *
 * @module
 */

export {
  type AppliedAnswer,
  applyAnswer,
  type ApplyOptions,
  type CountSyntaxErrors,
  type PatchOutcome,
  type RefusedAnswer,
} from "./apply.ts";
export { readAnswerInput } from "./answer_input.ts";
export type {
  DeleteEdit,
  Edit,
  EditOrigin,
  HunkEdit,
  HunkLine,
  RenameEdit,
  TextEdit,
  WriteEdit,
} from "./edit.ts";
export type { EditFailure, Shown } from "./failure.ts";
export { type FeedbackOptions, printFeedback } from "./feedback.ts";
export {
  ANSWER_LIMIT,
  patchStage,
  type PatchStageOptions,
  type PatchStageRecord,
} from "./patch_stage.ts";
