import { decodeBinary, encodeBinary } from "./binary.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

const UNESCAPES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ESCAPES).map(([character, escape]) => [escape[1], character]),
);

// deno-lint-ignore no-control-regex -- control bytes are what must be quoted
const SPECIAL_REGEXP = /[\x00-\x1f"\\\x7f-\xff]/g;
const ESCAPE_REGEXP = /\\([0-3][0-7]{2}|.|$)/g;

/**
 * Writes a path as git does: as it is, or in double quotes with C escapes and octal bytes when it
 * has a character that could be misread.
 */
export function quotePath(path: string): string {
  const binary = encodeBinary(path);
  const escaped = binary.replace(
    SPECIAL_REGEXP,
    (byte) => ESCAPES[byte] ?? "\\" + byte.charCodeAt(0).toString(8).padStart(3, "0"),
  );
  return escaped === binary ? path : `"${escaped}"`;
}

/**
 * Reads a path that git wrote, quoted or not.
 *
 * @returns The path, or undefined when the quoting is broken or the bytes are not UTF-8.
 */
export function unquotePath(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  if (text.length < 2 || !text.endsWith('"')) return undefined;
  let sound = true;
  const binary = encodeBinary(text.slice(1, -1)).replace(ESCAPE_REGEXP, (_whole, code: string) => {
    if (/^[0-3][0-7]{2}$/.test(code)) return String.fromCharCode(parseInt(code, 8));
    sound &&= code in UNESCAPES;
    return UNESCAPES[code] ?? "";
  });
  return sound ? decodeBinary(binary) : undefined;
}
