/**
 * Packs what a model must read into one request.
 *
 * @module
 */

export { type ContextOptions, packContext } from "./pack.ts";
export { contextStage, type SortedRecords, sortRecords } from "./context_stage.ts";
export { type OpenAiBody, toOpenAiBody, toPlainText } from "./print.ts";
