/**
 * Compares what a tool says of a place with what the file holds there. A report about another state
 * of the file names things that are not where it says, and cuts words in two.
 *
 * @module
 */

import type { ByteEdit, DiagnosticRecord } from "../types.ts";
import type { Finding } from "./finding.ts";
import { lineOfByte, type SourceText } from "./source_text.ts";

/** What a finding and the file say of each other. */
export type Evidence = "confirmed" | "refuted" | "none";

/** What a message names that stands in the lines it is about; the last group that fits counts. */
const NAMES_REGEXP: Readonly<Record<string, readonly RegExp[]>> = {
  ruff: [
    /^`(?:[\w.]+\.)?(\w+)(?: as (\w+))?` imported but unused/,
    /^(?:Local variable|Undefined name|Redefinition of unused|Ambiguous variable name:) `(\w+)`/,
    /^(?:Unused \w+ argument|Argument|Function|Function argument|Class|Variable):? `(\w+)`/,
    /^Comparison to `(None|True|False)`/,
    /^Do not use bare `(except)`/,
    /^`(\w+)` may be undefined/,
    /^`from ([\w.]+) import \*` used/,
    /^`(?:[\w.]+\.)?(\w+)` is deprecated/,
    /instead of `(\w+)` (?:call|for type annotation)/,
  ],
  stylelint: [/^Expected "([^"\s]+)" to be "/, /^Expected whitespace \w+ "([^"\s]+)"/],
  shellcheck: [/^(\w+) (?:appears unused|is referenced but not assigned)/],
  eslint: [/^'([\w$]+)' is (?:defined|assigned|never|not defined)/],
};

/** How many lines a finding may span and still be compared. */
const LINES_LIMIT = 50;

/**
 * Compares a finding with its file.
 *
 * @param source The file.
 * @param finding The finding, as the tool wrote it.
 * @param record What became of it.
 */
export function compareWithFile(
  source: SourceText,
  finding: Finding,
  { location, fixes }: DiagnosticRecord,
): Evidence {
  const edits = fixes.flatMap((fix) => fix.edits).filter((edit) => edit.path === location?.path);
  const parts = [
    compareLines(source, finding, location?.range),
    ...edits.map((edit) => compareEdit(source, finding, edit)),
    ...edits.map((edit) => compareOffset(source, finding, edit)),
  ];
  if (parts.includes("refuted")) return "refuted";
  return parts.includes("confirmed") ? "confirmed" : "none";
}

function compareLines(
  source: SourceText,
  finding: Finding,
  lines: { readonly startLine: number; readonly endLine: number } | undefined,
): Evidence {
  if (lines === undefined) return "none";
  const { shown } = finding;
  if (shown !== undefined && shown.trim() !== "") {
    const held = readLines(source, lines.startLine, lines.startLine);
    return withoutBlanks(held).includes(withoutBlanks(shown)) ? "confirmed" : "refuted";
  }
  const name = findName(finding);
  if (name === undefined || lines.endLine - lines.startLine > LINES_LIMIT) return "none";
  return readLines(source, lines.startLine, lines.endLine).includes(name) ? "confirmed" : "refuted";
}

function findName({ source, message }: Finding): string | undefined {
  for (const form of NAMES_REGEXP[source] ?? []) {
    const name = message.match(form)?.slice(1).findLast((group) => group !== undefined);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Some lines with their ends; none when the file is shorter. */
function readLines({ bytes, lineStarts }: SourceText, first: number, last: number): string {
  const start = lineStarts[first - 1] ?? bytes.length;
  return decode(bytes.subarray(start, lineStarts[last] ?? bytes.length));
}

/** Tools show a tab as so many blanks. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, "");
}

/** Tools that replace whole words; others write the least difference. */
const WHOLE_WORDS: readonly string[] = ["ruff", "clang-tidy", "go vet", "shellcheck"];
/** Least new text, in characters without blanks, that does not stand in a place by chance. */
const CHANCE_LIMIT = 3;

function compareEdit(
  { bytes }: SourceText,
  { source, code, message }: Finding,
  { startByte, endByte, text }: ByteEdit,
): Evidence {
  const old = bytes.subarray(startByte, endByte);
  if (isMadeAlready(bytes, old, startByte, text)) return "refuted";
  if (source === "ruff" && code === "I001") {
    return listWords(decode(old)) === listWords(text) ? "confirmed" : "refuted";
  }
  if (!WHOLE_WORDS.includes(source)) return "none";
  const cut = findCutWord(bytes, startByte) ?? findCutWord(bytes, endByte);
  if (cut === undefined) return "none";
  return message.includes(`\`${cut}\``) ? "confirmed" : "refuted"; // `if` of `elif`, for one
}

/** Stylelint gives the place as line and column, and the edit by offset: they have to agree. */
function compareOffset(
  source: SourceText,
  { source: tool, message, start, end }: Finding,
  { startByte, endByte }: ByteEdit,
): Evidence {
  if (tool !== "stylelint" || start?.line === undefined) return "none";
  // Other rules change what stands before the place, or elsewhere.
  if (!/^Expected/.test(message) || /empty line|newline/.test(message)) return "none";
  const first = lineOfByte(source, startByte) + 1;
  const last = lineOfByte(source, endByte) + 1;
  return first <= (end?.line ?? start.line) && last >= start.line ? "none" : "refuted";
}

/** Whether the new text, which goes on where the old one ends, stands in the file already. */
function isMadeAlready(
  bytes: Uint8Array,
  old: Uint8Array,
  startByte: number,
  text: string,
): boolean {
  if (text.length * BYTES_LIMIT <= old.length) return false;
  const made = ENCODER.encode(text);
  if (made[0] !== bytes[startByte] || made.length <= old.length) return false;
  const isShort = withoutBlanks(text).length < CHANCE_LIMIT;
  const isLine = text.includes("\n"); // a line may well stand twice
  if (old.length === 0 ? isShort || isLine : isShort && isLine) return false;
  return old.every((byte, index) => byte === made[index]) &&
    made.every((byte, index) => byte === bytes[startByte + index]);
}

/** The words of imports, which sorting leaves as they are. */
function listWords(text: string): string {
  return [...new Set(text.match(/[\p{L}\p{N}_.]+/gu))].sort().join(" ");
}

/** The word that a place lies inside of; numbers and strings are replaced in parts. */
function findCutWord(bytes: Uint8Array, byte: number): string | undefined {
  if (!isWordByte(bytes[byte - 1]) || !isWordByte(bytes[byte])) return undefined;
  let start = byte;
  let end = byte;
  while (isWordByte(bytes[start - 1])) start--;
  while (isWordByte(bytes[end])) end++;
  const isPrefix = bytes[end] === QUOTE || bytes[end] === DOUBLE_QUOTE; // of a string
  return bytes[start] > NINE && !isPrefix ? decode(bytes.subarray(start, end)) : undefined;
}

const NINE = 0x39;
const WORD_BYTES = new Set(Array.from("0123456789_", toCode));
for (const letter of "abcdefghijklmnopqrstuvwxyz") {
  WORD_BYTES.add(toCode(letter)).add(toCode(letter.toUpperCase()));
}
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && WORD_BYTES.has(byte);
}

function toCode(letter: string): number {
  return letter.charCodeAt(0);
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();
/** Most bytes that one UTF-16 unit of a text takes. */
const BYTES_LIMIT = 3;

function decode(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}
