/** Edits as JSON: `{"path", "old", "new"}`, alone, in an array, one a line, or under `"edits"`. */

import { toPaths } from "./answer_path.ts";
import type { Edit, Fault, ParsedAnswer, WriteEdit } from "./edit.ts";

const PATH_KEYS = ["path", "file", "file_path", "filePath", "filename"];
const OLD_KEYS = ["old", "old_string", "oldString", "old_text", "oldText", "old_str", "search"];
const NEW_KEYS = ["new", "new_string", "newString", "new_text", "newText", "new_str", "replace"];
const CONTENT_KEYS = ["content", "contents", "file_text"];

/** Whether a text is meant as JSON edits, even when it cannot be read. */
export function looksLikeJsonEdits(text: string): boolean {
  const has = (keys: readonly string[]) => keys.some((key) => text.includes(`"${key}"`));
  return /^\s*[[{]/.test(text) && has(PATH_KEYS) &&
    ((has(OLD_KEYS) && has(NEW_KEYS)) ||
      (has(CONTENT_KEYS) && /^\s*[[{]\s*\{?\s*"(?:path|file|edits)/.test(text)));
}

/**
 * Reads JSON edits.
 *
 * @param text The JSON.
 * @param line Its first line in the answer, from 1.
 */
export function parseJsonEdits(text: string, line: number): ParsedAnswer {
  const values = parseValues(text);
  if (values === undefined) return { edits: [], faults: [fault(line, "the JSON cannot be read")] };
  const edits: Edit[] = [];
  for (const value of values) {
    const edit = toEdit(value, line);
    if (edit === undefined) {
      return { edits, faults: [fault(line, 'an edit must have "path", "old" and "new" as texts')] };
    }
    edits.push(edit);
  }
  return { edits, faults: [] };
}

function fault(line: number, message: string): Fault {
  return { reason: "E_ANSWER", line, message };
}

/** The objects of a JSON text: one, an array, the array under "edits", or one a line. */
function parseValues(text: string): readonly unknown[] | undefined {
  try {
    return unpack(JSON.parse(text));
  } catch {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    try {
      return lines.flatMap((line) => unpack(JSON.parse(line)));
    } catch {
      return undefined; // neither one value nor one a line
    }
  }
}

function unpack(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value) || !Array.isArray(value.edits)) return [value];
  const path = pickText(value, PATH_KEYS);
  return path === undefined
    ? value.edits
    : value.edits.map((edit) => isObject(edit) ? { path, ...edit } : edit);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toEdit(value: unknown, line: number): Edit | undefined {
  if (!isObject(value)) return undefined;
  const path = pickText(value, PATH_KEYS);
  if (path === undefined || path === "") return undefined;
  const origin = { paths: toPaths(path), line, form: "json" as const };
  const before = pickText(value, OLD_KEYS);
  const after = pickText(value, NEW_KEYS);
  const content = pickText(value, CONTENT_KEYS);
  if (before === undefined && after === undefined && content !== undefined) {
    return { ...origin, ...toContent(content), kind: "write", presence: "any" };
  }
  if (value.delete === true && after === undefined) return { ...origin, kind: "delete" };
  if (before === undefined || after === undefined) return undefined;
  if (before === "") return { ...origin, ...toContent(after), kind: "write", presence: "new" };
  return { ...origin, kind: "text", before: toLf(before), after: toLf(after) };
}

/** JSON that forgets the end of the last line means it all the same. */
function toContent(text: string): Pick<WriteEdit, "lines" | "finalNewline"> {
  const lines = toLf(text).split("\n");
  return { lines: lines.at(-1) === "" ? lines.slice(0, -1) : lines, finalNewline: true };
}

function toLf(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function pickText(
  value: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): string | undefined {
  const key = keys.find((key) => typeof value[key] === "string");
  return key === undefined ? undefined : value[key] as string;
}
