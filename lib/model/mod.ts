/**
 * The model: a request goes in, an answer comes out as it arrives, and counts only when complete.
 *
 * @module
 */

export { askModel, type AskOptions } from "./ask.ts";
export { printBody, type Sampling, toWireRequest } from "./body.ts";
export { type LiveOptions, openLive } from "./live.ts";
export { redactAnswer, redactFailure } from "./redact.ts";
export { parseRequest } from "./request.ts";
export { RETRY_LIMIT_MS, type SendOptions } from "./send.ts";
export { findModel, findModelAndWindow, type ServedModel } from "./served.ts";
export { modelStage } from "./stage.ts";
export type { Patience } from "./wait.ts";
