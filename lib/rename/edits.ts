/**
 * From places to byte edits.
 *
 * @module
 */

import type { ByteEdit } from "../types.ts";
import type { FileHits } from "./plan.ts";
import type { TextFile } from "./project.ts";
import type { Hit } from "./scopes.ts";

/** A replacement in a text; offsets in UTF-16 units. */
export interface TextEdit {
  /** First unit that goes, from 0. */
  readonly start: number;
  /** Unit after the last one that goes. */
  readonly end: number;
  /** What comes instead. */
  readonly text: string;
}

const BOM = [0xef, 0xbb, 0xbf];

/** Turns edits of a text, in order, into edits of the bytes that it was decoded from. */
export function toByteEdits(file: TextFile, edits: readonly TextEdit[]): ByteEdit[] {
  const encoder = new TextEncoder();
  const { bytes, path, text = "" } = file;
  let unit = 0;
  let byte = BOM.every((value, at) => bytes[at] === value) ? BOM.length : 0;
  const toByte = (target: number) => {
    byte += encoder.encode(text.slice(unit, target)).length;
    unit = target;
    return byte;
  };
  return edits.map(({ start, end, text }) => ({
    path,
    startByte: toByte(start),
    endByte: toByte(end),
    text,
  }));
}

/** Makes edits, in order, in a text. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join("") + text.slice(at);
}

/** The edits that rename the places of one file. */
export function editHits(file: FileHits, name: string, newName: string): TextEdit[] {
  return file.hits.map((hit) => ({
    start: hit.start,
    end: hit.end,
    text: expand(hit, file, name, newName),
  }));
}

/** Where one word stands for two names, only one of them is renamed: `{a}` becomes `{a: b}`. */
function expand(hit: Hit, file: FileHits, name: string, newName: string): string {
  const [parent, leaf] = hit.path.slice(-2).map(({ node }) => node);
  const isShorthand = /^shorthand_(?:property|field)_identifier/.test(leaf.type) ||
    parent.type === "shorthand_field_initializer";
  if (isShorthand) return `${name}: ${newName}`;
  if (!file.keepsOutside || parent.childForFieldName("alias") !== null) return newName;
  if (parent.type === "import_specifier") return `${name} as ${newName}`;
  if (parent.type === "export_specifier") return `${newName} as ${name}`;
  return newName;
}
