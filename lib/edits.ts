import { concat } from "./ndjson.ts";
import { Failure } from "./errors.ts";
import type { ByteEdit } from "./types.ts";

/**
 * Replaces ranges of bytes; everything outside them stays as it is.
 *
 * Edits may come in any order and may touch, but not overlap; two insertions at one place overlap,
 * as nothing says which comes first. Equal edits count once.
 *
 * @param bytes The file.
 * @param edits What to replace, all of them in this file.
 * @returns The file with all edits made.
 * @throws {Failure} With `E_CONFLICT` when edits overlap, with `E_NOT_FOUND` when one is not inside
 * the file.
 */
export function applyByteEdits(bytes: Uint8Array, edits: readonly ByteEdit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const encoder = new TextEncoder();
  let at = 0;
  let last: ByteEdit | undefined;
  for (const edit of sortEdits(edits)) {
    checkEdit(edit, bytes.length);
    if (last !== undefined && isSameEdit(last, edit)) continue;
    if (last !== undefined && overlaps(last, edit)) throw conflict(last, edit);
    parts.push(bytes.subarray(at, edit.startByte), encoder.encode(edit.text));
    at = edit.endByte;
    last = edit;
  }
  return concat([...parts, bytes.subarray(at)]);
}

/** Orders edits by where they begin, then by where they end. */
export function sortEdits(edits: readonly ByteEdit[]): ByteEdit[] {
  return edits.toSorted((a, b) => a.startByte - b.startByte || a.endByte - b.endByte);
}

/** Whether two edits, the first not after the second, cannot both be made. */
function overlaps(first: ByteEdit, second: ByteEdit): boolean {
  return second.startByte < first.endByte ||
    (second.startByte === second.endByte && second.startByte === first.startByte);
}

function isSameEdit(a: ByteEdit, b: ByteEdit): boolean {
  return a.startByte === b.startByte && a.endByte === b.endByte && a.text === b.text;
}

function checkEdit({ path, startByte, endByte }: ByteEdit, sizeBytes: number): void {
  if (
    Number.isInteger(startByte) && startByte >= 0 && startByte <= endByte && endByte <= sizeBytes
  ) {
    return;
  }
  throw new Failure(
    "E_NOT_FOUND",
    `Cannot edit "${path}": bytes ${startByte} to ${endByte} are not inside its ${sizeBytes} bytes`,
  );
}

function conflict(first: ByteEdit, second: ByteEdit): Failure {
  return new Failure(
    "E_CONFLICT",
    `Cannot edit "${first.path}": the edits at bytes ${first.startByte} and ${second.startByte} overlap`,
  );
}
