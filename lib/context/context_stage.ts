import { Failure, fromErrorRecord } from "../errors.ts";
import { parseWishes } from "../more.ts";
import { type Stage, toStage } from "../stage.ts";
import type {
  CheckRecord,
  DiagnosticRecord,
  ErrorRecord,
  FileRecord,
  RequestRecord,
  SymbolRecord,
  UnknownRecord,
} from "../types.ts";
import { type ContextOptions, packContext } from "./pack.ts";

/**
 * A stage that takes findings, files and symbols, and gives one request after the records that it
 * does not know; an error is passed on instead of a request.
 *
 * @param prompt The task, as the user wrote it.
 * @param options What to make the request from.
 */
export function contextStage(
  prompt: string,
  options: ContextOptions,
): Stage<UnknownRecord, RequestRecord | UnknownRecord> {
  return toStage<UnknownRecord, RequestRecord | UnknownRecord>(async function* (input) {
    const records: UnknownRecord[] = [];
    for await (const batch of input) records.push(...batch);
    const error = records.find((record) => record.type === "error");
    if (error !== undefined) return yield [error];
    const unknown = records.filter((record) => !INPUT_TYPES.includes(record.type));
    if (unknown.length > 0) yield unknown;
    yield [await packContext(prompt, { ...options, ...sortRecords(records) })];
  });
}

const INPUT_TYPES: readonly string[] = [
  ...["diagnostic", "check", "file", "symbol"],
  ...["start", "text", "usage", "done"],
];

/** What records from an earlier stage say. */
export interface SortedRecords {
  /** Findings that steer the ranking, and that the model reads. */
  readonly findings: DiagnosticRecord[];
  /** Files and symbols that were ranked. */
  readonly given: (FileRecord | SymbolRecord)[];
  /** What failed checks wrote. */
  readonly reports: string[];
  /** What the answers of a model ask to see, the last one first. */
  readonly asked: string[];
}

/**
 * What records from an earlier stage mean for a request.
 *
 * @throws {Failure} With `E_NOTHING` when the last of the answers does not ask for more, `E_CUT` when
 * it has no end, and with the failure of an error.
 */
export function sortRecords(records: readonly UnknownRecord[]): SortedRecords {
  const answers: string[] = [];
  let isOpen = false;
  const findings: DiagnosticRecord[] = [];
  const reports: string[] = [];
  const given: (FileRecord | SymbolRecord)[] = [];
  for (const record of records) {
    switch (record.type) {
      case "diagnostic":
        findings.push(record as unknown as DiagnosticRecord);
        break;
      case "check":
        reports.push(...printReport(record as unknown as CheckRecord));
        break;
      case "file":
      case "symbol":
        given.push(record as unknown as FileRecord | SymbolRecord);
        break;
      case "start":
      case "text":
        if (!isOpen) answers.push("");
        isOpen = true;
        if (record.type === "text") answers[answers.length - 1] += record.text;
        break;
      case "done":
        isOpen = false;
        break;
      case "error":
        throw fromErrorRecord(record as unknown as ErrorRecord);
    }
  }
  if (isOpen) {
    throw new Failure("E_CUT", "Cannot pack the request: the answer ended without its end");
  }
  const wishes = answers.map(parseWishes);
  if (wishes.at(-1)?.length === 0) {
    throw new Failure("E_NOTHING", "Cannot show more: the answer does not ask for it");
  }
  return { findings, given, reports, asked: [...new Set(wishes.reverse().flat())] };
}

const REPORT_CHARS = 6000;

/** What a failed check wrote; the end tells most. */
function printReport({ command, ok, exitCode, output }: CheckRecord): string[] {
  if (ok) return [];
  const end = output.length > REPORT_CHARS ? `...${output.slice(-REPORT_CHARS)}` : output;
  return [`\`${command.join(" ")}\` failed with status ${exitCode}:\n\n${end.trim()}`];
}
