import { type Finding, type Mark, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { toProducer } from "../producers.ts";

/** GitLab's code quality report, also Code Climate's. */
export const gitlab: JsonFormat = {
  name: "gitlab",
  recognises: (value) => isListOf(value, "check_name", "location"),
  read: (values) => values.flatMap((value) => listAt(value).map(readRow)),
};

function readRow(row: JsonObject): Finding {
  const code = textAt(row, "check_name");
  const producer = toProducer(code);
  const message = textAt(row, "description") ?? "";
  return {
    message: message.startsWith(`${code}: `) ? message.slice(`${code}: `.length) : message,
    severity: toSeverity(row.severity),
    source: producer.source,
    code,
    path: textAt(row, "location", "path"),
    ...toPlace(row),
    units: producer.units,
  };
}

function toPlace(row: JsonObject): { start?: Mark; end?: Mark } {
  const begin = at(row, "location", "positions", "begin");
  const end = at(row, "location", "positions", "end");
  if (begin !== undefined) {
    return {
      start: { line: numberAt(begin, "line"), column: numberAt(begin, "column") },
      end: { line: numberAt(end, "line"), column: numberAt(end, "column") },
    };
  }
  return { start: { line: numberAt(row, "location", "lines", "begin") } };
}
