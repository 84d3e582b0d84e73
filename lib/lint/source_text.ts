/**
 * A file as bytes with its lines, and the way from a tool's columns and offsets to bytes.
 *
 * @module
 */

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
  /** Text of a line, from 0, without its end; made when first needed. */
  readonly lineText: (line: number) => string;
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
  const isAscii = text.length === bytes.length;
  const lineStarts = [0];
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lineStarts.push(at + 1);
  let lines: string[] | undefined;
  let utf16Starts: number[] | undefined;
  const toLines = () => lines ??= text.split("\n");
  return {
    bytes,
    hasBom,
    isAscii,
    lineStarts,
    hasOddBreaks: /\r(?!\n)|[\u2028\u2029]/.test(text),
    utf16Starts: () => utf16Starts ??= sumLengths(toLines(), hasBom ? -1 : 0),
    lineText: (line) => toLines()[line].replace(/\r$/, ""),
  };
}

function sumLengths(lines: readonly string[], start: number): number[] {
  let sum = start;
  return lines.map((line) => {
    const before = sum;
    sum += line.length + 1;
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
  if (line === source.lineStarts.length && mark.column === 1) return source.bytes.length;
  if (line >= source.lineStarts.length) return undefined;
  const start = source.lineStarts[line];
  const skipped = line === 0 && source.hasBom && !units.bom ? BOM_BYTES : 0;
  const inLine = columnToByte(source, line, mark.column, units, skipped);
  if (inLine === undefined) return undefined;
  const byte = start + skipped + inLine;
  return byte <= endOfLine(source, line) && isBoundary(source.bytes, byte) ? byte : undefined;
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
  if (source.isAscii) return offset;
  if (offset < 0) return undefined;
  const starts = source.utf16Starts();
  const line = upperBound(starts, offset) - 1;
  const text = source.lineText(line);
  const units = offset - starts[line];
  const rest = Math.max(0, units - text.length); // into the CR or past the end
  const byte = source.lineStarts[line] + byteLength(text.slice(0, units)) + rest;
  return byte <= endOfLine(source, line) ? byte : undefined;
}

/** Bytes of a text in UTF-8. */
function byteLength(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Half of a pair is 2 of its 4 bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
  }
  return bytes;
}

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
  const text = source.lineText(line).slice(skipped > 0 ? 1 : 0);
  return walkColumns(text, column - 1, units);
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

/**
 * Bytes of the characters that fill so many columns, with the marks that combine with the last one;
 * undefined when no character ends there.
 */
function walkColumns(text: string, columns: number, units: Units): number | undefined {
  let column = 0;
  let byte = 0;
  for (const character of text) {
    const cells = width(character, column, units);
    if (column === columns && cells > 0) return byte;
    if (column > columns) return undefined;
    column += cells;
    byte += byteLength(character);
  }
  return column <= columns && columns - column <= 1 ? byte + columns - column : undefined;
}

function width(character: string, column: number, units: Units): number {
  if (character === "\t") {
    return units.tab === "stop" ? 8 - column % 8 : units.tab ?? 1;
  }
  switch (units.column) {
    case "byte":
      return byteLength(character);
    case "utf16":
      return character.length;
    case "cell":
      return cellWidth(character);
    default:
      return 1;
  }
}

/** Combining marks take no cell. */
const NO_CELL_REGEXP = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
/** Scripts and blocks whose characters take two cells. */
const TWO_CELLS_REGEXP =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;

function cellWidth(character: string): number {
  if (character < "\u0300") return 1;
  if (NO_CELL_REGEXP.test(character)) return 0;
  return TWO_CELLS_REGEXP.test(character) ? 2 : 1;
}
