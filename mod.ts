/**
 * Zerostack as a library: the records, and every stage as a `TransformStream`.
 *
 * @module
 */

export * from "./lib/types.ts";
export { Failure, InputError } from "./lib/errors.ts";
export { type Reason, REASONS, toStatus } from "./lib/reasons.ts";
export { type Batch, type Stage } from "./lib/stage.ts";
export { parseRecords, printRecords } from "./lib/ndjson.ts";
