import { Failure, InputError } from "./errors.ts";
import type { UnknownRecord } from "./types.ts";

/** Longest line that is read, in bytes. */
export const LINE_LIMIT_BYTES = 64 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** Writes records as newline-delimited JSON. */
export function printRecords(records: readonly { readonly type: string }[]): string {
  return records.map((record) => JSON.stringify(record) + "\n").join("");
}

/**
 * Reads one line as a record.
 *
 * @param text The line, without its end.
 * @param line Its number, from 1, for the message.
 * @throws {InputError} When it is not a JSON object with a `type`.
 */
export function parseRecord(text: string, line: number): UnknownRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`Cannot parse record on line ${line}: it is not JSON`, { line, cause });
  }
  if (typeof value !== "object" || value === null || !("type" in value)) {
    throw new InputError(`Cannot parse record on line ${line}: expected an object with "type"`, {
      line,
    });
  }
  if (typeof value.type !== "string") {
    throw new InputError(`Cannot parse record on line ${line}: "type" must be a string`, { line });
  }
  return value as UnknownRecord;
}

/**
 * Cuts a stream of bytes into lines. Only LF ends a line, a CR before it goes; the last line may
 * lack its end. Bytes that are not UTF-8 are an error, never a replacement character.
 *
 * @param chunks The bytes, cut anywhere.
 * @returns For each chunk the lines that it completed.
 * @throws {InputError} On bytes that are not UTF-8.
 * @throws {Failure} With `E_LIMIT` for a line over the cap.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let count = 0;
  for await (const chunk of chunks) {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      pending.push(chunk.subarray(start, end));
      lines.push(decodeLine(pending, ++count));
      pending = [];
      pendingBytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      pending.push(chunk.slice(start));
      pendingBytes += chunk.length - start;
    }
    if (pendingBytes > LINE_LIMIT_BYTES) {
      throw new Failure(
        "E_LIMIT",
        `Cannot read line ${count + 1}: it is longer than ${LINE_LIMIT_BYTES} bytes`,
      );
    }
    if (lines.length > 0) yield lines;
  }
  if (pendingBytes > 0) yield [decodeLine(pending, count + 1)];
}

function decodeLine(parts: readonly Uint8Array[], line: number): string {
  const bytes = parts.length === 1 ? parts[0] : concat(parts);
  const end = bytes.length > 0 && bytes[bytes.length - 1] === CR ? bytes.length - 1 : bytes.length;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(0, end),
    );
  } catch (cause) {
    throw new InputError(`Cannot read line ${line}: it is not UTF-8`, { line, cause });
  }
}

/** Joins pieces of bytes into one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/**
 * Reads newline-delimited JSON, a batch for each chunk of bytes. Empty lines are passed over.
 *
 * @throws {InputError} On a line that is not a record.
 */
export async function* parseRecords(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<UnknownRecord[]> {
  let line = 0;
  for await (const lines of splitLines(chunks)) {
    const records: UnknownRecord[] = [];
    for (const text of lines) {
      line++;
      if (text.trim() !== "") records.push(parseRecord(text, line));
    }
    if (records.length > 0) yield records;
  }
}
