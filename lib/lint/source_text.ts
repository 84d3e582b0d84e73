/**
 * A file as bytes with its lines, and the way from a tool's columns and offsets to bytes.
 *
 * @module
 */

import { countUtf16, skipColumns } from "./characters.ts";
import type { Mark, Units } from "./finding.ts";

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const BOM_BYTES = 3;

/** A file that was read, indexed by line. */
export interface SourceText {
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** Whether it begins with a byte order mark. */
  readonly hasBom: boolean;
  /** Whether all its bytes are ASCII. */
  readonly isAscii: boolean;
  /** Offset of each line, in bytes; only LF ends a line. */
  readonly lineStarts: readonly number[];
  /** Whether it holds something that some tools take for the end of a line and others do not. */
  readonly hasOddBreaks: boolean;
  /** UTF-16 units before each line, without a byte order mark; made when first needed. */
  readonly utf16Starts: () => readonly number[];
}

/**
 * Indexes a file.
 *
 * @returns The file, or undefined when it is not UTF-8.
 */
export function toSourceText(bytes: Uint8Array): SourceText | undefined {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined; // not text: nothing in it has a line or a column
  }
  const hasBom = text.charCodeAt(0) === 0xfeff;
  const lineStarts = [0];
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lineStarts.push(at + 1);
  let utf16Starts: number[] | undefined;
  return {
    bytes,
    hasBom,
    isAscii: text.length === bytes.length,
    lineStarts,
    hasOddBreaks: /\r(?!\n)|[\u2028\u2029]/.test(text),
    utf16Starts: () => utf16Starts ??= sumUtf16(bytes, lineStarts, hasBom ? -1 : 0),
  };
}

function sumUtf16(bytes: Uint8Array, lineStarts: readonly number[], start: number): number[] {
  let sum = start;
  return lineStarts.map((lineStart, line) => {
    const before = sum;
    sum += countUtf16(bytes, lineStart, lineStarts[line + 1] ?? bytes.length);
    return before;
  });
}

/** The line that a byte lies in, from 0. */
export function lineOfByte(source: SourceText, byte: number): number {
  return upperBound(source.lineStarts, byte) - 1;
}

/**
 * The column in code points, without a byte order mark, of a column in bytes.
 *
 * @param source The file.
 * @param line The line, from 1.
 * @param column The column in bytes, from 1.
 * @returns The column from 1, or undefined when it is not in the file.
 */
export function toCodePointColumn(
  source: SourceText,
  line: number,
  column: number,
): number | undefined {
  const start = source.lineStarts[line - 1];
  if (start === undefined || start + column - 1 > endOfLine(source, line - 1)) return undefined;
  const before = source.bytes.subarray(start, start + column - 1);
  const mark = line === 1 && source.hasBom && column > BOM_BYTES ? 1 : 0;
  return [...new TextDecoder("utf-8", { ignoreBOM: true }).decode(before)].length - mark + 1;
}

/** Index of the first element that is greater than a value. */
function upperBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Finds the byte that a tool means.
 *
 * @param source The file that the tool read.
 * @param mark What the tool says.
 * @param units What one column of the tool is.
 * @returns The offset in bytes, or undefined when it is not in the file, inside a character, or
 * not certain.
 */
export function toByte(source: SourceText, mark: Mark, units: Units): number | undefined {
  if (mark.atEnd) return source.bytes.length;
  if (mark.offset !== undefined) return offsetToByte(source, mark.offset, units);
  if (mark.line === undefined || mark.column === undefined || mark.line < 1) return undefined;
  const line = mark.line - 1;
  if (line === source.lineStarts.length && mark.column === 1 && isOpen(source)) {
    return source.bytes.length;
  }
  if (line >= source.lineStarts.length) return undefined;
  const start = source.lineStarts[line];
  const skipped = line === 0 && source.hasBom && !units.bom ? BOM_BYTES : 0;
  const inLine = columnToByte(source, line, mark.column, units, skipped);
  if (inLine === undefined) return undefined;
  const byte = start + skipped + inLine;
  return byte <= endOfLine(source, line) && isBoundary(source.bytes, byte) ? byte : undefined;
}

/** Whether the last line has no end, so that tools may count one more. */
function isOpen({ bytes }: SourceText): boolean {
  return bytes.length > 0 && bytes[bytes.length - 1] !== LF;
}

/** Offset of the end of a line: of its LF, or of the end of the file. */
function endOfLine(source: SourceText, line: number): number {
  const next = source.lineStarts[line + 1];
  return next === undefined ? source.bytes.length : next - 1;
}

function isBoundary(bytes: Uint8Array, byte: number): boolean {
  return byte >= bytes.length || (bytes[byte] & 0xc0) !== 0x80;
}

function offsetToByte(source: SourceText, offset: number, units: Units): number | undefined {
  const skipped = source.hasBom && !units.bom ? BOM_BYTES : 0;
  const byte = units.offset === "utf16" ? utf16ToByte(source, offset) : offset + skipped;
  if (byte === undefined || byte < 0 || byte > source.bytes.length) return undefined;
  return isBoundary(source.bytes, byte) ? byte : undefined;
}

/** From UTF-16 units without a byte order mark to bytes with it. */
function utf16ToByte(source: SourceText, offset: number): number | undefined {
  if (source.isAscii || offset < 0) return offset;
  const starts = source.utf16Starts();
  const line = upperBound(starts, offset) - 1;
  const range = {
    start: source.lineStarts[line],
    end: source.lineStarts[line + 1] ?? source.bytes.length,
  };
  return skipColumns(source.bytes, range, offset - starts[line], UTF16_UNITS);
}

const UTF16_UNITS = { column: "utf16" } as const;

/** Bytes before a column, from the start of the line or, with a mark left out, after it. */
function columnToByte(
  source: SourceText,
  line: number,
  column: number,
  units: Units,
  skipped: number,
): number | undefined {
  if (column < 1) return undefined;
  if (units.column === "byte" && units.tab === undefined) return column - 1;
  const start = source.lineStarts[line] + skipped;
  if (isPlain(source.bytes, start, start + column - 1)) return column - 1;
  if (units.column === "unknown") return undefined;
  const byte = skipColumns(
    source.bytes,
    { start, end: endOfLine(source, line) },
    column - 1,
    units,
  );
  return byte === undefined ? undefined : byte - start;
}

/** Whether all bytes in a range are ASCII and no tab, so that every unit is one. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const byte = bytes[index];
    if (byte === undefined || byte >= 0x80 || byte === TAB || byte === LF || byte === CR) {
      return false;
    }
  }
  return true;
}
