/**
 * How a model asks to see more of the repository, where the user lets it: lines of its answer, each
 * with a mark that no code holds by chance.
 *
 * @module
 */

/** Begins a line that asks for something. */
export const SHOW_MARK = "ZEROSTACK_SHOW";

const WISHES_LIMIT = 20;
const WISH_CHARS = 300;
const WISH_REGEXP = new RegExp(`^\\W*${SHOW_MARK}\\b[\\s:]*(.*)$`);
const FENCE_REGEXP = /^\s*(?:`{3,}|~{3,})\w*\s*$/;

/**
 * What an answer asks for. It asks when its last line does, fences and blank lines aside: whoever
 * writes edits after the mark has decided otherwise.
 *
 * @param answer The whole answer.
 * @returns What is asked for, as it is written, without repetitions; empty when nothing is.
 */
export function parseWishes(answer: string): readonly string[] {
  const lines = answer.split("</think>").at(-1)!.split("\n").filter((line) =>
    line.trim() !== "" && !FENCE_REGEXP.test(line)
  );
  if (!WISH_REGEXP.test(lines.at(-1) ?? "")) return [];
  const wishes = lines.flatMap((line) => {
    const wish = undress((WISH_REGEXP.exec(line)?.[1] ?? "").trim().slice(0, WISH_CHARS));
    return wish === "" ? [] : [wish];
  });
  return [...new Set(wishes)].slice(0, WISHES_LIMIT);
}

/** Takes off what models put around names. */
function undress(wish: string): string {
  return wish.replace(/^[`"'<]+|[`"'>,;.]+$/g, "").trim();
}

/**
 * Tells a model that it may ask, and how.
 *
 * @param rounds How often it still may, from 1.
 */
export function printOffer(rounds: number): string {
  const often = rounds === 1 ? "once" : `${rounds} times`;
  return `If what is shown is not enough for the task, you may ask for more ${often}. Then answer with \
nothing but lines like these, for files, lines of a file, or definitions by name:

${SHOW_MARK} src/example.ts
${SHOW_MARK} src/example.ts:120-180
${SHOW_MARK} nameOfAFunction

What you ask for takes the place of what is shown now and matters least.`;
}
