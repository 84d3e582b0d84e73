/**
 * One line a finding, place first: what nobody else knew is tried as this.
 *
 * @module
 */

import { type Finding, toSeverity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { toProducer } from "../producers.ts";
import { toNumber, toTextFormat } from "../rows.ts";
import { UNKNOWN, UTF16 } from "../units.ts";

/** A way to write the message, its level and its rule; the first that fits is taken. */
interface MessageForm {
  readonly message: RegExp;
  readonly toTool: (rule: string | undefined) => Pick<Finding, "source" | "units">;
}

const FORMS: readonly MessageForm[] = [
  {
    message: /^(?<level>error|warning) (?<rule>[\w@-]+\([\w/-]+\)): (?<message>.*?)(?: help: .*)?$/,
    toTool: (rule) => toProducer(rule),
  },
  {
    message: /^(?<message>.*) \[(?<level>Error|Warning|Info)\/(?<rule>[^\]]+)\]$/,
    toTool: (rule) => {
      const { source, units } = toProducer(rule, "eslint");
      return source === "eslint" ? { source, units: UTF16 } : { source, units };
    },
  },
  {
    message: /^(?<message>.*?)(?: \((?<rule>[\w@/-]+)\))? \[(?<level>error|warning|info)\]$/,
    toTool: () => ({ source: "stylelint", units: UTF16 }),
  },
  {
    message: /^\[(?<level>error|warning|info)\] (?<message>.*?)(?: \((?<rule>[\w-]+)\))?$/,
    toTool: () => ({ source: "yamllint", units: UNKNOWN }),
  },
  {
    message: /^(?<message>.*) \[(?<rule>[a-z][\w-]*)\]$/,
    toTool: () => ({ source: "unknown", units: UNKNOWN }),
  },
  {
    message: /^(?:(?<level>error|warning|note|info): )?(?<message>.*)$/i,
    toTool: () => ({ source: "unknown", units: UNKNOWN }),
  },
];

/** `file:line:column: message`, which tools call `unix`. */
export const unix: TextFormat = toTextFormat({
  name: "unix",
  hint: ": ",
  // A path with blanks in it is taken only before a message that ends as those of linters do.
  row:
    /^(?<path>(?:\.{0,2}\/)?(?:[^\s:]*[\w)\]][./][^\s:]*\w|[^:]*\.\w+(?=:\d+:\d+: .*\[(?:Error|Warning|Info)\/[^\]]+\]$))):(?<line>\d+)(?::(?<column>\d+))?: (?<message>\S.*)$/,
  toFinding: (groups) => toFinding(groups, groups.message ?? ""),
});

/** `file(line,column): level code: message`, as compilers for .NET and of Microsoft write. */
export const msbuild: TextFormat = toTextFormat({
  name: "msbuild",
  hint: "): ",
  row:
    /^\s*(?<path>[^\s(][^(]*)\((?<line>\d+)(?:,(?<column>\d+)(?:,\d+,\d+)?)?\)\s?: (?<level>fatal error|error|warning|info)(?: (?<code>\w+))?\s?: (?<message>.*?)(?: \[[^\]]*proj\])?$/,
  toFinding: ({ path, line, column, level, code, message }) => ({
    message: message ?? "",
    severity: toSeverity(level),
    source: "msbuild",
    code,
    path,
    start: { line: Number(line), column: toNumber(column) },
    units: UNKNOWN,
  }),
});

function toFinding(
  { path, line, column }: Readonly<Record<string, string | undefined>>,
  text: string,
): Finding | undefined {
  for (const form of FORMS) {
    const groups = text.match(form.message)?.groups;
    if (groups === undefined) continue;
    return {
      message: groups.message,
      severity: toSeverity(groups.level, "error"),
      ...form.toTool(groups.rule),
      code: groups.rule,
      path,
      start: { line: Number(line), column: toNumber(column) },
    };
  }
  return undefined;
}
