/**
 * The texts for people in which the place stands after an arrow below the message: of rustc, of
 * `deno lint`, of Ruff.
 *
 * @module
 */

import { type Finding, toSeverity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { CODE_POINTS, UTF16 } from "../units.ts";

const HEADER_REGEXP =
  /^(?<level>error|warning|note|help|info)(?:\[(?<code>[\w:-]+)\])?: (?<message>.*)$/;
const RUFF_HEADER_REGEXP = /^(?<code>[A-Z]+\d{3,4}|invalid-syntax):? (?:\[\*\] )?(?<message>.*)$/;
const ARROW_REGEXP = /^\s*--> (?<path>.+?):(?<line>\d+):(?<column>\d+)$/;
const BELOW_REGEXP = /^(?:\s|\d+ |\.\.\.|(?:help|note)(?::|\[)|docs: |$)/;

type Form = "rustc-human" | "deno-pretty" | "ruff-full";

/** Messages with the code that they are about, and the place after an arrow. */
export const arrow: TextFormat = {
  name: "rustc-human",
  read({ text }, index) {
    const findings: Finding[] = [];
    let form: Form | undefined;
    let next = index;
    while (next < text.length) {
      const header = readHeader(text[next]);
      const place = header === undefined ? undefined : findPlace(text, next);
      if (header === undefined || place === undefined) break;
      if (form !== undefined && header.form !== form && header.form !== "rustc-human") break;
      form ??= header.form;
      const message = [header.groups.message, ...text.slice(next + 1, place.line)].join("\n");
      findings.push(toFinding({ ...header.groups, message }, place.groups, form));
      next = place.line + 1;
      while (next < text.length && BELOW_REGEXP.test(text[next]) && !isStart(text, next)) next++;
    }
    return form === undefined ? undefined : { findings, next, format: form };
  },
};

type Groups = Readonly<Record<string, string | undefined>>;

function readHeader(line: string): { readonly groups: Groups; readonly form: Form } | undefined {
  const groups = line.match(HEADER_REGEXP)?.groups;
  if (groups !== undefined) {
    const isRule = groups.code !== undefined && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(groups.code);
    return { groups, form: isRule ? "deno-pretty" : "rustc-human" };
  }
  const ruff = line.match(RUFF_HEADER_REGEXP)?.groups;
  return ruff === undefined ? undefined : { groups: ruff, form: "ruff-full" };
}

function isStart(text: readonly string[], index: number): boolean {
  return readHeader(text[index]) !== undefined && findPlace(text, index) !== undefined;
}

/** Most lines that a message goes on below its first one. */
const MESSAGE_LINES_LIMIT = 8;

/** The arrow below a message, which may have several lines, and where it stands. */
function findPlace(text: readonly string[], index: number) {
  for (let line = index + 1; line <= index + 1 + MESSAGE_LINES_LIMIT; line++) {
    const groups = text[line]?.match(ARROW_REGEXP)?.groups;
    if (groups !== undefined) return { line, groups };
    if (!/^\s+\S/.test(text[line] ?? "")) return undefined;
  }
  return undefined;
}

const SOURCES: Readonly<Record<Form, Pick<Finding, "source" | "units">>> = {
  "rustc-human": { source: "rustc", units: CODE_POINTS },
  "deno-pretty": { source: "deno", units: UTF16 },
  "ruff-full": { source: "ruff", units: CODE_POINTS },
};

function toFinding(header: Groups, place: Groups, form: Form): Finding {
  return {
    message: header.message ?? "",
    severity: toSeverity(header.level, "error"),
    ...SOURCES[form],
    code: header.code,
    path: place.path,
    start: { line: Number(place.line), column: Number(place.column) },
  };
}
