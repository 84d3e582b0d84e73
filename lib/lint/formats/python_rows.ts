/**
 * The plain texts of Python's linters.
 *
 * @module
 */

import { type Finding, type Severity, toSeverity, type Units } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { toNumber, toTextFormat } from "../rows.ts";
import { CODE_POINTS, TEXT_BYTES, UNKNOWN } from "../units.ts";

type Groups = Readonly<Record<string, string | undefined>>;

/** The letter of a Pylint message tells how bad it is. */
function toPylintSeverity(code: string): Severity {
  return code[0] === "E" || code[0] === "F" ? "error" : code[0] === "W" ? "warning" : "info";
}

function toPylintFinding({ path, line, column, code, message }: Groups): Finding {
  const fromZero = toNumber(column);
  return {
    message: message ?? "",
    severity: toPylintSeverity(code ?? ""),
    source: "pylint",
    code,
    path,
    start: { line: Number(line), column: fromZero === undefined ? undefined : fromZero + 1 },
    units: TEXT_BYTES,
  };
}

/** Pylint's `text`. */
export const pylintText: TextFormat = toTextFormat({
  name: "pylint-text",
  hint: ": ",
  row:
    /^(?<path>[^\s:][^:]*):(?<line>\d+):(?<column>\d+): (?<code>[CRWEFI]\d{4}): (?<message>.*) \([\w-]+\)$/,
  toFinding: toPylintFinding,
});

/** Pylint's `parseable`. */
export const pylintParseable: TextFormat = toTextFormat({
  name: "pylint-parseable",
  hint: ": [",
  row:
    /^(?<path>[^\s:][^:]*):(?<line>\d+): \[(?<code>[CRWEFI]\d{4})\([\w-]+\), .*?\] (?<message>.*)$/,
  toFinding: toPylintFinding,
});

/** Pylint's `msvs`. */
export const msvs: TextFormat = toTextFormat({
  name: "msvs",
  hint: "): [",
  row:
    /^(?<path>[^\s(][^(]*)\((?<line>\d+)\): \[(?<code>[CRWEFI]\d{4})\([\w-]+\).*?\] (?<message>.*)$/,
  toFinding: toPylintFinding,
});

/** Rules that only Ruff has: Flake8 and its usual plugins have E, W, F, C9 and single letters. */
const RUFF_CODE_REGEXP =
  /^(?:I0|UP|RUF|PL[CERW]|PERF|FURB|TRY|TCH|TC0|PGH|FBT|LOG|AIR|invalid-syntax)/;

/** The form that Flake8 and Ruff call `pylint`. */
export const pylintForm: TextFormat = toTextFormat({
  name: "pylint-fmt",
  hint: ": [",
  row:
    /^(?<path>[^\s:][^:]*):(?<line>\d+): \[(?<code>[A-Z]+\d{3,4}|invalid-syntax)\] (?<message>.*)$/,
  toFinding: (groups) => toFlake8Finding(groups, isRuffRow(groups) ? "ruff" : "flake8"),
  toName: (rows) => rows.some((row) => !row.startsWith("./")) ? "ruff-pylint" : "pylint-fmt",
});

function isRuffRow({ path }: Groups): boolean {
  return path?.startsWith("./") === false;
}

/** Flake8 joins two tools: pycodestyle counts characters, pyflakes and the syntax tree bytes. */
function toFlake8Units(code: string): Units {
  if (code.startsWith("E9")) return UNKNOWN;
  if (code[0] === "E" || code[0] === "W") return CODE_POINTS;
  return code[0] === "F" ? TEXT_BYTES : UNKNOWN;
}

function toFlake8Finding(
  { path, line, column, code, message }: Groups,
  source: "flake8" | "ruff",
): Finding {
  const isError = source === "ruff" || /^[EF]/.test(code ?? "");
  return {
    message: message ?? "",
    severity: isError ? "error" : "warning",
    source,
    code,
    path,
    start: { line: Number(line), column: toNumber(column) },
    units: source === "ruff" ? CODE_POINTS : toFlake8Units(code ?? ""),
  };
}

const CONCISE_REGEXP =
  /^(?<path>[^\s:][^:]*):(?<line>\d+):(?<column>\d+): (?<code>[A-Z]+\d{3,4}|invalid-syntax):? (?<fixable>\[\*\] )?(?<message>.*)$/;

/** Flake8's default and Ruff's `concise`: the same lines, but for marks and rules of Ruff. */
export const flake8: TextFormat = {
  name: "flake8",
  read({ text }, index) {
    const findings: Finding[] = [];
    let isRuff = false;
    let next = index;
    for (; next < text.length; next++) {
      const groups = text[next].match(CONCISE_REGEXP)?.groups;
      if (groups === undefined) break;
      isRuff ||= groups.fixable !== undefined || RUFF_CODE_REGEXP.test(groups.code);
      findings.push(toFlake8Finding(groups, isRuff ? "ruff" : "flake8"));
    }
    if (findings.length === 0) return undefined;
    isRuff ||= /^(?:Found \d+ errors?\.|\[\*\] )/.test(text[next] ?? "");
    if (!isRuff) return { findings, next };
    return { findings: findings.map(toRuffFinding), next, format: "ruff-concise" };
  },
};

function toRuffFinding(finding: Finding): Finding {
  return { ...finding, source: "ruff", severity: "error", units: CODE_POINTS };
}

/** Mypy's text; its notes belong to the error before, its columns are wrong off ASCII. */
export const mypy: TextFormat = toTextFormat({
  name: "mypy",
  hint: ": ",
  row:
    /^(?<path>[^\s:][^:]*\.pyi?):(?<line>\d+)(?::(?<column>\d+))?(?::(?<endLine>\d+):(?<endColumn>\d+))?: (?<level>error|warning): (?<message>.*?)(?: {2}\[(?<code>[\w-]+)\])?$/,
  remark: /^[^\s:][^:]*\.pyi?:\d+(?::\d+)*: note: /,
  toFinding: ({ path, line, column, endLine, endColumn, level, message, code }) => ({
    message: message ?? "",
    severity: toSeverity(level),
    source: "mypy",
    code,
    path,
    start: { line: Number(line), column: toNumber(column) },
    end: endLine === undefined
      ? undefined
      : { line: Number(endLine), column: Number(endColumn) + 1 },
    units: UNKNOWN,
  }),
});

/** `isort --check-only`. */
export const isortCheck: TextFormat = toTextFormat({
  name: "isort-check",
  hint: "Imports are incorrectly sorted",
  row: /^ERROR: (?<path>.+?) (?<message>Imports are incorrectly sorted.*)$/,
  toFinding: ({ path, message }) => ({
    message: (message ?? "").replace(/\.$/, ""),
    severity: "error",
    source: "isort",
    path,
  }),
});

const PYRIGHT_REGEXP =
  /^ {2}(?<path>\S.*?):(?<line>\d+):(?<column>\d+) - (?<level>error|warning|information): (?<message>.*)$/;
/** Its own indentation, and that of the message in blanks that do not break. */
const CONTINUATION_REGEXP = /^[ \u00a0]{4}/;
const PYRIGHT_RULE_REGEXP = / \((report\w+)\)$/;

/** Pyright's text: a message may go on below, and ends with its rule. */
export const pyright: TextFormat = {
  name: "pyright",
  read({ text }, index) {
    const findings: Finding[] = [];
    let next = index;
    while (next < text.length) {
      const groups = text[next].match(PYRIGHT_REGEXP)?.groups;
      if (groups === undefined) break;
      const message = [groups.message];
      for (next++; CONTINUATION_REGEXP.test(text[next] ?? ""); next++) {
        message.push(text[next].slice(2));
      }
      findings.push(toPyrightFinding(groups, message.join("\n")));
      if (/^\/\S/.test(text[next] ?? "") && PYRIGHT_REGEXP.test(text[next + 1] ?? "")) next++;
    }
    return next === index ? undefined : { findings, next };
  },
};

function toPyrightFinding({ path, line, column, level }: Groups, message: string): Finding {
  return {
    message: message.replace(PYRIGHT_RULE_REGEXP, ""),
    severity: toSeverity(level),
    source: "pyright",
    code: message.match(PYRIGHT_RULE_REGEXP)?.[1],
    path,
    start: { line: Number(line), column: Number(column) },
    units: { column: "utf16", bom: false },
  };
}
