/**
 * Our own records, as `zerostack lint` writes them: they pass through unchanged.
 *
 * @module
 */

import type { ByteEdit, DiagnosticRecord, Fix, Range } from "../../types.ts";
import type { JsonFormat } from "../format.ts";
import type { Finding } from "../finding.ts";
import { at, isObject, type JsonObject, listAt, numberAt, textAt } from "../json.ts";

/** `diagnostic` records. */
export const diagnosticRecords: JsonFormat = {
  name: "zerostack",
  hasRows: true,
  recognises: (value) => isObject(value) && value.type === "diagnostic",
  read: (values) => values.flatMap((value) => toFindings(value as JsonObject)),
};

function toFindings(value: JsonObject): Finding[] {
  const record = toRecord(value);
  if (record === undefined) return [];
  const { message, severity, source } = record;
  return [{ message, severity, source, record }];
}

const SEVERITIES: readonly DiagnosticRecord["severity"][] = ["error", "warning", "info", "hint"];
const SAFETIES: readonly Fix["safety"][] = ["safe", "unsafe", "manual"];

/** The record, each field checked; undefined when it is not one. */
function toRecord(value: JsonObject): DiagnosticRecord | undefined {
  const message = textAt(value, "message");
  const severity = SEVERITIES.find((known) => known === value.severity);
  const source = textAt(value, "source");
  if (message === undefined || severity === undefined || source === undefined) return undefined;
  const location = toLocation(value.location);
  const code = textAt(value, "code");
  const sourceVersion = textAt(value, "sourceVersion");
  return {
    type: "diagnostic",
    message,
    ...(location === undefined ? {} : { location }),
    severity,
    source,
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    ...(code === undefined ? {} : { code }),
    fixes: listAt(value, "fixes").map(toFix).filter((fix) => fix !== undefined),
  };
}

function toLocation(value: unknown): DiagnosticRecord["location"] {
  const path = textAt(value, "path");
  if (path === undefined) return undefined;
  const range = toRange(at(value, "range"));
  const digest = textAt(value, "digest");
  return {
    path,
    ...(range === undefined ? {} : { range }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function toRange(value: unknown): Range | undefined {
  const startLine = numberAt(value, "startLine");
  const endLine = numberAt(value, "endLine");
  if (startLine === undefined || endLine === undefined) return undefined;
  const startColumn = numberAt(value, "startColumn");
  const endColumn = numberAt(value, "endColumn");
  return {
    startLine,
    ...(startColumn === undefined ? {} : { startColumn }),
    endLine,
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}

/** A fix whose edits are not all whole is none. */
function toFix(value: JsonObject): Fix | undefined {
  const edits = listAt(value, "edits").map(toEdit).filter((edit) => edit !== undefined);
  const all = at(value, "edits");
  const safety = SAFETIES.find((known) => known === value.safety);
  if (!Array.isArray(all) || edits.length !== all.length || edits.length === 0) return undefined;
  if (safety === undefined) return undefined;
  return { title: textAt(value, "title") ?? "", safety, edits };
}

function toEdit(value: JsonObject): ByteEdit | undefined {
  const path = textAt(value, "path");
  const startByte = numberAt(value, "startByte");
  const endByte = numberAt(value, "endByte");
  const text = textAt(value, "text");
  if (path === undefined || text === undefined) return undefined;
  if (startByte === undefined || endByte === undefined) return undefined;
  const digest = textAt(value, "digest");
  return { path, startByte, endByte, text, ...(digest === undefined ? {} : { digest }) };
}
