import { type Finding, type Mark, type RawEdit, type RawFix, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { at, hasFields, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { TEXT_BYTES } from "../units.ts";

/** `rustc --error-format=json`. */
export const rustcJson: JsonFormat = {
  name: "rustc-json",
  hasRows: true,
  recognises: (value) => hasFields(value, "$message_type") && !hasFields(value, "reason"),
  read: (values) => values.flatMap(readMessage),
};

/** `cargo --message-format=json`; a target that is built twice says everything twice. */
export const cargoJson: JsonFormat = {
  name: "cargo-json",
  hasRows: true,
  recognises: (value) => /^(?:compiler|build)-/.test(textAt(value, "reason") ?? ""),
  read: (values) => {
    const seen = new Set<string>();
    return values.flatMap((value) => {
      if (textAt(value, "reason") !== "compiler-message") return [];
      const findings = readMessage(at(value, "message"));
      const key = JSON.stringify(findings);
      if (seen.has(key)) return [];
      seen.add(key);
      return findings;
    });
  },
};

function readMessage(message: unknown): Finding[] {
  if (!hasFields(message, "spans", "level")) return [];
  const spans = listAt(message, "spans");
  const primary = spans.find((span) => span.is_primary === true) ?? spans[0];
  if (primary === undefined) return []; // a summary, such as how many warnings there were
  const place = outermost(primary);
  const code = textAt(message, "code", "code");
  return [{
    message: textAt(message, "message") ?? "",
    severity: toSeverity(message.level, "error"),
    source: code?.startsWith("clippy::") ? "clippy" : "rustc",
    code,
    path: textAt(place, "file_name"),
    start: toMark(place, "start"),
    end: toMark(place, "end"),
    units: TEXT_BYTES,
    fixes: [message, ...listAt(message, "children")].flatMap(toFix),
  }];
}

/** The place in the program's own text of a span that lies in a macro. */
function outermost(span: JsonObject): JsonObject {
  let place = span;
  for (let outer = at(place, "expansion", "span"); hasFields(outer, "file_name");) {
    place = outer;
    outer = at(place, "expansion", "span");
  }
  return place;
}

function toMark(span: JsonObject, which: "start" | "end"): Mark {
  return {
    line: numberAt(span, `line_${which}`),
    column: numberAt(span, `column_${which}`),
    offset: numberAt(span, `byte_${which}`),
  };
}

/** All replacements of one message are one repair. */
function toFix(message: JsonObject): RawFix[] {
  const spans = listAt(message, "spans").filter((span) =>
    textAt(span, "suggested_replacement") !== undefined
  );
  if (spans.length === 0 || spans.some((span) => at(span, "expansion") != null)) return [];
  const edits = spans.map(toEdit);
  const levels = spans.map((span) => textAt(span, "suggestion_applicability"));
  return [{ title: textAt(message, "message") ?? "", safety: toSafety(levels), edits }];
}

function toEdit(span: JsonObject): RawEdit {
  return {
    path: textAt(span, "file_name"),
    start: toMark(span, "start"),
    end: toMark(span, "end"),
    text: textAt(span, "suggested_replacement") ?? "",
    expected: toExpected(span),
    expectedLines: toExpectedLines(span),
  };
}

function toExpectedLines(span: JsonObject): readonly string[] | undefined {
  const lines = listAt(span, "text").map((line) => textAt(line, "text"));
  return lines.length === 0 || lines.includes(undefined)
    ? undefined
    : lines.filter((line) => line !== undefined);
}

/** What the compiler saw: it repeats the lines of a span, with the columns in them. */
function toExpected(span: JsonObject): string | undefined {
  const lines = listAt(span, "text");
  if (lines.length !== 1) return undefined;
  const text = textAt(lines[0], "text");
  const start = numberAt(lines[0], "highlight_start");
  const end = numberAt(lines[0], "highlight_end");
  if (text === undefined || start === undefined || end === undefined) return undefined;
  return [...text].slice(start - 1, end - 1).join("");
}

function toSafety(levels: readonly (string | undefined)[]): RawFix["safety"] {
  if (levels.every((level) => level === "MachineApplicable")) return "safe";
  const isMaybe = (level?: string) => level === "MachineApplicable" || level === "MaybeIncorrect";
  return levels.every(isMaybe) ? "unsafe" : "manual";
}
