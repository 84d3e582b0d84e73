import type { Finding, Mark } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { hasFields, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { TEXT_BYTES } from "../units.ts";

/** `deno lint --json`. */
export const denoLintJson: JsonFormat = {
  name: "deno-lint-json",
  recognises: (value) => hasFields(value, "version", "diagnostics", "errors"),
  read: (values) =>
    values.flatMap((value) => [
      ...listAt(value, "diagnostics").map(readDiagnostic),
      ...listAt(value, "errors").map(readError),
    ]),
};

function readDiagnostic(diagnostic: JsonObject): Finding {
  return {
    message: textAt(diagnostic, "message") ?? "",
    severity: "error",
    source: "deno",
    code: textAt(diagnostic, "code"),
    path: textAt(diagnostic, "filename"),
    start: toMark(diagnostic, "start"),
    end: toMark(diagnostic, "end"),
    units: TEXT_BYTES,
  };
}

function toMark(diagnostic: JsonObject, which: "start" | "end"): Mark {
  return {
    line: numberAt(diagnostic, "range", which, "line"),
    offset: numberAt(diagnostic, "range", which, "bytePos"),
  };
}

/** A file that could not be read as a program: the place stands at the end of the message. */
function readError(error: JsonObject): Finding {
  const message = textAt(error, "message") ?? "";
  const place = message.match(/ at (file:\/\/\S+?):(\d+):(\d+)/);
  return {
    message: message.split("\n")[0].replace(/ at file:\/\/\S+$/, ""),
    severity: "error",
    source: "deno",
    path: place?.[1] ?? textAt(error, "file_path"),
    start: place === null ? undefined : { line: Number(place[2]) },
  };
}
