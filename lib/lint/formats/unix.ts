import { type Finding, toSeverity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { toProducer } from "../producers.ts";
import { toNumber, toTextFormat } from "../rows.ts";
import { UNKNOWN, UTF16 } from "../units.ts";

const LEVEL_REGEXP = / \[(?<level>Error|Warning|error|warning|info)(?:\/(?<code>[^\]]+))?\]$/;
const RULE_REGEXP = / \((?<rule>[\w@/-]+)\)$/;

/** `file:line:column: message`, which tools call `unix`; what nobody else knew is tried as this. */
export const unix: TextFormat = toTextFormat({
  name: "unix",
  hint: ": ",
  row:
    /^(?<path>(?:\.{0,2}\/)?[^\s:]*[\w)\]][./][^\s:]*\w):(?<line>\d+)(?::(?<column>\d+))?: (?<message>\S.*)$/,
  toFinding: ({ path, line, column, message }) =>
    toFinding(path ?? "", Number(line), toNumber(column), message ?? ""),
});

function toFinding(path: string, line: number, column: number | undefined, text: string): Finding {
  const { level, code } = text.match(LEVEL_REGEXP)?.groups ?? {};
  const bare = text.replace(LEVEL_REGEXP, "");
  const rule = level === undefined ? undefined : code ?? bare.match(RULE_REGEXP)?.groups?.rule;
  const [, word, rest] = bare.match(/^(error|warning|note|info): (.*)$/i) ?? [];
  return {
    message: code === undefined && rule !== undefined
      ? bare.replace(RULE_REGEXP, "")
      : rest ?? bare,
    severity: toSeverity(level ?? word, "error"),
    ...toTool(level, code),
    code: rule,
    path,
    start: { line, column },
  };
}

/** ESLint and Oxlint write the rule with the level, Stylelint in the message. */
function toTool(level?: string, code?: string): Pick<Finding, "source" | "units"> {
  if (level === undefined) return { source: "unknown", units: UNKNOWN };
  if (code === undefined) return { source: "stylelint", units: UTF16 };
  const producer = toProducer(code, "eslint");
  return producer.source === "eslint" ? { source: "eslint", units: UTF16 } : producer;
}
