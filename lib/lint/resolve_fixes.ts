/**
 * Turns the fixes of findings into edits in bytes. An edit whose place is not certain, or where the
 * file holds something else, makes its whole fix void.
 *
 * @module
 */

import type { ByteEdit, Fix } from "../types.ts";
import type { Finding, RawEdit, RawFix, Units } from "./finding.ts";
import { lineOfByte, type SourceText, toByte } from "./source_text.ts";
import { UNKNOWN } from "./units.ts";

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });
const LF = 0x0a;
const CR = 0x0d;

/** A file of the repository, as far as it could be read. */
export interface ReadResult {
  /** Its path from the root. */
  readonly path: string;
  /** Its text; absent when it is none, or may not be read. */
  readonly source?: SourceText;
  /** The digest of its bytes; absent when they were not read. */
  readonly digest?: string;
}

/** What fixes are resolved with. */
export interface FixContext {
  /** The file that a path means, as a tool writes it; undefined outside the repository. */
  readonly find: (written: string) => ReadResult | undefined;
  /** Path of findings that name none, from the root. */
  readonly path?: string;
  /** Told of each fix that is left out, and why. */
  readonly onDrop?: (notice: string) => void;
}

/**
 * Resolves the fixes of a finding.
 *
 * @param finding The finding.
 * @param context How to find the files of its edits.
 */
export function resolveFixes(finding: Finding, context: FixContext): Fix[] {
  const fixes: Fix[] = [];
  if (finding.fixes === undefined) return fixes;
  for (const fix of finding.fixes) {
    const edits = resolveEdits(fix, finding, context);
    if (typeof edits !== "string") {
      fixes.push({ title: fix.title, safety: fix.safety, edits });
    } else context.onDrop?.(`a fix of ${finding.source} for "${finding.path}" is void: ${edits}`);
  }
  return fixes;
}

/** All edits of a fix in bytes, or why one of them cannot be. */
function resolveEdits(fix: RawFix, finding: Finding, context: FixContext): ByteEdit[] | string {
  const edits: ByteEdit[] = [];
  const written = finding.path ?? context.path;
  const own = written === undefined ? undefined : context.find(written);
  for (const edit of fix.edits) {
    const file = findText(edit.path ?? finding.path ?? context.path, context);
    if (typeof file === "string") return file;
    const units = edit.units ?? finding.units ?? UNKNOWN;
    const { unifiesLineEnds: anyLineEnds, endsLastLine: anyEnd } = fix;
    const resolved = resolveEdit(edit, { ...file, units, anyLineEnds, anyEnd });
    if (typeof resolved === "string") return resolved;
    const isElsewhere = file.path !== own?.path && file.digest !== undefined;
    const whole = isElsewhere ? { ...resolved, digest: file.digest } : resolved;
    if (edit.text !== edit.expected) edits.push(whole);
  }
  if (fix.unifiesLineEnds) {
    const file = findText(finding.path, context);
    if (typeof file === "string") return file;
    edits.push(...toLineEndEdits(file.path, file.source, edits));
    if (fix.endsLastLine) edits.push(...toLastLineEnd(file.path, file.source, edits));
  }
  return edits.length === 0 ? "it changes nothing" : edits;
}

/** A file of text, or why there is none. */
function findText(
  written: string | undefined,
  context: FixContext,
): { readonly path: string; readonly source: SourceText; readonly digest?: string } | string {
  const file = written === undefined ? undefined : context.find(written);
  if (file === undefined) return `"${written}" is not in the repository`;
  if (file.source === undefined) return `"${file.path}" cannot be read as text`;
  return { path: file.path, source: file.source, digest: file.digest };
}

/** Removes the CR of each line end that no edit replaces. */
function toLineEndEdits(
  path: string,
  { bytes, lineStarts }: SourceText,
  edits: readonly ByteEdit[],
): ByteEdit[] {
  const isFree = (byte: number) =>
    edits.every((edit) => edit.path !== path || byte < edit.startByte || byte >= edit.endByte);
  return lineStarts.slice(1).filter((start) => bytes[start - 2] === CR && isFree(start - 2))
    .map((start) => ({ path, startByte: start - 2, endByte: start - 1, text: "" }));
}

/** Ends the last line, if it has no end. */
function toLastLineEnd(
  path: string,
  { bytes }: SourceText,
  edits: readonly ByteEdit[],
): ByteEdit[] {
  const end = bytes.length;
  const isReplaced = edits.some((edit) => edit.path === path && edit.endByte === end);
  if (end === 0 || bytes[end - 1] === LF || isReplaced) return [];
  return [{ path, startByte: end, endByte: end, text: "\n" }];
}

/** Where an edit goes, and how its place is counted. */
interface EditTarget {
  readonly path: string;
  readonly source: SourceText;
  readonly units: Units;
  /** Whether the tool shows lines without telling how they end. */
  readonly anyLineEnds?: boolean;
  /** Whether it does not tell either that the last line has no end. */
  readonly anyEnd?: boolean;
}

function resolveEdit(edit: RawEdit, target: EditTarget): ByteEdit | string {
  const { path, source, units } = target;
  const byLine = [edit.start, edit.end].some((mark) => mark.offset === undefined && !mark.atEnd);
  if (byLine && source.hasOddBreaks) return "the file has line ends that tools count differently";
  const startByte = toByte(source, edit.start, units);
  const endByte = toByte(source, edit.end, units);
  if (startByte === undefined || endByte === undefined || endByte < startByte) {
    return "its place in the file is not certain";
  }
  if (!edit.text.isWellFormed()) return "its text is damaged";
  const bytes = source.bytes.subarray(startByte, endByte);
  const isOpen = target.anyEnd && endByte === source.bytes.length && bytes.at(-1) !== LF;
  const expected = isOpen ? edit.expected?.replace(/\n$/, "") : edit.expected;
  if (expected !== undefined && !holds(bytes, expected, target.anyLineEnds)) {
    return "the file holds something else in its place";
  }
  if (edit.expectedLines !== undefined && !hasLines(source, startByte, edit.expectedLines)) {
    return "the file holds other lines in its place";
  }
  return { path, startByte, endByte, text: edit.text };
}

/** Whether these lines stand in the file from the one that a byte is in. */
function hasLines(source: SourceText, byte: number, lines: readonly string[]): boolean {
  const first = lineOfByte(source, byte);
  return lines.every((line, index) => {
    const start = source.lineStarts[first + index];
    const end = source.lineStarts[first + index + 1] ?? source.bytes.length;
    if (start === undefined) return line === "" && first + index === source.lineStarts.length;
    const held = DECODER.decode(source.bytes.subarray(start, end)).replace(/^\ufeff/, "");
    return held.replace(/\r?\n$/, "") === line.replace(/^\ufeff/, "").replace(/\r?\n?$/, "");
  });
}

/** Whether bytes are a text, whose lines may end in any way if that is not told. */
function holds(bytes: Uint8Array, expected: string, anyLineEnds = false): boolean {
  const text = DECODER.decode(bytes);
  return text === expected || (anyLineEnds && text.replaceAll("\r\n", "\n") === expected);
}
