import type { Finding } from "../finding.ts";
import type { TextFormat } from "../format.ts";
import { findFrames, firstLine } from "../frames.ts";
import { UNKNOWN } from "../units.ts";

const PLACE_REGEXP = /^test at (?<path>.+?):(?<line>\d+):(?<column>\d+)$/;
const NAME_REGEXP = /^\s*✖ (?<name>.*?)(?: \([\d.]+ms\))?$/;

/** What `node --test` lists at its end: the tests that failed. */
export const nodeSpec: TextFormat = {
  name: "node-spec",
  read({ text }, index) {
    if (!/^\s*✖ failing tests:$/.test(text[index])) return undefined;
    const findings: Finding[] = [];
    let next = index + 1;
    while (next < text.length) {
      const place = text[next].match(PLACE_REGEXP)?.groups;
      if (place === undefined && text[next] !== "") break;
      const name = text[++next]?.match(NAME_REGEXP)?.groups?.name;
      if (place === undefined || name === undefined) continue;
      const start = ++next;
      while (next < text.length && /^(?: |$)/.test(text[next])) next++;
      findings.push(toFinding(name, place, text.slice(start, next).join("\n")));
    }
    return { findings, next };
  },
};

function toFinding(name: string, place: Readonly<Record<string, string>>, report: string): Finding {
  const { path, line, column } = place;
  return {
    message: firstLine(report) || "The test failed",
    severity: "error",
    source: "node",
    code: name,
    units: UNKNOWN,
    frames: [...findFrames(report), { path, line: Number(line), column: Number(column) }],
  };
}
