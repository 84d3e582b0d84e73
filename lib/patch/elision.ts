/**
 * Lines with which a model says that it left something out, such as `// ... existing code ...`.
 * Written into a file they would destroy it.
 *
 * @module
 */

import { encodeBinary } from "../binary.ts";

const LEADER = String.raw`(?:\/\/|#|--|;|%|\/\*+|\*|<!--|\{\/\*|"""|''')`;
const DOTS = String.raw`(?:\.{3,}|\u2026)`;
const ELISION_REGEXP = new RegExp(
  String
    .raw`^\s*${LEADER}\s*(?:\(|\[)?\s*(?:${DOTS}.*\b(?:existing|rest|remaining|unchanged|omitted|same|previous)\b|` +
    String
      .raw`(?:existing|rest of|remaining|the rest|previous|other)\b.*(?:${DOTS}|\b(?:unchanged|omitted|the same|as before|stays?|remains?)\b))`,
  "iu",
);
const BARE_REGEXP = new RegExp(String.raw`^(?:\s*${LEADER}\s*)?${DOTS}\s*(?:\*\/|-->)?\s*$`, "u");

const DOTS_REGEXP = new RegExp(`^${DOTS}\\s*$`, "u");

/** In these files a line of dots is as good as any. */
const PROSE_REGEXP = /\.(?:md|mdx|markdown|rst|txt|adoc|ya?ml)$/i;

/** What new lines are for. */
export interface ElisionOptions {
  /** The file. */
  readonly path: string;
  /** Whether the answer gives the whole file. */
  readonly isWhole: boolean;
}

/**
 * Finds the first new line that stands for lines which were left out.
 *
 * @param before Lines of the file before, as binary strings.
 * @param added Lines that come into the file.
 * @param options What they are for.
 * @returns The line; undefined when there is none.
 */
export function findElision(
  before: readonly string[],
  added: readonly string[],
  options: ElisionOptions,
): string | undefined {
  return added.find((line) => {
    if (!ELISION_REGEXP.test(line) && !isBareElision(line, options)) return false;
    return !before.includes(encodeBinary(line));
  });
}

/**
 * Whether dots are all that a line has. Indented they are a statement of Python, and behind the mark of
 * a comment they may be text, unless the answer gives the whole file.
 */
function isBareElision(line: string, { path, isWhole }: ElisionOptions): boolean {
  return isWhole ? BARE_REGEXP.test(line) : DOTS_REGEXP.test(line) && !PROSE_REGEXP.test(path);
}
