/**
 * What `map -` and `context PROMPT -` take on stdin: paths, one a line or ended by NUL, or records.
 *
 * @module
 */

import { Failure } from "../lib/errors.ts";
import { concat, parseRecords } from "../lib/ndjson.ts";
import type { UnknownRecord } from "../lib/types.ts";

/** What came in: one of the two is empty. */
export interface ListedInput {
  /** Paths, as they were written. */
  readonly paths: readonly string[];
  /** Records of an earlier stage. */
  readonly records: readonly UnknownRecord[];
}

const INPUT_LIMIT_BYTES = 64 * 1024 * 1024;
const BRACE = 0x7b;

/**
 * Reads stdin as what it is. In paths, bytes that are not UTF-8 become U+FFFD: no file of such a name
 * can be opened, and whoever lists the paths names it.
 *
 * @param chunks The bytes.
 * @param options Whether NUL ends a path, as with `git ls-files -z`.
 * @throws {Failure} With `E_NOTHING` when nothing came in, `E_LIMIT` when too much did.
 * @throws {InputError} When a line is not a record.
 */
export async function readListedInput(
  chunks: AsyncIterable<Uint8Array>,
  options: { readonly isNul: boolean },
): Promise<ListedInput> {
  const bytes = await readAll(chunks);
  if (!options.isNul && bytes.find((byte) => byte > 0x20) === BRACE) {
    const records: UnknownRecord[] = [];
    for await (const batch of parseRecords(toIterable(bytes))) records.push(...batch);
    return { paths: [], records };
  }
  const text = new TextDecoder().decode(bytes);
  const paths = options.isNul ? text.split("\0") : text.split(/\r?\n/).map(unquote);
  const given = paths.filter((path) => path !== "");
  if (given.length > 0) return { paths: given, records: [] };
  throw new Failure("E_NOTHING", "Cannot choose files: stdin names none");
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > INPUT_LIMIT_BYTES) {
      throw new Failure(
        "E_LIMIT",
        `Cannot read stdin: it has more than ${INPUT_LIMIT_BYTES} bytes`,
      );
    }
  }
  return concat(parts);
}

async function* toIterable(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  "\\": 92,
};

/** A path as git prints it without -z: in quotes, with escapes, when it has unusual bytes. */
function unquote(line: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(line)?.[1];
  if (quoted === undefined) return line;
  const bytes: number[] = [];
  for (const [part, escape, octal] of quoted.matchAll(/\\(?:([abtnvfr"\\])|([0-7]{3}))|[^\\]+/g)) {
    if (escape !== undefined) bytes.push(ESCAPES[escape]);
    else if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(part));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
