import type { Finding } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { findFrames } from "../frames.ts";
import { UNKNOWN } from "../units.ts";

const HEADER_REGEXP = /^(?:FAIL|ERROR): (?<name>\S+)(?: \((?<id>[\w.]+)\))?$/;
const RULE_REGEXP = /^[=-]{60,}$/;

/** A failure as Python's `unittest` prints it. */
export const unittest: TextFormat = {
  name: "unittest",
  read({ text }, index) {
    if (!RULE_REGEXP.test(text[index])) return undefined;
    const header = text[index + 1]?.match(HEADER_REGEXP)?.groups;
    if (header === undefined) return undefined;
    let next = index + 3;
    while (next < text.length && !RULE_REGEXP.test(text[next])) next++;
    return { findings: [toFinding(header, text.slice(index + 3, next))], next };
  },
};

function toFinding(
  { name, id }: Readonly<Record<string, string | undefined>>,
  report: readonly string[],
): Finding {
  const error = report.findLast((line) =>
    /^\w[\w.]*(?:Error|Exception|Warning)?(?::|$)/.test(line)
  );
  return {
    message: error ?? "The test failed",
    severity: "error",
    source: "unittest",
    code: id?.endsWith(`.${name}`) ? id : [id, name].filter((part) => part !== undefined).join("."),
    units: UNKNOWN,
    frames: findFrames(report.join("\n")),
  };
}
