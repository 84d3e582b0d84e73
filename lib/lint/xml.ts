import { InputError } from "../errors.ts";

/** An element of an XML document. */
export interface XmlElement {
  /** Its name, with any prefix. */
  readonly name: string;
  /** Its attributes, unescaped. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The elements in it, in order. */
  readonly children: readonly XmlElement[];
  /** The text directly in it, unescaped, in one piece. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: OpenElement[];
  text: string;
}

/** A comment, a processing instruction, a CDATA section, a document type, or a tag. */
const MARKUP_REGEXP =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<![^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;
const ATTRIBUTE_REGEXP = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY_REGEXP = /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/**
 * Reads the XML that report files are written in: elements, attributes, text. No entity but the
 * five of XML and numbers is expanded, and nothing is ever fetched.
 *
 * @param text One document.
 * @returns Its root element.
 * @throws {InputError} When tags do not match or the root does not end.
 */
export function parseXml(text: string): XmlElement {
  const top: OpenElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  let end = 0;
  for (const match of text.matchAll(MARKUP_REGEXP)) {
    const inner = open[open.length - 1];
    if (match.index > end) inner.text += unescapeXml(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, cdata, closed, opened, attributes, empty] = match;
    if (cdata !== undefined) inner.text += cdata;
    else if (closed !== undefined) {
      if (open.length === 1 || inner.name !== closed) {
        throw new InputError(`Cannot parse XML: "</${closed}>" closes nothing`);
      }
      open.pop();
    } else if (opened !== undefined) {
      const child = {
        name: opened,
        attributes: parseAttributes(attributes),
        children: [],
        text: "",
      };
      inner.children.push(child);
      if (empty === "") open.push(child);
    }
  }
  if (open.length > 1 || top.children.length !== 1) {
    throw new InputError("Cannot parse XML: it does not hold one whole element");
  }
  return top.children[0];
}

function parseAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, double, single] of text.matchAll(ATTRIBUTE_REGEXP)) {
    attributes[name] = unescapeXml(double ?? single);
  }
  return attributes;
}

function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(ENTITY_REGEXP, (whole, hexadecimal, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hexadecimal !== undefined ? parseInt(hexadecimal, 16) : parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** All elements of a name below an element, in document order. */
export function* descendants(root: XmlElement, name: string): Generator<XmlElement> {
  for (const child of root.children) {
    if (child.name === name) yield child;
    yield* descendants(child, name);
  }
}
