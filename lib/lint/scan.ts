/**
 * Cuts the output of any number of tools into documents and blocks, and reads each in its format.
 *
 * @module
 */

import { toLines } from "./clean.ts";
import { findJson, findXml } from "./documents.ts";
import type { ErrorRecord } from "../types.ts";
import type { Finding } from "./finding.ts";
import { hasFields } from "./json.ts";
import type { JsonFormat, Lines, TextFormat, XmlFormat } from "./format.ts";
import { nameReports } from "./name_reports.ts";
import { JSON_FORMATS, TEXT_FORMATS, XML_FORMATS } from "./registry.ts";

/** What was read in one format. */
export interface Section {
  /** Name of the format. */
  readonly format: string;
  /** What the tool says. */
  readonly findings: readonly Finding[];
  /** What an earlier stage failed with, after its records. */
  readonly error?: ErrorRecord;
}

type NameReports = ReturnType<typeof nameReports>;

interface JsonRun {
  readonly format: JsonFormat;
  readonly values: unknown[];
}

const XML_ROOTS = XML_FORMATS.flatMap((format) => format.roots);

/**
 * Reads the output of linters, compilers and test runners.
 *
 * @param text Everything that they wrote, one after another, among whatever else.
 * @returns A section for each run of a format, in order; lines that nobody knows are passed over.
 */
export function scan(text: string): Section[] {
  const name = nameReports();
  const whole = findWholeJson(text, name);
  if (whole !== undefined) return [whole];
  const lines = toLines(text);
  const sections: Section[] = [];
  let run: JsonRun | undefined;
  const endRun = () => {
    if (run !== undefined) sections.push(readRun(run, name));
    run = undefined;
  };
  for (let index = 0; index < lines.text.length;) {
    const json = findJson(lines.text, index);
    if (json !== undefined) {
      if (isErrorRecord(json.value)) {
        endRun();
        sections.push({ format: "zerostack", findings: [], error: json.value });
      }
      const format = recognise(json.value, run?.format);
      if (format !== undefined) {
        if (run?.format !== format) endRun();
        run ??= { format, values: [] };
        run.values.push(json.value);
      }
      index = json.next;
      continue;
    }
    const document = readXml(lines, index);
    const block = document ?? readText(lines, index);
    if (block === undefined) {
      index++;
      continue;
    }
    endRun();
    const { format, findings } = block.section;
    sections.push({ format, findings: name(findings, document ? "document" : "text") });
    index = Math.max(block.next, index + 1);
  }
  endRun();
  return distrustCompilerDiffs(sections);
}

/** The diff that a compiler prints is made of its guesses, unlike that of a formatter. */
function distrustCompilerDiffs(sections: readonly Section[]): Section[] {
  let followsGcc = false;
  return sections.map((section) => {
    if (section.format !== "unified-diff") followsGcc = section.format.startsWith("gcc");
    else if (followsGcc) return { ...section, findings: section.findings.map(distrust) };
    return section;
  });
}

function distrust(finding: Finding): Finding {
  return { ...finding, fixes: finding.fixes?.map((fix) => ({ ...fix, safety: "unsafe" })) };
}

/** The commonest case, without cutting lines: the input is one JSON document. */
function findWholeJson(text: string, name: NameReports): Section | undefined {
  if (!/^\ufeff?\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    if (isErrorRecord(value)) return { format: "zerostack", findings: [], error: value };
    const format = recognise(value, undefined);
    return format === undefined ? undefined : readRun({ format, values: [value] }, name);
  } catch {
    return undefined; // more than one document, or none
  }
}

function isErrorRecord(value: unknown): value is ErrorRecord {
  return hasFields(value, "type", "stage", "status", "reason") && value.type === "error";
}

function recognise(value: unknown, last: JsonFormat | undefined): JsonFormat | undefined {
  if (last?.recognises(value)) return last;
  return JSON_FORMATS.find((format) => format.recognises(value));
}

function readRun({ format, values }: JsonRun, name: NameReports): Section {
  const findings = format.hasRows
    ? name(format.read(values), "rows")
    : values.flatMap((value) => name(format.read([value]), "document"));
  return { format: format.name, findings };
}

interface Read {
  readonly section: Section;
  readonly next: number;
}

function readXml(lines: Lines, index: number): Read | undefined {
  const found = findXml(lines.text, index, XML_ROOTS);
  if (found === undefined) return undefined;
  const format = XML_FORMATS.find((candidate: XmlFormat) =>
    candidate.roots.includes(found.value.name)
  );
  if (format === undefined) return undefined;
  return {
    section: { format: format.name, findings: format.read(found.value) },
    next: found.next,
  };
}

function readText(lines: Lines, index: number): Read | undefined {
  if (lines.text[index] === "") return undefined;
  for (const format of TEXT_FORMATS as readonly TextFormat[]) {
    const block = format.read(lines, index);
    if (block !== undefined) {
      const name = block.format ?? format.name;
      return { section: { format: name, findings: block.findings }, next: block.next };
    }
  }
  return undefined;
}
