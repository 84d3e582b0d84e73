/**
 * Cassettes: recorded answers of models, by the request that they answer.
 *
 * @module
 */

export { explainMiss } from "./miss.ts";
export { parseCassette, type RecordingRecord, toKey } from "./recording.ts";
export { recordAnswer, replayAnswer, type ReplayOptions } from "./replay.ts";
