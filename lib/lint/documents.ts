/**
 * Finds whole JSON and XML documents among lines of other things.
 *
 * @module
 */

import { parseXml, type XmlElement } from "./xml.ts";

/** A document and where it ends. */
export interface Found<T> {
  /** The document. */
  readonly value: T;
  /** Index of the line after it. */
  readonly next: number;
}

const STRING_OR_BRACKET_REGEXP = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;

/**
 * Reads the JSON value that starts at a line.
 *
 * @returns Undefined when the line starts no whole object or array.
 */
export function findJson(lines: readonly string[], index: number): Found<unknown> | undefined {
  const first = lines[index].trimStart();
  if (!isJsonStart(first)) return undefined;
  const alone = parseJson(first);
  if (alone !== undefined) return { value: alone, next: index + 1 };
  if (!isJsonInside(lines[index + 1] ?? "")) return undefined;
  const next = findJsonEnd(lines, index);
  if (next === undefined || next === index + 1) return undefined;
  const value = parseJson(lines.slice(index, next).join("\n"));
  return value === undefined ? undefined : { value, next };
}

/** Whether a line can start a JSON object or array, and not a word in brackets. */
function isJsonStart(line: string): boolean {
  return /^(?:\{\s*(?:["}]|$)|\[\s*(?:[[{"\]]|$))/.test(line);
}

/** Whether a line can be the second one of a JSON document. */
function isJsonInside(line: string): boolean {
  return /^\s*(?:["{}[\]\d]|-\d|true|false|null|$)/.test(line);
}

/** Index of the line after the one that closes what the first line opened. */
function findJsonEnd(lines: readonly string[], index: number): number | undefined {
  let depth = 0;
  for (let line = index; line < lines.length; line++) {
    for (const [token] of lines[line].matchAll(STRING_OR_BRACKET_REGEXP)) {
      if (token === "{" || token === "[") depth++;
      else if (token === "}" || token === "]") depth--;
    }
    if (depth <= 0) return line + 1;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON: the lines are read as text
  }
}

/**
 * Reads the XML document that starts at a line.
 *
 * @param roots The root elements that are known.
 * @returns Undefined when the line starts no whole document with such a root.
 */
export function findXml(
  lines: readonly string[],
  index: number,
  roots: readonly string[],
): Found<XmlElement> | undefined {
  if (!lines[index].trimStart().startsWith("<")) return undefined;
  const start = lines.slice(index, index + 3).join("\n");
  const root = start.match(/^\s*(?:<\?xml[^>]*\?>\s*)?<([\w.-]+)[\s>\/]/)?.[1];
  if (root === undefined || !roots.includes(root)) return undefined;
  const isEmpty = new RegExp(`<${root}(?:\\s[^>]*)?/>`).test(start);
  const end = isEmpty ? `<${root}` : `</${root}>`;
  for (let line = index; line < lines.length; line++) {
    if (!lines[line].includes(end)) continue;
    const text = lines.slice(index, line + 1).join("\n");
    try {
      return { value: parseXml(text), next: line + 1 };
    } catch {
      return undefined; // cut or broken: the lines are read as text
    }
  }
  return undefined;
}
