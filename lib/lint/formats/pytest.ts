import type { Finding } from "../finding.ts";
import type { Block, Lines, TextFormat } from "../format.ts";
import { findFrames } from "../frames.ts";
import { UNKNOWN } from "../units.ts";

const START_REGEXP = /^=+ (?:test session starts|ERRORS|FAILURES|short test summary info) =+$/;
const SECTION_REGEXP = /^=+ (.+?) =+$/;
const TITLE_REGEXP = /^_{3,} (?:ERROR (?:at \w+ of|collecting) )?(.+?) _{3,}$/;
const SUMMARY_REGEXP = /^(FAILED|ERROR) (\S+?\.py\S*?(?:\[.*?\])?)(?: - (.*))?$/;
const TOTAL_REGEXP = /^(?:=+ )?\d+ \w+(?:, \d+ \w+)* in [\d.]+s/;
/** A traceback cut to one line: no title stands above it. */
const ONE_LINE_REGEXP = /^(?:\/|\w)[^\s:]*\.py:\d+: /;

interface Report {
  /** Name of the test, or of the file; empty for the one-line reports. */
  readonly title: string;
  readonly lines: string[];
}

/** What pytest prints, with whichever `--tb`. */
export const pytest: TextFormat = {
  name: "pytest-text",
  read(lines, index) {
    if (!START_REGEXP.test(lines.text[index])) return undefined;
    return readSession(lines, index);
  },
};

function readSession({ text }: Lines, index: number): Block {
  const reports: Report[] = [];
  const summary: RegExpMatchArray[] = [];
  let isReport = false;
  let next = index;
  for (; next < text.length; next++) {
    const line = text[next];
    if (TOTAL_REGEXP.test(line)) break;
    const section = line.match(SECTION_REGEXP)?.[1];
    const title = line.match(TITLE_REGEXP)?.[1];
    const row = line.match(SUMMARY_REGEXP);
    if (section !== undefined) isReport = section === "ERRORS" || section === "FAILURES";
    if (section !== undefined) reports.push({ title: "", lines: [] });
    else if (isReport && title !== undefined) reports.push({ title, lines: [] });
    else if (isReport) reports[reports.length - 1].lines.push(line);
    else if (row !== null) summary.push(row);
  }
  const oneLine = reports.filter((report) => report.title === "").flatMap((report) => report.lines);
  const titled = reports.filter((report) => report.title !== "");
  return {
    findings: summary.length > 0
      ? summary.map((row) => toFinding(row, titled, oneLine))
      : titled.map(toUnsummed),
    next: Math.min(next + 1, text.length),
    format: oneLine.some((line) => ONE_LINE_REGEXP.test(line)) ? "pytest-tb-line" : undefined,
  };
}

function toFinding(
  [, , id, message]: RegExpMatchArray,
  reports: readonly Report[],
  oneLine: readonly string[],
): Finding {
  const path = id.split("::")[0];
  const report = reports.find((candidate) => isReportOf(candidate, id, path));
  const said = message === undefined ? [] : oneLine.filter((line) => line.endsWith(`: ${message}`));
  return {
    message: message ?? findError(report) ?? "The test failed",
    severity: "error",
    source: "pytest",
    code: id,
    path,
    units: UNKNOWN,
    frames: findFrames([...report?.lines ?? [], ...said].join("\n")),
  };
}

/** A title has the name of the test with dots, or for a file that was not loaded its path. */
function isReportOf(report: Report, id: string, path: string): boolean {
  const name = id.slice(path.length + 2).replaceAll("::", ".");
  return report.title === (name === "" ? path : name);
}

function findError(report: Report | undefined): string | undefined {
  return report?.lines.find((line) => /^E {3}\s*\S/.test(line))?.replace(/^E\s+/, "");
}

/** With `-r` switched off there is no summary, and the reports are all there is. */
function toUnsummed(report: Report): Finding {
  return {
    message: findError(report) ?? "The test failed",
    severity: "error",
    source: "pytest",
    code: report.title,
    units: UNKNOWN,
    frames: findFrames(report.lines.join("\n")),
  };
}
