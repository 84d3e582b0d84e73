/**
 * Reads the YAML that LLVM's tools write: blocks of keys and lists by indentation, with plain, single
 * and double quoted values on one line. A general reader takes ten times as long.
 *
 * @module
 */

/** A value: a text, a number, a list, or an object. */
export type YamlValue = string | number | YamlValue[] | { [key: string]: YamlValue };

const LINE_REGEXP = /^( *)(- +)?(?:([A-Za-z]\w*):(?: +(.*))?|(.*))$/;
const NUMBER_REGEXP = /^-?\d{1,15}$/;

interface Cursor {
  readonly lines: readonly string[];
  at: number;
}

/** A line as it is written. */
interface Line {
  readonly indent: number;
  /** Columns that a list mark takes; 0 when the line begins no item. */
  readonly mark: number;
  readonly key?: string;
  readonly rest: string;
}

/**
 * Reads a document.
 *
 * @param text The document, without its marks.
 * @returns Its value; undefined when it holds anything that is not written in this plain way.
 */
export function parsePlainYaml(text: string): YamlValue | undefined {
  const cursor = { lines: text.split("\n").filter((line) => line !== ""), at: 0 };
  try {
    const value = readBlock(cursor, 0);
    return cursor.at === cursor.lines.length ? value : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {}

function readLine(text: string): Line {
  const match = LINE_REGEXP.exec(text);
  if (match === null) throw new NotPlain();
  const [, blanks, mark = "", key, rest = "", other] = match;
  if (key === undefined && other !== undefined) throw new NotPlain();
  return { indent: blanks.length, mark: mark.length, key, rest };
}

/** Reads what stands at one indentation: a list, or an object. */
function readBlock(cursor: Cursor, indent: number): YamlValue {
  return readLine(cursor.lines[cursor.at] ?? "x:").mark > 0
    ? readList(cursor, indent)
    : readObject(cursor, indent);
}

function readList(cursor: Cursor, indent: number): YamlValue[] {
  const items: YamlValue[] = [];
  while (cursor.at < cursor.lines.length) {
    const line = readLine(cursor.lines[cursor.at]);
    if (line.indent < indent || line.mark === 0) break;
    if (line.indent > indent) throw new NotPlain();
    items.push(readObject(cursor, indent + line.mark));
  }
  return items;
}

/** Reads the keys of an object; the first may stand behind the mark of a list. */
function readObject(cursor: Cursor, indent: number): YamlValue {
  const object: { [key: string]: YamlValue } = {};
  for (let first = true; cursor.at < cursor.lines.length; first = false) {
    const { indent: blanks, mark, key, rest } = readLine(cursor.lines[cursor.at]);
    if (mark > 0 && !first) break;
    if (blanks + mark < indent) break;
    if (blanks + mark > indent || key === undefined) throw new NotPlain();
    cursor.at++;
    object[key] = rest === "" ? readNested(cursor, indent) : readScalar(rest);
  }
  return object;
}

/** What stands below a key: more indented, or a list that is indented alike. */
function readNested(cursor: Cursor, indent: number): YamlValue {
  if (cursor.at >= cursor.lines.length) return "";
  const next = readLine(cursor.lines[cursor.at]);
  const isInside = next.indent > indent || (next.indent === indent && next.mark > 0);
  return isInside ? readBlock(cursor, next.indent) : "";
}

function readScalar(text: string): YamlValue {
  if (NUMBER_REGEXP.test(text)) return Number(text);
  if (text === "[]") return [];
  if (text.startsWith("'")) return readSingleQuoted(text);
  if (text.startsWith('"')) return readDoubleQuoted(text);
  if (/^[\w./+-][^:#&*!|>%@`{}[\]]*$/.test(text) && !/^(?:true|false|null|~)$/i.test(text)) {
    return text;
  }
  throw new NotPlain();
}

function readSingleQuoted(text: string): string {
  if (!/^'(?:[^']|'')*'$/.test(text)) throw new NotPlain();
  return text.slice(1, -1).replaceAll("''", "'");
}

/** Those escapes that are the same in JSON. */
function readDoubleQuoted(text: string): string {
  if (!/^"(?:[^"\\]|\\["\\/bfnrt])*"$/.test(text)) throw new NotPlain();
  return JSON.parse(text.replaceAll("\t", "\\t"));
}
