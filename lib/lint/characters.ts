/**
 * Walks over the characters of UTF-8 without making strings of them.
 *
 * @module
 */

const TAB = 0x09;
const TAB_STOP_COLUMNS = 8;

/** What a character counts. */
export interface CharacterUnits {
  /** Its bytes, its UTF-16 units, one, or the cells that it takes on a terminal. */
  readonly column: "byte" | "utf16" | "codepoint" | "cell" | "unknown";
  /** How far a tab moves: so many columns, or to the next multiple of 8. Default 1. */
  readonly tab?: number | "stop";
}

/** Bytes of the character that begins with a byte. */
export function characterBytes(lead: number): number {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/**
 * Finds the byte at which so many columns are full, behind marks that combine with the last one.
 *
 * @param bytes The file.
 * @param line Where the line starts and ends.
 * @param columns How many columns.
 * @param units What a character counts.
 * @returns Its offset, or undefined when no character ends there, or the line is shorter.
 */
export function skipColumns(
  bytes: Uint8Array,
  line: { readonly start: number; readonly end: number },
  columns: number,
  units: CharacterUnits,
): number | undefined {
  let column = 0;
  let at = line.start;
  while (at < line.end) {
    const width = characterWidth(bytes, at, column, units);
    if (column === columns && width > 0) return at;
    if (column > columns) return undefined;
    column += width;
    at += characterBytes(bytes[at]);
  }
  return column === columns ? at : undefined;
}

function characterWidth(
  bytes: Uint8Array,
  at: number,
  column: number,
  { column: unit, tab = 1 }: CharacterUnits,
): number {
  const lead = bytes[at];
  if (lead === TAB) return tab === "stop" ? TAB_STOP_COLUMNS - column % TAB_STOP_COLUMNS : tab;
  if (lead < 0x80) return 1;
  switch (unit) {
    case "byte":
      return characterBytes(lead);
    case "utf16":
      return lead < 0xf0 ? 1 : 2;
    case "cell":
      return cellWidth(new TextDecoder().decode(bytes.subarray(at, at + characterBytes(lead))));
    default:
      return 1;
  }
}

/** Number of UTF-16 units in a range of UTF-8. */
export function countUtf16(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte < 0x80 || byte >= 0xc0) units += byte < 0xf0 ? 1 : 2;
  }
  return units;
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
