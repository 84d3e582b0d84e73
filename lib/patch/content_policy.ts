/**
 * Characters that a change may not add: those that cannot be seen, that reorder text, that steer a
 * terminal, or that make a name look like another one. What a file has already may stay and move.
 *
 * @module
 */

/** Emoji that are made of several code points, such as a family or a red heart. */
const EMOJI_REGEXP =
  /\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?(?:\u200d\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)*|[0-9#*]\ufe0f\u20e3/gu;

/** C0 but for tab and line feed, DEL, C1; bidi; zero-width; fillers; selectors; tags. */
const HOSTILE_REGEXP =
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;

const WORD_REGEXP = /[\p{L}\p{M}\p{N}_]+/gu;
/** Letters of other scripts that look like Latin ones. */
const CONFUSABLE_REGEXP =
  /^[\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03f2\u0405\u0406\u0408\u0410\u0412\u0415\u041a\u041c-\u041e\u0420-\u0422\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u0555\u0585]+$/u;

/**
 * Finds the first character or name that a change adds and may not add.
 *
 * @param before The file before; empty for a new one.
 * @param after The file after.
 * @returns What it is, for a person; undefined when there is none.
 */
export function findHostileText(before: string, after: string): string | undefined {
  return findHostileCharacter(before, after) ?? findHomoglyph(before, after);
}

function findHostileCharacter(before: string, after: string): string | undefined {
  const had = countHostile(before);
  for (const [character, count] of countHostile(after)) {
    if (count > (had.get(character) ?? 0)) {
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
      return `the character U+${code}`;
    }
  }
  return undefined;
}

function countHostile(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const plain = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  if (!HOSTILE_REGEXP.test(plain)) return counts;
  HOSTILE_REGEXP.lastIndex = 0;
  for (const [character] of plain.replace(EMOJI_REGEXP, "").matchAll(HOSTILE_REGEXP)) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return counts;
}

/** A word of Latin letters in which some are letters of other scripts that look the same. */
function findHomoglyph(before: string, after: string): string | undefined {
  // deno-lint-ignore no-control-regex -- a text in ASCII has no look-alikes
  if (/^[\x00-\xff]*$/.test(after)) return undefined;
  for (const [word] of after.matchAll(WORD_REGEXP)) {
    if (isMixed(word) && !before.includes(word)) return `the name "${word}", which mixes scripts`;
  }
  return undefined;
}

function isMixed(word: string): boolean {
  const foreign = word.replace(/[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu, "");
  return foreign !== "" && CONFUSABLE_REGEXP.test(foreign) && /\p{Script=Latin}/u.test(word);
}
