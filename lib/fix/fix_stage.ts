import { toErrorRecord } from "../errors.ts";
import { type Batch, type Stage, toStage } from "../stage.ts";
import type { DiagnosticRecord, ErrorRecord, PatchRecord, UnknownRecord } from "../types.ts";
import { fixDiagnostics, type FixOptions } from "./fix_diagnostics.ts";

/** What the stage takes: diagnostics; other records pass through. */
export type FixInput = DiagnosticRecord | ErrorRecord | UnknownRecord;
/** What it gives: a patch if something was fixed, the diagnostics that are left, or an error. */
export type FixOutput = PatchRecord | DiagnosticRecord | ErrorRecord | UnknownRecord;

/**
 * The stage that makes fixes: diagnostics in; one patch out, then the diagnostics that are left.
 *
 * @param options What to fix and how.
 */
export function fixStage(options: FixOptions): Stage<FixInput, FixOutput> {
  return toStage((input) => fix(input, options));
}

async function* fix(
  input: AsyncIterable<Batch<FixInput>>,
  options: FixOptions,
): AsyncGenerator<Batch<FixOutput>, void, undefined> {
  const diagnostics: DiagnosticRecord[] = [];
  for await (const batch of input) {
    diagnostics.push(...batch.filter(isDiagnostic));
    const error = batch.find((record) => record.type === "error");
    const others = batch.filter((record) => !isDiagnostic(record) && record.type !== "error");
    if (others.length > 0) yield others;
    if (error !== undefined) return yield [error];
  }
  yield await fixAll(diagnostics, options);
}

function isDiagnostic(record: FixInput): record is DiagnosticRecord {
  return record.type === "diagnostic";
}

async function fixAll(
  diagnostics: readonly DiagnosticRecord[],
  options: FixOptions,
): Promise<FixOutput[]> {
  try {
    const { patch, rest } = await fixDiagnostics(diagnostics, options);
    return patch.diff === "" ? [...rest] : [patch, ...rest];
  } catch (error) {
    return [toErrorRecord("fix", error)];
  }
}
