import { type Finding, type Mark, type RawFix, toSeverity } from "../finding.ts";
import type { JsonFormat } from "../format.ts";
import { isListOf, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { distrustGuesses } from "../guesses.ts";
import { BYTES } from "../units.ts";

/** `gcc -fdiagnostics-format=json`: one array for each file that is compiled. */
export const gccJson: JsonFormat = {
  name: "gcc-json",
  recognises: (value) => isListOf(value, "kind", "locations", "column-origin"),
  read: (values) => values.flatMap((value) => readUnit(listAt(value))),
};

/**
 * Reads what was said of one file. A remark belongs to what stands before it, wherever it is
 * written; a warning that is written below another is a finding of its own.
 */
function readUnit(diagnostics: readonly JsonObject[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const diagnostic of diagnostics.flatMap((top) => [top, ...listAt(top, "children")])) {
    const last = findings[findings.length - 1];
    if (diagnostic.kind !== "note") findings.push(readDiagnostic(diagnostic));
    else if (last !== undefined) {
      const fixes = [...last.fixes ?? [], ...toFix(diagnostic)];
      findings[findings.length - 1] = { ...last, fixes };
    }
  }
  return distrustGuesses(findings);
}

function readDiagnostic(diagnostic: JsonObject): Finding {
  const location = listAt(diagnostic, "locations")[0];
  const caret = location?.caret;
  const finish = location?.finish;
  return {
    message: textAt(diagnostic, "message") ?? "",
    severity: toSeverity(diagnostic.kind),
    source: "gcc",
    code: textAt(diagnostic, "option"),
    path: textAt(caret, "file"),
    start: toMark(caret, 0),
    end: finish === undefined ? undefined : toMark(finish, 1),
    units: BYTES,
    fixes: toFix(diagnostic),
  };
}

/** GCC names the last character of a place; what it replaces ends before `next`. */
function toMark(place: unknown, beyond: 0 | 1): Mark {
  const column = numberAt(place, "byte-column");
  const line = numberAt(place, "line");
  return { line, column: column === undefined ? undefined : column + beyond };
}

function toFix(message: JsonObject): RawFix[] {
  const edits = listAt(message, "fixits").map((fixit) => ({
    path: textAt(fixit, "start", "file"),
    start: toMark(fixit.start, 0),
    end: toMark(fixit.next, 0),
    text: textAt(fixit, "string") ?? "",
  }));
  if (edits.length === 0) return [];
  return [{ title: textAt(message, "message") ?? "", safety: "unsafe", edits }];
}
