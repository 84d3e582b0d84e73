import { InputError, toErrorRecord } from "../errors.ts";
import { type Batch, eachRecord, type Stage, toStage } from "../stage.ts";
import type { AnswerRecord, UnknownRecord } from "../types.ts";
import { askModel, type AskOptions } from "./ask.ts";
import { parseRequest } from "./request.ts";

/**
 * The model as a stage: one request in, its answer out. An `error` from upstream is passed on, and
 * is the end; records of other kinds are passed on before the answer begins.
 */
export function modelStage(
  options: Omit<AskOptions, "signal"> & Partial<Pick<AskOptions, "signal">>,
): Stage<UnknownRecord, AnswerRecord | UnknownRecord> {
  return toStage(
    async function* (input, gone): AsyncGenerator<Batch<AnswerRecord | UnknownRecord>> {
      const signal = AbortSignal.any([gone, ...(options.signal ? [options.signal] : [])]);
      let request: UnknownRecord | undefined;
      for await (const record of eachRecord(input)) {
        if (record.type === "error") return yield [record];
        if (record.type !== "request") yield [record];
        else if (request === undefined) request = record;
        else return yield [toErrorRecord("model", secondRequest())];
      }
      if (request === undefined) return;
      try {
        const records = askModel(parseRequest(request), { ...options, signal });
        for await (const record of records) yield [record];
      } catch (error) {
        yield [toErrorRecord("model", error)];
      }
    },
  );
}

function secondRequest(): InputError {
  return new InputError("Cannot answer the input: it holds a second request, expected one");
}
