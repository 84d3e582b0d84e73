import type { ByteEdit, DiagnosticRecord, Fix } from "../../types.ts";

const LEVELS = { error: "error", warning: "warning", info: "note", hint: "note" } as const;
const SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json";

/**
 * Writes records as SARIF 2.1.0: one run for each tool. SARIF's columns count characters, so places
 * are told by line alone, and exactly by byte where the record has bytes: in the edits.
 *
 * @param records The records.
 * @param options Version of this program.
 */
export function printSarif(
  records: readonly DiagnosticRecord[],
  options: { readonly version: string },
): string {
  const bySource = Map.groupBy(records, (record) => record.source);
  const runs = [...bySource].map(([source, own]) => toRun(source, own, options.version));
  const log = { $schema: SCHEMA_URI, version: "2.1.0", runs };
  return JSON.stringify(log, undefined, 2) + "\n";
}

function toRun(source: string, records: readonly DiagnosticRecord[], version: string) {
  const codes = [...new Set(records.map((record) => record.code))]
    .filter((code) => code !== undefined).sort();
  return {
    tool: {
      driver: { name: source, rules: codes.map((id) => ({ id })) },
      extensions: [{ name: "zerostack", version }],
    },
    columnKind: "unicodeCodePoints",
    originalUriBaseIds: { SRCROOT: { description: { text: "The root of the repository" } } },
    results: records.map((record) => toResult(record, codes)),
  };
}

function toResult(record: DiagnosticRecord, codes: readonly string[]) {
  const { message, location, severity, code } = record;
  const fixes = record.fixes.filter((fix) => fix.safety === "safe").map(toFix);
  return {
    ...(code === undefined ? {} : { ruleId: code, ruleIndex: codes.indexOf(code) }),
    level: LEVELS[severity],
    message: { text: message },
    ...(location === undefined ? {} : { locations: [{ physicalLocation: toPlace(location) }] }),
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

function toPlace({ path, range }: NonNullable<DiagnosticRecord["location"]>) {
  return {
    artifactLocation: toArtifact(path),
    ...(range === undefined
      ? {}
      : { region: { startLine: range.startLine, endLine: range.endLine } }),
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
