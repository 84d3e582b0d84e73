/**
 * Whole files in fences:
 *
 *     src/a.ts
 *     ```ts
 *     all lines of the file
 *     ```
 *
 * @module
 */

import {
  type AnswerCursor,
  closesFence,
  type Fence,
  isBlank,
  parseFence,
  takeIndent,
} from "./answer_cursor.ts";
import type { PathLine } from "./answer_path.ts";
import { parsePathLine } from "./answer_path.ts";
import type { Fault, WriteEdit } from "./edit.ts";
import { isBeginPatch } from "./begin_patch.ts";
import { stripNumbers } from "./numbered.ts";
import { type BlockResult, isSearchMarker, isStrayMarker } from "./search_replace.ts";
import { isDiffHeader } from "./unified.ts";

/**
 * Reads the file whose fence has its opener before the cursor, and moves the cursor behind it.
 *
 * A file may hold fences of its own. With an info string they nest; bare ones cannot be told from the
 * end of the file, so that what follows decides: text that goes on without a blank line means that
 * the end was no end.
 *
 * @param cursor Stands at the first line of the file.
 * @param fence The opener.
 * @param name The path above it.
 */
export function parseWholeFile(cursor: AnswerCursor, fence: Fence, name: PathLine): BlockResult {
  const line = cursor.at;
  const start = cursor.at;
  const end = findEnd(cursor, fence);
  cursor.at = end === undefined ? cursor.lines.length : end + 1;
  if (end === undefined) return fault("E_CUT", line, "the file has no closing fence");
  if (goesOn(cursor)) {
    return fault("E_ANSWER", line, "the file holds fences, so its own must be longer");
  }
  const lines = takeNumbers(takeIndent(cursor.lines.slice(start, end), fence.indent));
  if (holdsBrokenBlock(lines)) {
    return fault("E_ANSWER", line, "the file holds the end of an edit without its beginning");
  }
  return {
    edit: {
      kind: "write",
      paths: name.paths,
      line,
      form: "whole",
      lines,
      finalNewline: true,
      presence: PRESENCE[name.certainty],
    },
  };
}

/** A word above a fence may be its title as well as the name of a file. */
const PRESENCE: Readonly<Record<PathLine["certainty"], WriteEdit["presence"]>> = {
  sure: "any",
  likely: "existing",
  mentioned: "existing",
  word: "if there",
};

/** A file that is numbered from its first line to its last was copied from a listing. */
function takeNumbers(lines: readonly string[]): readonly string[] {
  const listing = lines.length > 1 ? stripNumbers(lines) : undefined;
  return listing?.first === 1 ? listing.lines : lines;
}

function fault(reason: Fault["reason"], line: number, message: string): BlockResult {
  return { fault: { reason, line, message } };
}

/** Whether a block ends that did not begin: then the fence belongs to the block, not to a file. */
function holdsBrokenBlock(lines: readonly string[]): boolean {
  let open = 0;
  for (const line of lines) {
    if (isSearchMarker(line)) open++;
    else if (isStrayMarker(line) && --open < 0) return true;
  }
  return open !== 0;
}

/** The closing fence that goes with an opener, with fences in between counted. */
function findEnd(cursor: AnswerCursor, opener: Fence): number | undefined {
  const open: Fence[] = [opener];
  for (let at = cursor.at; at < cursor.lines.length; at++) {
    const fence = parseFence(cursor.lines[at]);
    if (fence === undefined) continue;
    if (closesFence(cursor.lines[at], open[open.length - 1])) open.pop();
    else if (fence.info !== "" && isNested(fence, open[open.length - 1])) open.push(fence);
    if (open.length === 0) return at;
  }
  return undefined;
}

/** A shorter fence inside a longer one is text; one as long opens a block inside. */
function isNested(inner: Fence, outer: Fence): boolean {
  return inner.indent === outer.indent && inner.marker[0] === outer.marker[0] &&
    inner.marker.length >= outer.marker.length &&
    /^[\w+#.-]+(?:[ {].*)?$/.test(inner.info);
}

/** Whether the text after a file looks as if the file had not ended. */
function goesOn(cursor: AnswerCursor): boolean {
  const next = cursor.lines[cursor.at];
  if (next === undefined || isBlank(next)) return false;
  const beginsEdit = isSearchMarker(next) || isBeginPatch(next) ||
    isDiffHeader(cursor.lines, cursor.at);
  return !beginsEdit && parsePathLine(next)?.certainty !== "sure" && parseFence(next) === undefined;
}
