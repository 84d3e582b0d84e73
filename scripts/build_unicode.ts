/**
 * Builds `tokenizer/unicode_table.ts` from the Unicode tables of the runtime.
 *
 * Run it with a runtime whose tables are those of Unicode 16, such as Deno 2.9.6; it refuses others.
 *
 *     deno run --allow-write=tokenizer scripts/build_unicode.ts
 *
 * @module
 */

/** A character that Unicode 16 added, and one that Unicode 17 added. */
const ADDED_IN_16 = 0x1c89;
const ADDED_IN_17 = 0x88f;

/** The letter of each class and what belongs to it; the first that fits counts. */
const CLASSES: readonly (readonly [string, RegExp])[] = [
  ["H", /^[\r\n]$/u],
  ["G", /^[\t\v\f \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/u],
  ["B", /^[\p{Lu}\p{Lt}]$/u],
  ["C", /^\p{Ll}$/u],
  ["D", /^[\p{Lm}\p{Lo}]$/u],
  ["E", /^\p{M}$/u],
  ["F", /^\p{N}$/u],
  ["I", /^\p{P}$/u],
  ["J", /^\p{S}$/u],
];

function toLetter(codePoint: number): string {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return "A";
  const character = String.fromCodePoint(codePoint);
  return CLASSES.find(([, pattern]) => pattern.test(character))?.[0] ?? "A";
}

function printRuns(): string {
  const runs: string[] = [];
  let letter = toLetter(0);
  let start = 0;
  for (let codePoint = 1; codePoint <= 0x110000; codePoint++) {
    const next = codePoint < 0x110000 ? toLetter(codePoint) : "";
    if (next === letter) continue;
    const length = codePoint - start;
    runs.push(letter + (length === 1 ? "" : length.toString(36)));
    letter = next;
    start = codePoint;
  }
  return runs.join("");
}

function isAssigned(codePoint: number): boolean {
  return /\P{Cn}/u.test(String.fromCodePoint(codePoint));
}

if (!isAssigned(ADDED_IN_16) || isAssigned(ADDED_IN_17)) {
  throw new Error("Cannot build the class table as the runtime does not have Unicode 16");
}
const text = `/**
 * The class of every code point of Unicode 16, as runs. Written by \`scripts/build_unicode.ts\`.
 *
 * @module
 */

/** A letter for the class (\`A\` other ... \`J\` symbol) and the length in base 36, absent for 1. */
export const CLASS_RUNS =
  "${printRuns()}";
`;
await Deno.writeTextFile(new URL("../tokenizer/unicode_table.ts", import.meta.url), text);
