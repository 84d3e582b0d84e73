import { type Finding, toSeverity } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { toTextFormat } from "../rows.ts";
import { UTF16 } from "../units.ts";

type Groups = Readonly<Record<string, string | undefined>>;

function toFinding({ path, line, column, level, code, message }: Groups): Finding {
  return {
    message: message ?? "",
    severity: toSeverity(level),
    source: "tsc",
    code,
    path,
    start: { line: Number(line), column: Number(column) },
    units: UTF16,
  };
}

/** `tsc --pretty false`, also of `vue-tsc` and other compilers on it. */
export const tsc: TextFormat = toTextFormat({
  name: "tsc",
  hint: "): ",
  row:
    /^(?<path>[^\s(][^(]*)\((?<line>\d+),(?<column>\d+)\): (?<level>error|warning|message) (?<code>TS\d+): (?<message>.*)$/,
  continuation: /^ {2}(?=\S| )/,
  toFinding,
});

const PRETTY_REGEXP =
  /^(?<path>\S.*?):(?<line>\d+):(?<column>\d+) - (?<level>error|warning|message) (?<code>TS\d+): (?<message>.*)$/;

/** `tsc --pretty`: with the code, and with places that have to do with it. */
export const tscPretty: TextFormat = {
  name: "tsc-pretty",
  read({ text }, index) {
    const findings: Finding[] = [];
    let next = index;
    while (next < text.length) {
      const groups = text[next].match(PRETTY_REGEXP)?.groups;
      if (groups === undefined) break;
      const message = [groups.message];
      for (next++; /^ +\S/.test(text[next] ?? ""); next++) message.push(text[next].slice(2));
      findings.push(toFinding({ ...groups, message: message.join("\n") }));
      while (next < text.length && /^(?:\s|\d+(?: |$)|$)/.test(text[next])) next++; // the code
    }
    return next === index ? undefined : { findings, next };
  },
};
