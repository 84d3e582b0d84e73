/**
 * The `check` stage: a patch goes on only if a command succeeds on it.
 *
 * @module
 */

export { type CheckOptions, createCheck } from "./check.ts";
export { checkOnce } from "./once.ts";
export { checkStage, toCheckFailure } from "./stage.ts";
export { type TrimOptions, trimOutput } from "./trim.ts";
