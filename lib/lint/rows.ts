import type { Finding } from "./finding.ts";
import type { Block, Lines, TextFormat } from "./format.ts";

/** A format in which each finding is one line. */
export interface RowFormat {
  /** Its name. */
  readonly name: string;
  /** What a line looks like; the named groups are for `toFinding`. */
  readonly row: RegExp;
  /** A cheap test that all such lines pass; saves the expensive one. */
  readonly hint?: string;
  /** Makes a finding of the named groups; undefined for a line that is none after all. */
  readonly toFinding: (groups: Readonly<Record<string, string | undefined>>) => Finding | undefined;
  /** Lines below a finding that continue its message, without the indentation. */
  readonly continuation?: RegExp;
  /** Lines among the findings that are none, such as remarks about the one before. */
  readonly remark?: RegExp;
  /** Tells a closer name by all lines of the block. */
  readonly toName?: (rows: readonly string[]) => string;
}

/** Makes a format of lines: a block is as many of them as follow each other. */
export function toTextFormat(format: RowFormat): TextFormat {
  return {
    name: format.name,
    read(lines, index) {
      if (!isCandidate(format, lines.text[index])) return undefined;
      const block = readRows(format, lines, index);
      return block.next === index ? undefined : block;
    },
  };
}

function isCandidate(format: RowFormat, line: string): boolean {
  return format.hint === undefined || line.includes(format.hint);
}

function readRows(format: RowFormat, { text }: Lines, index: number): Block {
  const findings: Finding[] = [];
  let next = index;
  while (next < text.length && isCandidate(format, text[next])) {
    const groups = text[next].match(format.row)?.groups;
    const finding = groups === undefined ? undefined : format.toFinding(groups);
    if (finding === undefined) break;
    const start = ++next;
    while (next < text.length && format.continuation?.test(text[next])) next++;
    const more = text.slice(start, next).map((line) => line.replace(format.continuation!, ""));
    while (next < text.length && format.remark?.test(text[next])) next++;
    findings.push(more.length === 0 ? finding : extend(finding, more));
  }
  return { findings, next, format: format.toName?.(text.slice(index, next)) };
}

function extend(finding: Finding, more: readonly string[]): Finding {
  return { ...finding, message: [finding.message, ...more].join("\n") };
}

/** The number of a group, or undefined when the group is absent or empty. */
export function toNumber(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}
