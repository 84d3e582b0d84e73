import { openSecondLook } from "../lib/agent/mod.ts";
import { fromErrorRecord } from "../lib/errors.ts";
import { askModel } from "../lib/model/mod.ts";
import type { RequestRecord } from "../lib/types.ts";
import type { Invocation } from "./command.ts";
import { escapeText } from "./escape.ts";
import { OK } from "./exit_status.ts";
import type { Io } from "./io.ts";
import { type ModelSource, openModelSource } from "./model_source.ts";
import { openPackerForModel } from "./request_source.ts";

/** `zerostack ask`: a question goes in, the answer comes out as it is written. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, io } = invocation;
  using source = await openModelSource(options, io);
  const pack = await openPackerForModel(invocation, source);
  let request = await pack({ answer: "text" });
  if (options.has("dry-run")) {
    await io.write(JSON.stringify(request) + "\n");
    return OK;
  }
  const look = openSecondLook({
    rounds: options.count("more") ?? 0,
    packMore: (wanted) => pack({ answer: "text", ...wanted }),
    countTokens: pack.countTokens,
  });
  const isTerminal = io.isOutputTerminal();
  const write = (text: string) => io.write(isTerminal ? escapeText(text) : text);
  while (true) {
    // an answer that may turn out to ask for more is not the user's before its end
    const isHeld = look.state().moreRounds > 0;
    const answer = await readAnswer(request, { source, io, write: isHeld ? undefined : write });
    const next = await look.lookAgain(request, answer);
    if (next === undefined) {
      if (isHeld) await write(answer);
      if (!answer.endsWith("\n")) await io.write("\n");
      return OK;
    }
    request = next;
  }
}

async function readAnswer(
  request: RequestRecord,
  { source, io, write }: {
    readonly source: ModelSource;
    readonly io: Io;
    readonly write?: (text: string) => Promise<void>;
  },
): Promise<string> {
  const { openAnswer, sampling } = source;
  let answer = "";
  for await (const record of askModel(request, { openAnswer, sampling, signal: io.signal })) {
    if (record.type === "error") throw fromErrorRecord(record);
    if (record.type !== "text") continue;
    answer += record.text;
    await write?.(record.text);
  }
  return answer;
}
