/**
 * The ways in which a line of an answer may differ from the line of the file that it means: blanks at
 * its end, punctuation that looks alike, indentation that differs by the same for all lines.
 *
 * @module
 */

import { decodeBinary, encodeBinary } from "../binary.ts";

/** Punctuation and blanks that models write in place of plain ones, and the other way round. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  "\u2010": "-",
  "\u2011": "-",
  "\u2012": "-",
  "\u2013": "-",
  "\u2014": "-",
  "\u2015": "-",
  "\u2212": "-",
  "\u2018": "'",
  "\u2019": "'",
  "\u201a": "'",
  "\u201b": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u201f": '"',
  "\u00ab": '"',
  "\u00bb": '"',
  "\u2026": "...",
  "\u00a0": " ",
  "\u2002": " ",
  "\u2003": " ",
  "\u2004": " ",
  "\u2005": " ",
  "\u2006": " ",
  "\u2007": " ",
  "\u2008": " ",
  "\u2009": " ",
  "\u200a": " ",
  "\u202f": " ",
  "\u205f": " ",
  "\u3000": " ",
};
const LOOK_ALIKE_REGEXP = new RegExp(`[${Object.keys(LOOK_ALIKES).join("")}]`, "g");

/** A line without the blanks at its end; in linear time, which a regular expression would not be. */
export function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && " \t\r\f".includes(line[end - 1])) end--;
  return line.slice(0, end);
}

/** A binary line with plain punctuation and without blanks at its end. */
export function toPlain(line: string): string {
  // deno-lint-ignore no-control-regex -- only lines beyond ASCII can hold look-alikes
  if (/^[\x00-\x7f]*$/.test(line)) return trimEnd(line);
  const text = decodeBinary(line);
  if (text === undefined) return trimEnd(line);
  return trimEnd(encodeBinary(text.replace(LOOK_ALIKE_REGEXP, (found) => LOOK_ALIKES[found])));
}

/**
 * Finds punctuation of new lines that the writer puts in place of plain one: it does so on the old
 * lines, where the file has it plain, and nobody can tell what the new ones should have.
 *
 * @param old The old lines as the answer has them.
 * @param added The new lines.
 * @param file The old lines as the file has them, as binary strings.
 */
export function findTwisted(
  old: readonly string[],
  added: readonly string[],
  file: readonly string[],
): string | undefined {
  const known = file.map((line) => decodeBinary(line) ?? line).join("\n");
  const twisted = new Set(
    old.join("\n").match(LOOK_ALIKE_REGEXP)?.filter((found) => !known.includes(found)),
  );
  if (twisted.size === 0) return undefined;
  return added.filter((line) => !old.includes(line)).join("\n").match(LOOK_ALIKE_REGEXP)
    ?.find((found) => twisted.has(found));
}

/** The blanks that a line begins with. */
export function toIndent(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}

/** Gives an added line the indentation of the file; undefined when it cannot be told. */
export type Reindent = (line: string) => string | undefined;

/**
 * Finds the one way in which the indentation of all lines differs.
 *
 * @param pairs Each line of the answer that is not blank, with the line of the file.
 * @returns How to indent lines of the answer; undefined when the lines differ in different ways.
 */
export function findReindent(pairs: readonly (readonly [string, string])[]): Reindent | undefined {
  const indents = pairs.map(([answer, file]) => [toIndent(answer), toIndent(file)] as const);
  return findShift(indents) ?? findTabWidth(indents);
}

type Indents = readonly (readonly [string, string])[];

/** All lines have the same blanks more, or the same blanks less. */
function findShift(indents: Indents): Reindent | undefined {
  const [answer, file] = indents[0];
  if (file.endsWith(answer)) {
    const more = file.slice(0, file.length - answer.length);
    if (!indents.every(([own, real]) => real === more + own)) return undefined;
    return (line) => trimEnd(line) === "" ? line : more + line;
  }
  if (!answer.endsWith(file)) return undefined;
  const less = answer.slice(0, answer.length - file.length);
  if (!indents.every(([own, real]) => own === less + real)) return undefined;
  return (line) => {
    if (trimEnd(line) === "") return line;
    return line.startsWith(less) ? line.slice(less.length) : undefined;
  };
}

/** The answer has blanks where the file has tabs, or tabs where it has blanks. */
function findTabWidth(indents: Indents): Reindent | undefined {
  const sample = indents.find(([answer, file]) => answer !== "" && file !== "" && answer !== file);
  if (sample === undefined) return undefined;
  const toTabs = sample[1].startsWith("\t") && !sample[0].includes("\t");
  const [blanks, tabs] = toTabs ? sample : [sample[1], sample[0]];
  const width = Math.floor(blanks.length / countTabs(tabs));
  if (!Number.isFinite(width) || width < 1 || width > 8 || blanks.includes("\t")) return undefined;
  const convert = (indent: string) => toTabs ? useTabs(indent, width) : useBlanks(indent, width);
  if (!indents.every(([answer, file]) => convert(answer) === file)) return undefined;
  return (line) => {
    const indent = toIndent(line);
    return convert(indent) + line.slice(indent.length);
  };
}

function countTabs(indent: string): number {
  return indent.split("\t").length - 1;
}

function useTabs(indent: string, width: number): string {
  const blanks = indent.length;
  return "\t".repeat(Math.floor(blanks / width)) + " ".repeat(blanks % width);
}

function useBlanks(indent: string, width: number): string {
  return indent.replaceAll("\t", " ".repeat(width));
}
