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

/**
 * Finds the first new line that stands for lines which were left out.
 *
 * @param before Lines of the file before, as binary strings.
 * @param added Lines that come into the file.
 * @param isWhole Whether the answer gives the whole file, in which bare dots elide too.
 * @returns The line; undefined when there is none.
 */
export function findElision(
  before: readonly string[],
  added: readonly string[],
  isWhole: boolean,
): string | undefined {
  return added.find((line) => {
    if (!ELISION_REGEXP.test(line) && !(isWhole && BARE_REGEXP.test(line))) return false;
    return !before.includes(encodeBinary(line));
  });
}
