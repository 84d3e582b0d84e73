import { type Finding, type Mark, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, hasFields, isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { TEXT_BYTES } from "../units.ts";

/** Pylint's `json`. */
export const pylintJson: JsonFormat = {
  name: "pylint-json",
  recognises: (value) => isListOf(value, "message-id", "symbol"),
  read: (values) =>
    values.flatMap((value) => listAt(value).map((row) => readMessage(row, "message-id"))),
};

/** Pylint's `json2`: an object, with other names. */
export const pylintJson2: JsonFormat = {
  name: "pylint-json2",
  recognises: (value) =>
    hasFields(value, "messages", "statistics") || isListOf(at(value, "messages"), "messageId"),
  read: (values) =>
    values.flatMap((value) =>
      listAt(value, "messages").map((row) => readMessage(row, "messageId"))
    ),
};

function readMessage(row: JsonObject, code: string): Finding {
  return {
    message: textAt(row, "message") ?? "",
    severity: toSeverity(row.type),
    source: "pylint",
    code: textAt(row, code),
    path: textAt(row, "path"),
    start: toMark(row, "line", "column"),
    end: toMark(row, "endLine", "endColumn"),
    units: TEXT_BYTES,
  };
}

/** Pylint counts columns from 0. */
function toMark(row: JsonObject, lineName: string, columnName: string): Mark | undefined {
  const line = numberAt(row, lineName);
  const column = numberAt(row, columnName);
  if (line === undefined) return undefined;
  return { line, column: column === undefined ? undefined : column + 1 };
}
