import { fromErrorRecord } from "../lib/errors.ts";
import { askModel } from "../lib/model/mod.ts";
import type { Invocation } from "./command.ts";
import { escapeText } from "./escape.ts";
import { OK } from "./exit_status.ts";
import { openModelSource } from "./model_source.ts";
import { packForModel } from "./request_source.ts";

/** `zerostack ask`: a question goes in, the answer comes out as it is written. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  using source = await openModelSource(options, io);
  const request = await packForModel(invocation, source, "text");
  if (options.has("dry-run")) {
    await io.write(JSON.stringify(request) + "\n");
    return OK;
  }
  const isTerminal = io.isOutputTerminal();
  let last = "\n";
  const records = askModel(request, {
    openAnswer: source.openAnswer,
    sampling: source.sampling,
    signal: io.signal,
  });
  for await (const record of records) {
    if (record.type === "error") throw fromErrorRecord(record);
    if (record.type !== "text") continue;
    await io.write(isTerminal ? escapeText(record.text) : record.text);
    last = record.text.at(-1) ?? last;
  }
  if (last !== "\n") await io.write("\n");
  return OK;
}
