/**
 * Searches bytes for a text, as fast as the runtime finds a single byte.
 *
 * @module
 */

/** Bytes of source code from the most to the least frequent; what is not here is rarer still. */
const FREQUENT = " etaonisrlcdpumfhg.,()_;:bvy\n=\"'-/w{}kxTSEAICRNPODLM0FB1qU>z2j<HG*[]W";
const RANKS: ReadonlyMap<number, number> = new Map(
  Array.from(FREQUENT, (character, rank) => [character.charCodeAt(0), rank]),
);

/** Where a text stands in bytes, at or after an offset; -1 when it does not. */
export type FindBytes = (bytes: Uint8Array, from: number) => number;

/**
 * Makes a search for a text. It looks for the rarest byte of the text, and compares only there:
 * looking for the first one stops at every tenth byte when that is a frequent letter.
 *
 * @param text What to look for; an empty text stands everywhere.
 */
export function createByteSearch(text: string): FindBytes {
  const wanted = new TextEncoder().encode(text);
  const ranks = Array.from(wanted, (byte) => RANKS.get(byte) ?? FREQUENT.length);
  const pivot = ranks.indexOf(Math.max(...ranks));
  if (wanted.length === 0) return (_bytes, from) => from;
  return (bytes, from) => {
    const byte = wanted[pivot];
    for (let at = bytes.indexOf(byte, from + pivot); at >= 0; at = bytes.indexOf(byte, at + 1)) {
      if (isAt(bytes, wanted, at - pivot)) return at - pivot;
    }
    return -1;
  };
}

function isAt(bytes: Uint8Array, wanted: Uint8Array, start: number): boolean {
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}
