import type { OpenAnswer } from "../ports.ts";
import { readAnswer } from "./answer.ts";
import { printBody } from "./body.ts";
import { sendBody, type SendOptions } from "./send.ts";
import { readChunks } from "./wait.ts";

/** Which model to ask, and how. */
export interface LiveOptions extends SendOptions {
  /** Finds the name of the model, as `findModel` does. */
  readonly findName: (signal: AbortSignal) => Promise<string>;
}

/** Answers by asking a server. */
export function openLive(options: LiveOptions): OpenAnswer {
  return async (request, signal) => {
    const model = await options.findName(signal);
    const body = await sendBody(printBody(request, model), options, signal);
    return { model, parts: readAnswer(readChunks(body, options, signal)) };
  };
}
