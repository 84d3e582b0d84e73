import { Failure } from "../errors.ts";
import type { OpenAnswer } from "../ports.ts";
import { readAnswer } from "./answer.ts";
import { printBody } from "./body.ts";
import { sendBody, type SendOptions } from "./send.ts";
import { describeServed } from "./served.ts";
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
    try {
      const body = await sendBody(printBody(request, model), options, signal);
      return { model, parts: readAnswer(readChunks(body, options, signal)) };
    } catch (error) {
      throw await addServed(error, options, signal);
    }
  };
}

/** A name that the server does not know is mended best with those that it does. */
async function addServed(error: unknown, options: LiveOptions, signal: AbortSignal) {
  if (!(error instanceof Failure) || error.reason !== "E_MODEL") return error;
  const served = await describeServed(options, signal);
  return served === undefined
    ? error
    : new Failure("E_MODEL", `${error.message}, it serves ${served}`);
}
