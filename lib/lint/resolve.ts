/**
 * Turns findings into records: paths from the repository root, columns and offsets in bytes. What
 * is not certain is left out, so that nothing is ever edited in a wrong place.
 *
 * @module
 */

import { digest } from "../digest.ts";
import { Failure } from "../errors.ts";
import type { ReadFile } from "../ports.ts";
import type { DiagnosticRecord, Range } from "../types.ts";
import type { Finding, Mark, Units } from "./finding.ts";
import { type Roots, toRepositoryPaths } from "./paths.ts";
import { findNamedByte } from "./named.ts";
import { type ReadResult, resolveFixes } from "./resolve_fixes.ts";
import { type Reported, settleReports } from "./reports.ts";
import { lineOfByte, type SourceText, toByte, toSourceText } from "./source_text.ts";
import { UNKNOWN } from "./units.ts";
import { compareWithFile, type Evidence } from "./witness.ts";

/** How findings become records. */
export interface ResolveOptions extends Roots {
  /** Reads a file of the repository. */
  readonly readFile: ReadFile;
  /** Path of findings that name none, from the root. */
  readonly path?: string;
  /** Told of each finding and each fix that is left out, and why. */
  readonly onDrop?: (notice: string) => void;
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
  const versions = await findOtherVersions(findings, files);
  const context = { ...options, find: (written: string) => files.get(written) };
  const rows = findings.map((finding) =>
    resolveFinding(finding, seeAsTool(finding, context, versions))
  );
  return settleReports(rows.filter((row) => row !== undefined), options.onDrop);
}

type Versions = ReadonlyMap<string, ReadonlyMap<string, ReadResult | undefined>>;

/**
 * Where a tool repeats the file that it read, and it is another one than that in the repository,
 * the places are those in what it read, and the digest says so: a later pass of a fixer is about
 * a text that the earlier ones have made.
 */
async function findOtherVersions(
  findings: readonly Finding[],
  files: ReadonlyMap<string, ReadResult | undefined>,
): Promise<Versions> {
  const versions = new Map<string, Map<string, ReadResult | undefined>>();
  for (const { path: written, content } of findings) {
    const file = written === undefined ? undefined : files.get(written);
    if (written === undefined || content === undefined || file?.source === undefined) continue;
    let known = versions.get(written);
    if (known === undefined) versions.set(written, known = new Map());
    if (!known.has(content)) known.set(content, await toOtherVersion(file, file.source, content));
  }
  return versions;
}

/** The version that a tool read; undefined when it is the one in the repository. */
async function toOtherVersion(
  { path, digest: own }: ReadResult,
  { hasBom }: SourceText,
  content: string,
): Promise<ReadResult | undefined> {
  const mark = hasBom && !content.startsWith("\ufeff") ? "\ufeff" : "";
  const bytes = new TextEncoder().encode(mark + content);
  const other = await digest(bytes);
  return other === own ? undefined : { path, source: toSourceText(bytes), digest: other };
}

function seeAsTool(finding: Finding, context: Context, versions: Versions): Context {
  const { path, content } = finding;
  if (path === undefined || content === undefined) return context;
  const version = versions.get(path)?.get(content);
  if (version === undefined) return context;
  return { ...context, find: (written) => written === path ? version : context.find(written) };
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
    const { path: own, frames, fixes } = finding;
    if (own !== undefined) written.add(own);
    if (frames !== undefined) { for (const frame of frames) written.add(frame.path); }
    if (fixes === undefined || fixes.length === 0) continue;
    for (const fix of fixes) {
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

function resolveFinding(finding: Finding, context: Context): Reported | undefined {
  if (finding.record !== undefined) {
    return { record: finding.record, compare: tellNothing, isVerified: true };
  }
  const place = findPlace(finding, context);
  if (place === "outside") return undefined;
  const { message, severity, source, sourceVersion, code, report } = finding;
  const record: DiagnosticRecord = {
    type: "diagnostic",
    message: message.toWellFormed(),
    location: place === undefined ? undefined : toLocation(place),
    severity,
    source,
    sourceVersion,
    code,
    fixes: isOther(finding, place) ? [] : resolveFixes(finding, context),
  };
  if (report === undefined) return { record, compare: tellNothing, isVerified: true };
  return { record, report, compare: () => compare(record, place), isVerified: isVerified(finding) };
}

const tellNothing = (): Evidence => "none";

/** Whether the tool read a file of another digest. */
function isOther({ contentDigest }: Finding, place: Place | undefined): boolean {
  return contentDigest !== undefined && contentDigest !== place?.file.digest;
}

function compare(record: DiagnosticRecord, place: Place | undefined): Evidence {
  const source = place?.file.source;
  if (place === undefined || source === undefined) return "none";
  return compareWithFile(source, place.finding, record);
}

/** Whether the tool tells the text that it read: of the whole file, or around each edit. */
function isVerified({ content, contentDigest, fixes = [] }: Finding): boolean {
  return content !== undefined || contentDigest !== undefined ||
    fixes.every((fix) =>
      fix.edits.some((edit) => edit.expected !== undefined && edit.expected !== "") ||
      fix.edits.every((edit) => edit.expectedLines !== undefined)
    );
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
  if (finding.frames !== undefined) {
    for (const { path, line, column } of finding.frames) {
      const file = context.find(path);
      if (file?.source !== undefined) return { file, start: { line, column }, finding };
    }
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
  return { path, range: toRange(place), digest };
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
  const first = toPosition(source, startByte, start);
  const last = endByte === undefined || endByte < startByte
    ? { line: Math.max(end?.line ?? first.line, first.line), column: undefined }
    : toPosition(source, endByte, end);
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
  };
}

/** The line and the column of a byte; a mark that gives the line saves looking for it. */
function toPosition(
  source: SourceText,
  byte: number,
  mark: Mark | undefined,
): { line: number; column: number } {
  const isTold = mark?.line !== undefined && mark.offset === undefined && !mark.atEnd &&
    mark.line <= source.lineStarts.length;
  const line = isTold ? mark.line! - 1 : lineOfByte(source, byte);
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
