/**
 * Turns findings into records: paths from the repository root, columns and offsets in bytes. What
 * is not certain is left out, so that nothing is ever edited in a wrong place.
 *
 * @module
 */

import { digest } from "../digest.ts";
import { Failure } from "../errors.ts";
import type { ReadFile } from "../ports.ts";
import type { ByteEdit, DiagnosticRecord, Fix, Range } from "../types.ts";
import type { Finding, Mark, RawEdit, RawFix, Units } from "./finding.ts";
import { type Roots, toRepositoryPaths } from "./paths.ts";
import { findNamedByte } from "./named.ts";
import { lineOfByte, type SourceText, toByte, toSourceText } from "./source_text.ts";
import { UNKNOWN } from "./units.ts";

const CR = 0x0d;

/** How findings become records. */
export interface ResolveOptions extends Roots {
  /** Reads a file of the repository. */
  readonly readFile: ReadFile;
  /** Path of findings that name none, from the root. */
  readonly path?: string;
  /** Told of each finding and each fix that is left out, and why. */
  readonly onDrop?: (notice: string) => void;
}

/** A file of the repository, as far as it could be read. */
interface ReadResult {
  readonly path: string;
  readonly source?: SourceText;
  readonly digest?: string;
}

/**
 * Turns findings into records.
 *
 * @param findings What the tools say.
 * @param options Where the repository is and how to read it; each file is read once.
 * @returns The records, in the same order, without those of files outside the repository.
 */
export async function resolveFindings(
  findings: readonly Finding[],
  options: ResolveOptions,
): Promise<DiagnosticRecord[]> {
  const files = await readNamedFiles(findings, options);
  const context = { ...options, find: (written: string) => files.get(written) };
  return findings.map((finding) => resolveFinding(finding, context))
    .filter((record) => record !== undefined);
}

/** Reads every file that a finding names, by the path as the tool wrote it. */
async function readNamedFiles(
  findings: readonly Finding[],
  options: ResolveOptions,
): Promise<ReadonlyMap<string, ReadResult | undefined>> {
  const files = new Map<string, ReadResult | undefined>();
  const known = new Map<string, ReadResult | undefined>();
  const read = async (path: string) => {
    if (!known.has(path)) known.set(path, await readSource(path, options.readFile));
    return known.get(path);
  };
  for (const written of listWrittenPaths(findings, options.path)) {
    const paths = toRepositoryPaths(written, options);
    let file: ReadResult | undefined;
    for (const path of paths) file ??= await read(path);
    files.set(written, file ?? (paths.length === 0 ? undefined : { path: paths[0] }));
  }
  return files;
}

function listWrittenPaths(findings: readonly Finding[], path: string | undefined): Set<string> {
  const written = new Set<string>();
  if (path !== undefined) written.add(path);
  for (const finding of findings) {
    if (finding.path !== undefined) written.add(finding.path);
    for (const frame of finding.frames ?? []) written.add(frame.path);
    for (const fix of finding.fixes ?? []) {
      for (const edit of fix.edits) if (edit.path !== undefined) written.add(edit.path);
    }
  }
  return written;
}

/** Reads a file; one that may not be read, or is not text, has no lines that could be counted. */
async function readSource(path: string, readFile: ReadFile): Promise<ReadResult | undefined> {
  try {
    const content = await readFile(path);
    if (content === undefined) return undefined;
    return { path, source: toSourceText(content.bytes), digest: await digest(content.bytes) };
  } catch (error) {
    if (error instanceof Failure) return { path };
    throw error;
  }
}

interface Context extends ResolveOptions {
  readonly find: (written: string) => ReadResult | undefined;
}

function resolveFinding(finding: Finding, context: Context): DiagnosticRecord | undefined {
  if (finding.record !== undefined) return finding.record;
  const place = findPlace(finding, context);
  if (place === "outside") return undefined;
  const { message, severity, source, code } = finding;
  return {
    type: "diagnostic",
    message,
    ...(place === undefined ? {} : { location: toLocation(place) }),
    severity,
    source,
    ...(code === undefined ? {} : { code }),
    fixes: resolveFixes(finding, place, context),
  };
}

/** The place of a finding, in its file. */
interface Place {
  readonly file: ReadResult;
  readonly start?: Mark;
  readonly end?: Mark;
  readonly finding: Finding;
}

/** The first frame in the repository; else the path of the finding. */
function findPlace(finding: Finding, context: Context): Place | "outside" | undefined {
  for (const { path, line, column } of finding.frames ?? []) {
    const file = context.find(path);
    if (file?.source !== undefined) return { file, start: { line, column }, finding };
  }
  const written = finding.path ?? context.path;
  if (written === undefined) return undefined;
  const file = context.find(written);
  if (file === undefined) {
    context.onDrop?.(`"${written}" is not in the repository`);
    return "outside";
  }
  return { file, start: finding.start, end: finding.end, finding };
}

function toLocation(place: Place): NonNullable<DiagnosticRecord["location"]> {
  const { path, digest } = place.file;
  const range = toRange(place);
  return {
    path,
    ...(range === undefined ? {} : { range }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Lines and columns of a place; without the file only those columns that are bytes anyway. */
function toRange({ file, start, end, finding }: Place): Range | undefined {
  const units = finding.units ?? UNKNOWN;
  if (start === undefined) return undefined;
  if (file.source === undefined) return toBlindRange(start, end, units);
  const { source } = file;
  const startByte = toByte(source, start, units) ??
    findNamedByte(source, start, units, finding.message);
  if (startByte === undefined) return toLineRange(start, end);
  const endByte = end === undefined ? undefined : toByte(source, end, units);
  const first = toPosition(source, startByte);
  const last = endByte === undefined || endByte < startByte
    ? { line: end?.line === undefined || end.line < first.line ? first.line : end.line }
    : toPosition(source, endByte);
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    ...("column" in last ? { endColumn: last.column } : {}),
  };
}

function toPosition(source: SourceText, byte: number): { line: number; column: number } {
  const line = lineOfByte(source, byte);
  return { line: line + 1, column: byte - source.lineStarts[line] + 1 };
}

function toLineRange(start: Mark, end: Mark | undefined): Range | undefined {
  if (start.line === undefined) return undefined;
  const endLine = end?.line ?? start.line;
  return { startLine: start.line, endLine: Math.max(endLine, start.line) };
}

function toBlindRange(start: Mark, end: Mark | undefined, units: Units): Range | undefined {
  const lines = toLineRange(start, end);
  const isByte = units.column === "byte" && units.tab === undefined;
  if (lines === undefined || !isByte || start.column === undefined) return lines;
  const withStart = { ...lines, startColumn: start.column };
  return end?.column === undefined ? withStart : { ...withStart, endColumn: end.column };
}

function resolveFixes(finding: Finding, place: Place | undefined, context: Context): Fix[] {
  const raw = finding.fixes ?? [];
  if (raw.length === 0) return [];
  if (isStale(finding, place)) {
    context.onDrop?.(`the file "${place?.file.path}" is not the one that ${finding.source} read`);
    return [];
  }
  const fixes: Fix[] = [];
  for (const fix of raw) {
    const edits = resolveEdits(fix, finding, context);
    if (typeof edits !== "string") {
      fixes.push({ title: fix.title, safety: fix.safety, edits });
    } else context.onDrop?.(`a fix of ${finding.source} for "${finding.path}" is void: ${edits}`);
  }
  return fixes;
}

/** Whether the tool says what it read, and the file holds something else now. */
function isStale(finding: Finding, place: Place | undefined): boolean {
  const source = place?.file.source;
  if (finding.content === undefined || source === undefined) return false;
  const content = new TextDecoder().decode(source.bytes); // without a byte order mark
  return content !== finding.content.replace(/^\ufeff/, "");
}

/** All edits of a fix in bytes, or why one of them cannot be. */
function resolveEdits(fix: RawFix, finding: Finding, context: Context): ByteEdit[] | string {
  const edits: ByteEdit[] = [];
  for (const edit of fix.edits) {
    const file = findText(edit.path ?? finding.path ?? context.path, context);
    if (typeof file === "string") return file;
    const units = edit.units ?? finding.units ?? UNKNOWN;
    const resolved = resolveEdit(edit, { ...file, units, anyLineEnds: fix.unifiesLineEnds });
    if (typeof resolved === "string") return resolved;
    if (edit.text !== edit.expected) edits.push(resolved);
  }
  if (fix.unifiesLineEnds) {
    const file = findText(finding.path, context);
    if (typeof file === "string") return file;
    edits.push(...toLineEndEdits(file.path, file.source, edits));
  }
  return edits.length === 0 ? "it changes nothing" : edits;
}

/** A file of text, or why there is none. */
function findText(
  written: string | undefined,
  context: Context,
): { readonly path: string; readonly source: SourceText } | string {
  const file = written === undefined ? undefined : context.find(written);
  if (file === undefined) return `"${written}" is not in the repository`;
  if (file.source === undefined) return `"${file.path}" cannot be read as text`;
  return { path: file.path, source: file.source };
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

/** Where an edit goes, and how its place is counted. */
interface EditTarget {
  readonly path: string;
  readonly source: SourceText;
  readonly units: Units;
  /** Whether the tool shows lines without telling how they end. */
  readonly anyLineEnds?: boolean;
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
  if (edit.text.includes("\ufffd")) return "its text is damaged";
  const bytes = source.bytes.subarray(startByte, endByte);
  if (edit.expected !== undefined && !holds(bytes, edit.expected, target.anyLineEnds)) {
    return "the file holds something else in its place";
  }
  return { path, startByte, endByte, text: edit.text };
}

/** Whether bytes are a text, whose lines may end in any way if that is not told. */
function holds(bytes: Uint8Array, expected: string, anyLineEnds = false): boolean {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return text === expected || (anyLineEnds && text.replaceAll("\r\n", "\n") === expected);
}
