import type { ReadFile } from "../../ports.ts";
import type { ByteEdit, DiagnosticRecord, Fix, Range } from "../../types.ts";
import { type SourceText, toCodePointColumn } from "../source_text.ts";
import { readSources } from "./sources.ts";

const LEVELS = { error: "error", warning: "warning", info: "note", hint: "note" } as const;
const SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json";

/** How to write SARIF. */
export interface SarifOptions {
  /** Version of this program. */
  readonly version: string;
  /** Reads a file of the repository: SARIF counts characters where records count bytes. */
  readonly readFile: ReadFile;
}

type Sources = ReadonlyMap<string, SourceText | undefined>;

/**
 * Writes records as SARIF 2.1.0: one run for each tool, columns in code points, safe fixes by byte.
 *
 * @param records The records.
 * @param options How to write.
 */
export async function printSarif(
  records: readonly DiagnosticRecord[],
  options: SarifOptions,
): Promise<string> {
  const sources = await readSources(records, options.readFile);
  const bySource = Map.groupBy(records, (record) => record.source);
  const runs = [...bySource].map(([tool, own]) => toRun(tool, own, options.version, sources));
  const log = { $schema: SCHEMA_URI, version: "2.1.0", runs };
  return JSON.stringify(log, undefined, 2) + "\n";
}

function toRun(
  tool: string,
  records: readonly DiagnosticRecord[],
  version: string,
  sources: Sources,
) {
  const codes = [...new Set(records.map((record) => record.code))]
    .filter((code) => code !== undefined).sort();
  const own = records.find((record) => record.sourceVersion !== undefined)?.sourceVersion;
  return {
    tool: {
      driver: {
        name: tool,
        ...(own === undefined ? {} : { version: own }),
        rules: codes.map((id) => ({ id })),
      },
      extensions: [{ name: "zerostack", version }],
    },
    columnKind: "unicodeCodePoints",
    originalUriBaseIds: { SRCROOT: { description: { text: "The root of the repository" } } },
    results: records.map((record) => toResult(record, codes, sources)),
  };
}

function toResult(record: DiagnosticRecord, codes: readonly string[], sources: Sources) {
  const { message, location, severity, code } = record;
  const fixes = record.fixes.filter((fix) => fix.safety === "safe").map(toFix);
  const source = location === undefined ? undefined : sources.get(location.path);
  return {
    ...(code === undefined ? {} : { ruleId: code, ruleIndex: codes.indexOf(code) }),
    level: LEVELS[severity],
    message: { text: message },
    ...(location === undefined
      ? {}
      : { locations: [{ physicalLocation: toPlace(location, source) }] }),
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function toPlace(
  { path, range }: NonNullable<DiagnosticRecord["location"]>,
  source: SourceText | undefined,
) {
  const artifactLocation = toArtifact(path);
  return range === undefined
    ? { artifactLocation }
    : { artifactLocation, region: toRegion(range, source) };
}

function toRegion(range: Range, source: SourceText | undefined) {
  const { startLine, startColumn, endLine, endColumn } = range;
  const toColumn = (line: number, column: number | undefined) =>
    source === undefined || column === undefined
      ? undefined
      : toCodePointColumn(source, line, column);
  const start = toColumn(startLine, startColumn);
  const end = toColumn(endLine, endColumn);
  return {
    startLine,
    ...(start === undefined ? {} : { startColumn: start }),
    endLine,
    ...(start === undefined || end === undefined ? {} : { endColumn: end }),
  };
}

function toArtifact(path: string) {
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" };
}

function toFix({ title, edits }: Fix) {
  const byPath = Map.groupBy(edits, (edit) => edit.path);
  return {
    description: { text: title },
    artifactChanges: [...byPath].map(([path, own]) => ({
      artifactLocation: toArtifact(path),
      replacements: own.map(toReplacement),
    })),
  };
}

function toReplacement({ startByte, endByte, text }: ByteEdit) {
  return {
    deletedRegion: { byteOffset: startByte, byteLength: endByte - startByte },
    ...(text === "" ? {} : { insertedContent: { text } }),
  };
}
