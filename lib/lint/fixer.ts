import { digest } from "../digest.ts";
import type { ByteEdit, DiagnosticRecord } from "../types.ts";

/** A file before and after a fixer ran on a copy of it. */
export interface FixedFile {
  /** Path from the root. */
  readonly path: string;
  /** Bytes before. */
  readonly before: Uint8Array;
  /** Bytes after; undefined when the fixer removed it. */
  readonly after: Uint8Array | undefined;
}

/**
 * Makes diagnostics of what a fixer did to a copy of the files, so that `fix` can do the same.
 *
 * @param files The files, those that it left alone too.
 * @param source The fixer, by name.
 * @returns One diagnostic for each file that it changed, with a fix that changes it likewise.
 */
export async function toFixerRecords(
  files: readonly FixedFile[],
  source: string,
): Promise<DiagnosticRecord[]> {
  const records: DiagnosticRecord[] = [];
  for (const { path, before, after } of files) {
    const edit = after === undefined ? undefined : toEdit(path, before, after);
    if (edit === undefined) continue;
    const startLine = countLines(before.subarray(0, edit.startByte));
    records.push({
      type: "diagnostic",
      message: `${source} would change this file`,
      location: {
        path,
        range: { startLine, endLine: countLines(before.subarray(0, edit.endByte)) },
        digest: await digest(before),
      },
      severity: "warning",
      source,
      fixes: [{ title: `Change the file as ${source} does`, safety: "safe", edits: [edit] }],
    });
  }
  return records;
}

const LF = 0x0a;

function countLines(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => byte === LF ? count + 1 : count, 1);
}

/** The least replacement, of whole characters; undefined when nothing changed, or it is no text. */
function toEdit(path: string, before: Uint8Array, after: Uint8Array): ByteEdit | undefined {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head++;
  if (head === before.length && head === after.length) return undefined;
  let tail = 0;
  while (
    tail < least - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) tail++;
  while (head > 0 && (isInside(before, head) || isInside(after, head))) head--;
  while (
    tail > 0 && (isInside(before, before.length - tail) || isInside(after, after.length - tail))
  ) {
    tail--;
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(after.subarray(head, after.length - tail));
    return { path, startByte: head, endByte: before.length - tail, text };
  } catch {
    return undefined; // the fixer made something that is not text
  }
}

/** Whether an offset lies inside a character. */
function isInside(bytes: Uint8Array, offset: number): boolean {
  return offset < bytes.length && (bytes[offset] & 0xc0) === 0x80;
}
