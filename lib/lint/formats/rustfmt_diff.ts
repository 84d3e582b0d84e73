import type { Finding } from "../finding.ts";
import type { TextFormat } from "../format.ts";

const HEADER_REGEXP = /^Diff in (?<path>.+?)(?::| at line )(?<line>\d+):$/;

/** `rustfmt --check`: no diff that could be applied, but it names the places. */
export const rustfmtDiff: TextFormat = {
  name: "rustfmt-diff",
  read({ text }, index) {
    const groups = text[index].match(HEADER_REGEXP)?.groups;
    if (groups === undefined) return undefined;
    let next = index + 1;
    while (next < text.length && /^[-+ ]/.test(text[next])) next++;
    const finding: Finding = {
      message: "The file is not formatted",
      severity: "warning",
      source: "rustfmt",
      path: groups.path,
      start: { line: Number(groups.line) },
    };
    return { findings: [finding], next };
  },
};
