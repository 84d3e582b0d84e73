import { parse } from "@std/yaml/parse";
import { type Finding, type RawFix, toSeverity } from "../finding.ts";
import type { Block, Lines, TextFormat } from "../format.ts";
import { at, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { parsePlainYaml } from "../plain_yaml.ts";
import { BYTES } from "../units.ts";

/** `clang-tidy --export-fixes`: YAML. */
export const clangTidyYaml: TextFormat = {
  name: "clang-tidy-export-fixes",
  read(lines, index) {
    const first = lines.text[index] === "---" ? index + 1 : index;
    if (!lines.text[first]?.startsWith("MainSourceFile:")) return undefined;
    return readDocument(lines, first);
  },
};

/** A line of the document: indented, empty, a list item, or one of its two fields. */
const INSIDE_REGEXP = /^(?:\s|$|- |MainSourceFile:|Diagnostics:)/;

function readDocument(lines: Lines, first: number): Block {
  let next = first;
  while (next < lines.text.length && INSIDE_REGEXP.test(lines.text[next])) next++;
  const text = lines.text.slice(first, next).join("\n");
  if (lines.text[next] === "...") next++;
  return { findings: readYaml(text), next };
}

function readYaml(text: string): Finding[] {
  try {
    const document = parsePlainYaml(text) ?? parse(text);
    const unit = textAt(document, "MainSourceFile");
    const rows = listAt(document, "Diagnostics");
    const safety = rows.some(isCompilerError) ? "unsafe" : "safe";
    return rows.map((row) => ({ ...readDiagnostic(row, safety), unit }));
  } catch {
    return []; // cut off in the middle: there is nothing whole to read
  }
}

/** In what does not compile clang-tidy fixes nothing itself, unless it is told to. */
function isCompilerError(diagnostic: JsonObject): boolean {
  return diagnostic.Level === "Error" &&
    textAt(diagnostic, "DiagnosticName")?.startsWith("clang-diagnostic-") === true;
}

function readDiagnostic(diagnostic: JsonObject, safety: RawFix["safety"]): Finding {
  const message = at(diagnostic, "DiagnosticMessage") ?? diagnostic; // the older form is flat
  const path = textAt(message, "FilePath");
  const fix = toFix(message, safety);
  return {
    message: textAt(message, "Message") ?? "",
    severity: toSeverity(diagnostic.Level),
    source: "clang-tidy",
    code: textAt(diagnostic, "DiagnosticName"),
    path: path === "" ? undefined : path,
    start: { offset: numberAt(message, "FileOffset") },
    units: BYTES,
    fixes: fix === undefined ? [] : [fix],
  };
}

function toFix(message: unknown, safety: RawFix["safety"]): RawFix | undefined {
  const edits = listAt(message, "Replacements").map((replacement) => {
    const offset = numberAt(replacement, "Offset") ?? -1;
    return {
      path: textAt(replacement, "FilePath"),
      start: { offset },
      end: { offset: offset + (numberAt(replacement, "Length") ?? 0) },
      text: textAt(replacement, "ReplacementText") ?? "",
    };
  });
  if (edits.length === 0) return undefined;
  return { title: "Apply the fix of clang-tidy", safety, edits };
}
