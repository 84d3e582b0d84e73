/**
 * The texts for people of Biome, Oxlint and ShellCheck, which draw the code they are about.
 *
 * @module
 */

import type { Finding, Severity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { BYTES, CODE_POINTS, TAB_STOP_CODE_POINTS } from "../units.ts";

const MARKS: Readonly<Record<string, Severity>> = {
  "×": "error",
  "✖": "error",
  x: "error",
  "!": "warning",
  "⚠": "warning",
  i: "info",
  "ℹ": "info",
};

const BIOME_REGEXP =
  /^(?<path>\S.*?)(?::(?<line>\d+):(?<column>\d+))? (?<code>[a-z]\w*(?:\/\w+)*)(?:\s+[A-Z]{4,})*\s+━{3,}$/;
const BIOME_MESSAGE_REGEXP = /^ {2}(?<mark>[×✖!⚠iℹ]) (?<message>.*)$/;
const BIOME_LOOKAHEAD_LINES = 4;

/** Biome's default. */
export const biomeDefault: TextFormat = {
  name: "biome-default",
  read({ text }, index) {
    const header = text[index].match(BIOME_REGEXP)?.groups;
    if (header === undefined) return undefined;
    for (let next = index + 1; next <= index + BIOME_LOOKAHEAD_LINES; next++) {
      const said = text[next]?.match(BIOME_MESSAGE_REGEXP)?.groups;
      if (said === undefined) continue;
      const end = findEndOfBiome(text, next + 1);
      return { findings: [toBiomeFinding(header, said, text, next)], next: end };
    }
    return undefined;
  },
};

type Groups = Readonly<Record<string, string | undefined>>;

/** All that is drawn below is indented. */
function findEndOfBiome(text: readonly string[], index: number): number {
  let next = index;
  while (next < text.length && /^(?:\s|$)/.test(text[next])) next++;
  return next;
}

function toBiomeFinding(
  header: Groups,
  said: Groups,
  text: readonly string[],
  index: number,
): Finding {
  const wrapped: string[] = [];
  for (let next = index + 1; /^ {4}\S/.test(text[next] ?? ""); next++) {
    wrapped.push(text[next].trim());
  }
  return {
    message: [said.message, ...wrapped].join(" "),
    severity: MARKS[said.mark ?? ""] ?? "error",
    source: "biome",
    code: header.code,
    path: header.path,
    start: header.line === undefined
      ? undefined
      : { line: Number(header.line), column: Number(header.column) },
    units: CODE_POINTS,
  };
}

const OXLINT_REGEXP = /^ {2}(?<mark>[x×!⚠i]) (?:(?<code>[\w@-]+\([\w/-]+\)): )?(?<message>.*)$/;
const OXLINT_PLACE_REGEXP = /^ +(?:,-|╭─)\[(?<path>.+?):(?<line>\d+):(?<column>\d+)\]$/;
const OXLINT_LOOKAHEAD_LINES = 4;

/** Oxlint's default. */
export const oxlintDefault: TextFormat = {
  name: "oxlint-default",
  read({ text }, index) {
    const header = text[index].match(OXLINT_REGEXP)?.groups;
    if (header === undefined) return undefined;
    const wrapped: string[] = [];
    for (let next = index + 1; next <= index + OXLINT_LOOKAHEAD_LINES; next++) {
      const place = text[next]?.match(OXLINT_PLACE_REGEXP)?.groups;
      if (place === undefined) {
        wrapped.push((text[next] ?? "").replace(/^ {2}[|│] ?/, ""));
        continue;
      }
      const end = findEndOfOxlint(text, next + 1);
      return { findings: [toOxlintFinding(header, place, wrapped)], next: end };
    }
    return undefined;
  },
};

function findEndOfOxlint(text: readonly string[], index: number): number {
  let next = index;
  while (next < text.length && text[next] !== "") next++;
  return next;
}

function toOxlintFinding(header: Groups, place: Groups, wrapped: readonly string[]): Finding {
  return {
    message: [header.message, ...wrapped].join(" "),
    severity: MARKS[header.mark ?? ""] ?? "error",
    source: "oxlint",
    code: header.code,
    path: place.path,
    start: { line: Number(place.line), column: Number(place.column) },
    units: BYTES,
  };
}

const SHELLCHECK_REGEXP = /^In (?<path>.+) line (?<line>\d+):$/;
const SHELLCHECK_MARK_REGEXP =
  /^(?<indent> *)\^-*\^? (?<code>SC\d{4})(?: \((?<level>\w+)\))?: (?<message>.*)$/;

/** ShellCheck's default: the marks below the code tell the columns. */
export const shellcheckTty: TextFormat = {
  name: "shellcheck-tty",
  read({ text }, index) {
    const header = text[index].match(SHELLCHECK_REGEXP)?.groups;
    if (header === undefined) return undefined;
    const findings: Finding[] = [];
    let next = index + 2;
    for (; next < text.length; next++) {
      const groups = text[next].match(SHELLCHECK_MARK_REGEXP)?.groups;
      if (groups === undefined) break;
      findings.push(toShellcheckFinding(header, groups));
    }
    return findings.length === 0 ? undefined : { findings, next };
  },
};

function toShellcheckFinding({ path, line }: Groups, groups: Groups): Finding {
  const { indent, code, level, message } = groups;
  const severity = level === "error" || level === "warning" ? level : "info";
  return {
    message: message ?? "",
    severity,
    source: "shellcheck",
    code,
    path,
    start: { line: Number(line), column: (indent?.length ?? 0) + 1 },
    units: TAB_STOP_CODE_POINTS,
  };
}
