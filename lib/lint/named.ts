import type { Mark, Units } from "./finding.ts";
import { type SourceText, toByte } from "./source_text.ts";
import { BYTES, CELLS, CODE_POINTS, UTF16 } from "./units.ts";

const QUOTED_REGEXP = /[‘'"`]([^‘’'"`\s]+)[’'"`]/g;
const CANDIDATES: readonly Units[] = [BYTES, CODE_POINTS, UTF16, CELLS];

/**
 * Finds the place of a finding whose columns are of an unknown kind: where what the message quotes
 * stands in the line. It is found only if one kind of column leads there, or all that do agree.
 * Good enough for showing a place, not for editing.
 *
 * @param source The file.
 * @param mark What the tool says.
 * @param units Its columns; anything but unknown ones is left alone.
 * @param message What the tool says of the place.
 */
export function findNamedByte(
  source: SourceText,
  mark: Mark,
  units: Units,
  message: string,
): number | undefined {
  if (units.column !== "unknown" || mark.line === undefined || mark.column === undefined) {
    return undefined;
  }
  const names = Array.from(message.matchAll(QUOTED_REGEXP), ([, name]) => name);
  const places = CANDIDATES.map((candidate) => toByte(source, mark, candidate))
    .filter((byte) => byte !== undefined && names.some((name) => bordersOn(source, byte, name)));
  const different = new Set(places);
  return different.size === 1 ? places[0] : undefined;
}

/** Whether a name begins at a place, or ends there, as before the dot of a member. */
function bordersOn(source: SourceText, byte: number, name: string): boolean {
  const length = new TextEncoder().encode(name).length;
  return startsAt(source, byte, name) || startsAt(source, byte - length, name);
}

/** Whether a name stands at a place, whole: no longer word that has it in it. */
function startsAt(source: SourceText, byte: number, name: string): boolean {
  const bytes = new TextEncoder().encode(name);
  return bytes.every((value, index) => source.bytes[byte + index] === value) &&
    !(isWordByte(source.bytes[byte - 1]) && isWordByte(bytes[0])) &&
    !(isWordByte(source.bytes[byte + bytes.length]) && isWordByte(bytes[bytes.length - 1]));
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && (byte >= 0x80 || /\w/.test(String.fromCharCode(byte)));
}
