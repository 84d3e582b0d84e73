/**
 * The definition, word for word and slow: what the engines are held to in tests.
 *
 * @module
 */

import type { TokenBytes } from "./trie_build.ts";

/** `\s` as the official patterns have it; JavaScript's own has U+FEFF in place of U+0085. */
const S = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]", LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
const CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)", PREFIX = "[^\\r\\n\\p{L}\\p{N}]?";

/** The patterns, by name of the splitter. */
export const PATTERNS: Readonly<Record<"o200k" | "cl100k", RegExp>> = {
  o200k: new RegExp(
    `${PREFIX}${UPPER}*${LOWER}+${CONTRACTION}?|${PREFIX}${UPPER}+${LOWER}*${CONTRACTION}?|` +
      `\\p{N}{1,3}| ?[^${S}\\p{L}\\p{N}]+[\\r\\n/]*|[${S}]*[\\r\\n]+|[${S}]+(?![^${S}])|[${S}]+`,
    "gu",
  ),
  cl100k: new RegExp(
    `${CONTRACTION}|${PREFIX}\\p{L}+|\\p{N}{1,3}| ?[^${S}\\p{L}\\p{N}]+[\\r\\n]*|` +
      `[${S}]+$|[${S}]*[\\r\\n]|[${S}]+(?![^${S}])|[${S}]`,
    "gu",
  ),
};

/** The tokens as a map from their bytes, one character a byte, to their rank. */
export function toRanks({ bytes, starts }: TokenBytes): Map<string, number> {
  const ranks = new Map<string, number>();
  for (let rank = 0; rank + 1 < starts.length; rank++) {
    ranks.set(String.fromCharCode(...bytes.subarray(starts[rank], starts[rank + 1])), rank);
  }
  return ranks;
}

/** Encodes text: each match of the pattern is a piece; the pair of lowest rank merges first. */
export function encodeByDefinition(
  text: string,
  pattern: RegExp,
  ranks: ReadonlyMap<string, number>,
): number[] {
  const ids: number[] = [];
  for (const [piece] of text.toWellFormed().matchAll(pattern)) {
    const parts = [...new TextEncoder().encode(piece)].map((byte) => String.fromCharCode(byte));
    for (;;) {
      const pairs = parts.slice(1).map((part, i) => ranks.get(parts[i] + part) ?? Infinity);
      const lowest = Math.min(...pairs);
      if (lowest === Infinity) break;
      const at = pairs.indexOf(lowest);
      parts.splice(at, 2, parts[at] + parts[at + 1]);
    }
    for (const part of parts) ids.push(ranks.get(part)!);
  }
  return ids;
}
