/** What a line of an answer says about the file that it is for. */

import { unquotePath } from "../git_path.ts";

const LABEL_REGEXP =
  /^(?:(?:new|modified|updated|changed|existing)\s+)?(?:file(?:\s?name|\s?path)?|path|create|update|edit|modify|add)\s*:\s*/i;
const COMMENT_REGEXP = /^(?:\/\/|#|--|;|\/\*|<!--)\s*|\s*(?:\*\/|-->)$/g;
const LIST_REGEXP = /^(?:[-*+]|\d+[.)])\s+/;
const HEADING_REGEXP = /^#{1,6}\s+/;
const WRAPPERS: readonly (readonly [string, string])[] = [
  ["**", "**"],
  ["__", "__"],
  ["`", "`"],
  ["'", "'"],
  ["<", ">"],
];
const EXTENSION_REGEXP = /(?:^|[^.\s/])\.[A-Za-z0-9_+-]{1,16}$/;
const BARE_NAME_REGEXP =
  /^(?:\.?[A-Za-z0-9_-]+file|LICENSE|COPYING|README|CHANGELOG|AUTHORS|NOTICE|\.[a-z][\w.-]*)$/i;
const NAME_REGEXP = /^[A-Za-z0-9_][\w-]{0,60}$/;
const MENTION_REGEXP = /`([^`\n]+)`|\*\*([^*\n]+)\*\*/g;

/** No path stands in a longer line; the limit keeps the time linear on hostile lines. */
const LINE_LIMIT = 1000;

/** What a line says. */
export interface PathLine {
  /** What the path may be, the likeliest first. */
  readonly paths: readonly string[];
  /**
   * How sure that is: the line is a path and nothing else (`sure`), it may be a path with blanks or a
   * sentence (`likely`), it is one word that may be a name (`word`), or it is a sentence that mentions
   * a path (`mentioned`).
   */
  readonly certainty: "sure" | "likely" | "word" | "mentioned";
}

/**
 * Reads a line that stands above an edit.
 *
 * @returns The path that it is or mentions; undefined when there is none.
 */
export function parsePathLine(line: string): PathLine | undefined {
  if (line.length > LINE_LIMIT) return undefined;
  const text = undecorate(line);
  if (isPathLike(text)) {
    const isBare = /\s/.test(text) && text === line.trim();
    if (!isBare) return { paths: toPaths(text), certainty: "sure" };
    return {
      paths: [...toPaths(text), ...toPaths(text.split(/\s+/).at(-1)!)],
      certainty: "likely",
    };
  }
  if (NAME_REGEXP.test(text)) {
    return { paths: [text], certainty: text === line.trim().replace(/:$/, "") ? "word" : "sure" };
  }
  const mentions = Array.from(line.matchAll(MENTION_REGEXP), (match) => match[1] ?? match[2]);
  const paths = new Set(mentions.map(undecorate).filter(isPathLike));
  if (paths.size !== 1) return undefined;
  return { paths: toPaths([...paths][0]), certainty: "mentioned" };
}

/** Takes off what models put around a path: labels, headings, list marks, quotes, a colon. */
export function undecorate(line: string): string {
  if (line.length > LINE_LIMIT) return line;
  let text = line.trim().replace(HEADING_REGEXP, "").replace(LIST_REGEXP, "");
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(LABEL_REGEXP, "").replace(/\s*:$/, "").trim();
    if (/^(?:\/\/|#|--|;|\/\*|<!--)/.test(text)) text = text.replace(COMMENT_REGEXP, "").trim();
    text = unwrap(text);
  }
  return text;
}

function unwrap(text: string): string {
  if (text.length > 1 && text.startsWith('"')) return unquotePath(text) ?? text;
  const wrapper = WRAPPERS.find(([open, close]) =>
    text.length > open.length + close.length && text.startsWith(open) && text.endsWith(close)
  );
  return wrapper === undefined ? text : text.slice(wrapper[0].length, -wrapper[1].length).trim();
}

function isPathLike(text: string): boolean {
  // deno-lint-ignore no-control-regex -- control characters are what must not be in a path
  if (text === "" || text.length > 400 || /[\x00-\x1f\x7f`*<>|"]/.test(text)) return false;
  if (text.endsWith("/") || text.endsWith(".") || /^[./\\]+$/.test(text)) return false;
  if (/:\/\/|==|[{}()=,;!?](?:\s|$)/.test(text)) return false;
  if (!/\s/.test(text)) {
    return EXTENSION_REGEXP.test(text) || /[\w)\]][/\\]/.test(text) ||
      BARE_NAME_REGEXP.test(text) || /^[./\\]/.test(text) && /[/\\]./.test(text);
  }
  return EXTENSION_REGEXP.test(text) && text.split(/\s+/).length <= 4;
}

/** A path as it is written, and without the `./`, `a/` or `b/` that may stand before it. */
export function toPaths(text: string): string[] {
  const path = text.replace(/^(?:\.\/)+/, "");
  const stripped = path.replace(/^[ab]\/(?=.)/, "");
  return stripped === path ? [path] : [path, stripped];
}
