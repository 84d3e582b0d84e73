import type { OpenAnswer } from "../ports.ts";
import { readAnswer } from "./answer.ts";
import { printBody } from "./body.ts";
import { sendBody, type SendOptions } from "./send.ts";
import { findModel } from "./served.ts";
import { readChunks } from "./wait.ts";

/** Which model to ask, and how. */
export interface LiveOptions extends SendOptions {
  /** Name of the model; the only one that is served when absent. */
  readonly model?: string;
}

/** Answers by asking a server. */
export function openLive(options: LiveOptions): OpenAnswer {
  return async (request, signal) => {
    const { id } = await findModel(options.model, options, signal);
    const body = await sendBody(printBody(request, id), options, signal);
    return { model: id, parts: readAnswer(readChunks(body, options, signal)) };
  };
}
