import { Failure, toErrorRecord } from "../errors.ts";
import type { CheckPatch } from "../ports.ts";
import { eachRecord, type Stage, toStage } from "../stage.ts";
import type { CheckRecord, PatchRecord, UnknownRecord } from "../types.ts";

/**
 * Makes the stage: each patch goes on as it came, after a `check` record, if the check succeeds; else
 * an `error` record with `E_CHECK` follows the `check` record and the stream ends.
 *
 * @param checkPatch Runs the command on a patch.
 */
export function checkStage(checkPatch: CheckPatch): Stage<UnknownRecord, UnknownRecord> {
  return toStage(async function* (input, signal) {
    for await (const record of eachRecord(input)) {
      if (record.type !== "patch") {
        yield [record];
        if (record.type === "error") return;
        continue;
      }
      const patch = record as unknown as PatchRecord;
      try {
        const check = await checkPatch(patch.diff, signal);
        if (check.ok) yield [toUnknown(check), record];
        else yield [toUnknown(check), toUnknown(toErrorRecord("check", toCheckFailure(check)))];
        if (!check.ok) return;
      } catch (error) {
        yield [toUnknown(toErrorRecord("check", error))];
        return;
      }
    }
  });
}

function toUnknown(record: { readonly type: string }): UnknownRecord {
  return record as UnknownRecord;
}

/** The failure that a failed check is. */
export function toCheckFailure({ command, exitCode }: CheckRecord): Failure {
  return new Failure(
    "E_CHECK",
    `Cannot pass the patch on: "${command.join(" ")}" ended with status ${exitCode}`,
  );
}
