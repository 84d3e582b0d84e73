/**
 * Zerostack as a library: the records, and every stage as a `TransformStream`. Effects come in as
 * ports (`ReadFile`, `ListFiles`, `OpenAnswer`, ...), so that nothing here touches the machine by
 * itself.
 *
 * @module
 */

export * from "./lib/types.ts";
export * from "./lib/ports.ts";
export { Failure, InputError } from "./lib/errors.ts";
export { type Reason, REASONS, toStatus } from "./lib/reasons.ts";
export { type Batch, type Stage } from "./lib/stage.ts";
export { parseRecords, printRecords } from "./lib/ndjson.ts";
export { checkStage } from "./lib/check/mod.ts";
export { type ContextOptions, contextStage, packContext } from "./lib/context/mod.ts";
export { type FixOptions, fixStage } from "./lib/fix/mod.ts";
export { lintStage } from "./lib/lint/mod.ts";
export { mapStage, type MapStageOptions } from "./lib/map/mod.ts";
export { askModel, type AskOptions, modelStage } from "./lib/model/mod.ts";
export { applyAnswer, type ApplyOptions, patchStage } from "./lib/patch/mod.ts";
export { type PipelineOptions, runPipeline } from "./lib/pipeline.ts";
export { type RenameOptions, renameSymbol } from "./lib/rename/mod.ts";
export { rewriteFiles, type RewriteOptions } from "./lib/rewrite/mod.ts";
