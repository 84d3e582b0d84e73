import { digest } from "../lib/digest.ts";
import { Failure, fromErrorRecord, InputError } from "../lib/errors.ts";
import { modelStage, parseRequest, printBody, toWireRequest } from "../lib/model/mod.ts";
import { parseRecords, printRecords } from "../lib/ndjson.ts";
import { type Batch, eachRecord } from "../lib/stage.ts";
import type { AnswerRecord, ErrorRecord, RequestRecord, UnknownRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { escapeText } from "./escape.ts";
import { OK, toStatus } from "./exit_status.ts";
import { type ModelSource, openModelSource } from "./model_source.ts";

/** `zerostack model`: sends the request on stdin to a model and prints the answer as it arrives. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  const form = options.choice("as", ["json", "text"]) ?? "json";
  using source = await openModelSource(options, io);
  if (options.has("dry-run")) return await printRequest(invocation, source);
  const print = form === "text" ? toText(io.isOutputTerminal()) : printRecords;
  const input = ReadableStream.from(holdToConsent(parseRecords(io.stdin()), invocation, source));
  const stage = modelStage({ ...source, signal: io.signal });
  let last: string | undefined;
  for await (const batch of input.pipeThrough(stage)) {
    const failure = batch.find(isError);
    if (failure?.stage === "model") throw fromErrorRecord(failure);
    const text = print(batch);
    if (text !== "") await io.write(text);
    if (failure !== undefined) return toPassedStatus(failure);
    last = batch.at(-1)?.type;
  }
  if (last === "done") return OK;
  throw new InputError("Cannot read stdin: it holds no request record");
}

function isError(record: UnknownRecord | AnswerRecord): record is ErrorRecord {
  return record.type === "error";
}

/** The status of a failure upstream travels on; its words were said where it happened. */
function toPassedStatus(failure: ErrorRecord): number {
  const { status } = failure;
  return Number.isInteger(status) && status > 0 && status < 256 ? status : toStatus("E_INPUT");
}

/** Just the text of the answer; on a terminal made safe to look at. */
function toText(isTerminal: boolean): (batch: Batch<UnknownRecord | AnswerRecord>) => string {
  return (batch) => {
    const text = batch.map((record) => record.type === "text" ? String(record.text) : "").join("");
    return isTerminal ? escapeText(text) : text;
  };
}

/** With `--consent`, only the body with that digest may leave. */
async function* holdToConsent(
  batches: AsyncIterable<Batch<UnknownRecord>>,
  invocation: Invocation,
  source: ModelSource,
): AsyncGenerator<Batch<UnknownRecord>> {
  const consent = invocation.options.text("consent");
  for await (const batch of batches) {
    for (const record of batch) {
      if (consent === undefined || record.type !== "request") continue;
      const found = await digest(await toBody(parseRequest(record), source));
      if (found !== consent) {
        throw new Failure(
          "E_CONSENT",
          `Cannot send the request: its digest is ${found}, --consent allows ${consent}`,
        );
      }
    }
    yield batch;
  }
}

async function toBody(request: RequestRecord, source: ModelSource): Promise<string> {
  const model = await source.findName();
  if (model === undefined) {
    throw new Failure("E_USAGE", "Cannot print the request: --model must name the model");
  }
  return printBody(toWireRequest(request, source.sampling), model);
}

/** `--dry-run`: the exact bytes on stdout, their digest on stderr, and nothing is sent. */
async function printRequest({ io }: Invocation, source: ModelSource): Promise<number> {
  for await (const record of eachRecord(parseRecords(io.stdin()))) {
    if (record.type === "error") {
      const failure = record as unknown as ErrorRecord;
      return toPassedStatus(failure);
    }
    if (record.type !== "request") continue;
    const body = await toBody(parseRequest(record), source);
    await io.write(body);
    io.report(`would send ${await digest(body)}, ${new TextEncoder().encode(body).length} bytes`);
    return OK;
  }
  throw new InputError("Cannot read stdin: it holds no request record");
}
