import { type Stage, toStage } from "../stage.ts";
import type { DiagnosticRecord, FileRecord, SymbolRecord, UnknownRecord } from "../types.ts";
import { mapForPrompt, type MapOptions, mapRepository } from "./repository_map.ts";

/** How to map. */
export interface MapStageOptions extends MapOptions {
  /** What the map is for; absent for a map of everything. */
  readonly prompt?: string;
}

/**
 * A stage that takes files and findings, and gives files and symbols, best first, after the records
 * that it does not know; an error is passed on instead.
 */
export function mapStage(
  options: MapStageOptions,
): Stage<UnknownRecord, FileRecord | SymbolRecord | UnknownRecord> {
  return toStage<UnknownRecord, FileRecord | SymbolRecord | UnknownRecord>(async function* (input) {
    const records: UnknownRecord[] = [];
    for await (const batch of input) records.push(...batch);
    const error = records.find((record) => record.type === "error");
    if (error !== undefined) return yield [error];
    const { files, findings, others } = sortRecords(records);
    const chosen = files.length > 0 ? files : options.files;
    const mapped = options.prompt === undefined && findings.length === 0
      ? await mapRepository({ ...options, files: chosen })
      : await mapForPrompt(
        { prompt: options.prompt ?? "", named: [], findings, given: [] },
        { ...options, files: chosen },
      );
    if (others.length > 0) yield others;
    for (const { file, symbols } of mapped) yield [file, ...symbols];
  });
}

function sortRecords(records: readonly UnknownRecord[]) {
  const files: FileRecord[] = [];
  const findings: DiagnosticRecord[] = [];
  const others: UnknownRecord[] = [];
  for (const record of records) {
    switch (record.type) {
      case "file":
        files.push(record as unknown as FileRecord);
        break;
      case "diagnostic":
        findings.push(record as unknown as DiagnosticRecord);
        break;
      default:
        others.push(record);
    }
  }
  return { files, findings, others };
}
