/**
 * Text from files or from a model, made safe for a terminal: what could move the cursor, hide
 * text, change its direction or speak to the terminal is shown as an escape.
 *
 * @module
 */

/** C0 but tab and newline, DEL, C1, bidi controls, zero-width and tag characters, separators. */
const HOSTILE_REGEXP =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e01ef}]/gu;

/** Escapes what is hostile to a terminal; newlines and tabs stay. */
export function escapeText(text: string): string {
  return text.replace(HOSTILE_REGEXP, toEscape);
}

/** Escapes for one line of a report: newlines and tabs too. */
export function escapeLine(text: string): string {
  return escapeText(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

function toEscape(character: string): string {
  const code = character.codePointAt(0)!;
  if (code === 0x0d) return "\\r";
  if (code < 0x100) return "\\x" + code.toString(16).padStart(2, "0");
  return `\\u{${code.toString(16)}}`;
}
