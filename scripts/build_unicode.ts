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

/** The number of each class (see `tokenizer/unicode.ts`); the first that fits counts. */
const CLASSES: readonly (readonly [number, RegExp])[] = [
  [7, /^[\r\n]$/u],
  [6, /^[\t\v\f \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/u],
  [1, /^[\p{Lu}\p{Lt}]$/u],
  [2, /^\p{Ll}$/u],
  [3, /^[\p{Lm}\p{Lo}]$/u],
  [4, /^\p{M}$/u],
  [5, /^\p{N}$/u],
  [8, /^\p{P}$/u],
  [16, /^\p{S}$/u],
];
const BLOCK_SIZE = 128;

function toClass(codePoint: number): number {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return 0;
  const character = String.fromCodePoint(codePoint);
  return CLASSES.find(([, pattern]) => pattern.test(character))?.[0] ?? 0;
}

/** The number of each block, then the different blocks. */
function buildTable(): Uint8Array {
  const numbers: number[] = [];
  const blocks: number[] = [];
  const known = new Map<string, number>();
  for (let start = 0; start < 0x110000; start += BLOCK_SIZE) {
    const block = Array.from({ length: BLOCK_SIZE }, (_, i) => toClass(start + i));
    const key = block.join();
    if (!known.has(key)) {
      known.set(key, known.size);
      blocks.push(...block);
    }
    numbers.push(known.get(key)!);
  }
  if (known.size > 256) throw new Error("Cannot build the class table: it has too many blocks");
  return Uint8Array.from([...numbers, ...blocks]);
}

function isAssigned(codePoint: number): boolean {
  return /\P{Cn}/u.test(String.fromCodePoint(codePoint));
}

if (!isAssigned(ADDED_IN_16) || isAssigned(ADDED_IN_17)) {
  throw new Error("Cannot build the class table as the runtime does not have Unicode 16");
}
const text = `/**
 * The class of every code point of Unicode 16, see \`unicode.ts\`. Written by
 * \`scripts/build_unicode.ts\`.
 *
 * @module
 */

/** For each block of 128 code points the number of its block of classes, then these blocks. */
export const TABLE: Uint8Array = Uint8Array.fromBase64(
  "${buildTable().toBase64()}",
);
`;
await Deno.writeTextFile(new URL("../tokenizer/unicode_table.ts", import.meta.url), text);
