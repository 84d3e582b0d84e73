/**
 * The plain texts of linters for JavaScript, style sheets and Markdown.
 *
 * @module
 */

import { type Finding, toSeverity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { toProducer } from "../producers.ts";
import { toNumber, toTextFormat } from "../rows.ts";
import { CODE_POINTS, UTF16, WIDE_TAB_CODE_POINTS } from "../units.ts";

type Groups = Readonly<Record<string, string | undefined>>;

/** The form that ESLint and Stylelint call `compact`. */
export const compact: TextFormat = toTextFormat({
  name: "eslint-compact",
  hint: ": line ",
  row:
    /^(?<path>\S.*?): line (?<line>\d+), col (?<column>\d+), (?<level>\w+) - (?<message>.*?)(?: \((?<code>[\w@/-]+)\))?$/,
  toFinding: ({ path, line, column, level, message, code }) => ({
    message: message ?? "",
    severity: toSeverity(level),
    // ESLint writes its levels with a capital letter.
    source: /^[A-Z]/.test(level ?? "") ? "eslint" : "stylelint",
    code,
    path,
    start: { line: Number(line), column: Number(column) },
    units: UTF16,
  }),
});

/** `deno lint --compact`. */
export const denoLintCompact: TextFormat = toTextFormat({
  name: "deno-lint-compact",
  hint: ": line ",
  row:
    /^(?<path>file:\S+?): line (?<line>\d+), col (?<column>\d+) - (?<message>.*?)(?: \((?<code>[\w/-]+)\))?$/,
  toFinding: ({ path, line, column, message, code }) => ({
    message: message ?? "",
    severity: "error",
    source: "deno",
    code,
    path,
    start: { line: Number(line), column: Number(column) },
    units: WIDE_TAB_CODE_POINTS,
  }),
});

/** markdownlint-cli2 and markdownlint-cli. */
export const markdownlint: TextFormat = toTextFormat({
  name: "markdownlint",
  hint: " MD",
  row:
    /^(?<path>\S.*?):(?<line>\d+)(?::(?<column>\d+))? (?:(?<level>error|warning) )?(?<code>MD\d{3})(?:\/[\w/-]+)? (?<message>.*)$/,
  toFinding: ({ path, line, column, level, code, message }) => ({
    message: message ?? "",
    severity: toSeverity(level, "error"),
    source: "markdownlint",
    code,
    path,
    start: { line: Number(line), column: toNumber(column) },
    units: UTF16,
  }),
});

/** A row under the name of a file; the columns between are padded. */
interface GroupedForm {
  readonly format: string;
  readonly header: RegExp;
  readonly row: RegExp;
  /** A line that goes on with the message of the row before. */
  readonly continuation?: RegExp;
  readonly toFinding: (groups: Groups, path: string) => Finding;
}

const FORMS: readonly GroupedForm[] = [
  {
    format: "eslint-stylish",
    header: /^(?<path>\S.*)$/,
    row:
      /^ {2} *(?<line>\d+):(?<column>\d+) {2,}(?<level>error|warning) {2,}(?<message>.*?)(?: {2,}(?<code>[\w@/-]+(?:\([\w/-]+\))?))?$/,
    toFinding: toStylishFinding,
  },
  {
    format: "stylelint-string",
    header: /^(?<path>\S.*)$/,
    row:
      /^ {1,} *(?<line>\d+):(?<column>\d+) {2,}(?<level>[✖×⚠ℹ]) {2,}(?<message>.*?)(?: {2,}(?<code>[\w@/-]+))?$/,
    toFinding: (groups, path) => toStylelintFinding(groups, path),
  },
  {
    format: "ruff-grouped",
    header: /^(?<path>\S.*):$/,
    row:
      /^ +(?<line>\d+):(?<column>\d+) +(?<code>[A-Z]+\d{3,4}|invalid-syntax):? (?:\[\*\] )?(?<message>.*)$/,
    continuation: /^\s+\S/,
    toFinding: ({ line, column, code, message }, path) => ({
      message: message ?? "",
      severity: "error",
      source: "ruff",
      code,
      path,
      start: { line: Number(line), column: Number(column) },
      units: CODE_POINTS,
    }),
  },
];

function toStylishFinding(groups: Groups, path: string): Finding {
  const { line, column, level, message, code } = groups;
  return {
    message: message ?? "",
    severity: toSeverity(level),
    ...toStylishProducer(code),
    code,
    path,
    start: { line: Number(line), column: Number(column) },
  };
}

/** Oxlint writes the same, with its own names of rules. */
function toStylishProducer(code: string | undefined): Pick<Finding, "source" | "units"> {
  const producer = toProducer(code, "eslint");
  return producer.source === "oxlint" ? producer : { source: "eslint", units: UTF16 };
}

function toStylelintFinding(groups: Groups, path: string): Finding {
  const severity = groups.level === "⚠" ? "warning" : groups.level === "ℹ" ? "info" : "error";
  return { ...toStylishFinding(groups, path), source: "stylelint", severity };
}

/** Findings below the name of their file: ESLint's default, Stylelint's, Ruff's `grouped`. */
export const grouped: TextFormat = {
  name: "grouped",
  read({ text }, index) {
    const first = text[index + 1] ?? "";
    if (!/^\s+\d+:\d+ /.test(first)) return undefined;
    const form = FORMS.find(({ header, row }) => header.test(text[index]) && row.test(first));
    if (form === undefined) return undefined;
    const path = text[index].match(form.header)?.groups?.path ?? "";
    const findings: Finding[] = [];
    let next = index + 1;
    for (; next < text.length; next++) {
      const groups = text[next].match(form.row)?.groups;
      const last = findings[findings.length - 1];
      if (groups !== undefined) findings.push(form.toFinding(groups, path));
      else if (form.continuation?.test(text[next]) && last !== undefined) {
        findings[findings.length - 1] = { ...last, message: `${last.message}\n${text[next]}` };
      } else break;
    }
    return { findings, next, format: form.format };
  },
};
