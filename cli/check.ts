import { createCheck, toCheckFailure } from "../lib/check/mod.ts";
import { Failure, fromErrorRecord, InputError } from "../lib/errors.ts";
import { concat, parseRecord, printRecords } from "../lib/ndjson.ts";
import type { ErrorRecord } from "../lib/types.ts";
import { openCage } from "./cage_source.ts";
import type { Invocation } from "./command.ts";
import { OK } from "./exit_status.ts";
import type { Io } from "./io.ts";
import { showOutput } from "./show_output.ts";
import { writeWhole } from "./write_whole.ts";

/** Longest patch, in bytes. */
const PATCH_LIMIT_BYTES = 64 * 1024 * 1024;
/** Left to the deadline of the whole call, so that it is the one that ends it, in milliseconds. */
const GRACE_MS = 60_000;

/** `zerostack check`: passes the patch of stdin on if a command succeeds on it. */
export async function run({ options, operands, rest, io }: Invocation): Promise<number> {
  if (rest.length === 0 || operands.length > 0) {
    throw new Failure(
      "E_USAGE",
      "Cannot check: expected the command after --, as in: -- make test",
    );
  }
  const timeoutMs = options.durationMs("timeout");
  const runOnPatch = openCage(options, io, {
    net: options.has("net"),
    timeoutMs: timeoutMs && timeoutMs + GRACE_MS,
  });
  const checkPatch = createCheck({ command: rest, runOnPatch });
  const diff = await readPatch(io);
  const check = await checkPatch(diff, io.signal);
  await writeWhole(io, options.text("report"), printRecords([check]));
  if (!check.ok) {
    showOutput(options, check);
    throw toCheckFailure(check);
  }
  io.detail(`"${rest.join(" ")}" succeeded in ${check.durationMs} ms`);
  await io.write(diff);
  return OK;
}

/**
 * Reads the patch.
 *
 * @throws {Failure} With `E_INPUT` when there is none: what came before has failed, or had nothing to
 * say, and neither may end well; with what came before when it says so in a record.
 */
async function readPatch(io: Io): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of io.stdin()) {
    chunks.push(chunk);
    if ((sizeBytes += chunk.length) > PATCH_LIMIT_BYTES) {
      throw new Failure(
        "E_LIMIT",
        `Cannot read the patch: it is longer than ${PATCH_LIMIT_BYTES} bytes`,
      );
    }
  }
  const diff = concat(chunks);
  const text = new TextDecoder().decode(diff);
  if (text.trim() === "") {
    throw new Failure("E_INPUT", "Cannot check the patch: stdin is empty, expected a diff");
  }
  const failure = findFailure(text);
  if (failure !== undefined) throw failure;
  return diff;
}

/** What an earlier stage failed with, when that is what came instead of a patch. */
function findFailure(text: string): Failure | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const records = text.trim().split("\n").map((line, index) => parseRecord(line, index + 1));
    const last = records.at(-1);
    return last?.type === "error" ? fromErrorRecord(last as unknown as ErrorRecord) : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined; // no records, so perhaps a patch
    throw error;
  }
}
