import { toErrorRecord } from "../errors.ts";
import { concat } from "../ndjson.ts";
import { type Batch, type Stage, toStage } from "../stage.ts";
import type { DiagnosticRecord, ErrorRecord } from "../types.ts";
import { decodeOutput, readDiagnostics } from "./read_diagnostics.ts";
import type { ResolveOptions } from "./resolve.ts";

/**
 * The stage that reads the output of tools: bytes in, records out. A document is not known before
 * its end, so nothing comes out before the input ends.
 *
 * @param options Where the repository is and how to read it.
 */
export function lintStage(
  options: ResolveOptions,
): Stage<Uint8Array, DiagnosticRecord | ErrorRecord> {
  return toStage((input) => lint(input, options));
}

async function* lint(
  input: AsyncIterable<Batch<Uint8Array>>,
  options: ResolveOptions,
): AsyncGenerator<Batch<DiagnosticRecord | ErrorRecord>, void, undefined> {
  const parts: Uint8Array[] = [];
  for await (const batch of input) parts.push(...batch);
  try {
    const { records, error } = await readDiagnostics(decodeOutput(concat(parts)), options);
    yield error === undefined ? records : [...records, error];
  } catch (error) {
    yield [toErrorRecord("lint", error)];
  }
}
