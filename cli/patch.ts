import { Failure, fromErrorRecord } from "../lib/errors.ts";
import { concat } from "../lib/ndjson.ts";
import { ANSWER_LIMIT, patchStage, readAnswerInput } from "../lib/patch/mod.ts";
import { isReason } from "../lib/reasons.ts";
import type { ErrorRecord, UnknownRecord } from "../lib/types.ts";
import { readApplyOptions } from "./apply_options.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import type { Io } from "./io.ts";
import { writePatch } from "./write_patch.ts";

/** Answer events repeat a little around each piece of text. */
const INPUT_LIMIT_BYTES = 4 * ANSWER_LIMIT;

/** `zerostack patch`: turns an answer on stdin into a diff. */
export async function run({ options, operands, io }: Invocation): Promise<number> {
  if (operands.length > 0) {
    throw new Failure(
      "E_USAGE",
      `Cannot make patch: "${operands[0]}" is not expected: the answer comes on stdin`,
    );
  }
  const input = await readInput(io);
  const records = await readAnswerInput(input);
  const stage = patchStage(readApplyOptions(options, io));
  for await (const batch of ReadableStream.from([records]).pipeThrough(stage)) {
    for (const record of batch as readonly UnknownRecord[]) {
      if (record.type === "error") return fail(record as unknown as ErrorRecord, io);
      if (record.type !== "patch") continue;
      await writePatch(io, record.diff as string);
      return OK;
    }
  }
  throw new Failure("E_CUT", "Cannot make patch: the answer ended without its end");
}

async function readInput(io: Io): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of io.stdin()) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > INPUT_LIMIT_BYTES) {
      throw new Failure(
        "E_LIMIT",
        `Cannot read stdin: it is longer than ${INPUT_LIMIT_BYTES} bytes`,
      );
    }
  }
  return concat(chunks);
}

/** Ends with the status of the stage that failed first, also for reasons of a later version. */
function fail(record: ErrorRecord, io: Io): number {
  if (isReason(record.reason)) throw fromErrorRecord(record);
  io.report(`${record.reason}: ${record.message}`);
  return Number.isInteger(record.status) && record.status > 0 && record.status < 256
    ? record.status
    : 65;
}
