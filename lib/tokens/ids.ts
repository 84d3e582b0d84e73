import { InputError } from "../errors.ts";

/** Largest id that is read: those of all vocabularies are far below. */
const ID_LIMIT = 2 ** 31;

/** Prints ids, one a line. */
export function printIds(ids: Uint32Array): string {
  return ids.length === 0 ? "" : ids.join("\n") + "\n";
}

/**
 * Reads ids: whole numbers, separated by blanks, line ends, commas or brackets.
 *
 * @param chunks The text as bytes, cut anywhere.
 * @returns The ids that each chunk completes.
 * @throws {InputError} On anything else.
 */
export async function* parseIds(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<number[]> {
  const decoder = new TextDecoder();
  let line = 1;
  let rest = "";
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true });
    const end = text.length - /[^\s,[\]]*$/.exec(text)![0].length;
    yield parsePart(text.slice(0, end), line);
    line += countLineEnds(text.slice(0, end));
    rest = text.slice(end);
    if (rest.length > 64) throw refuse(rest, line);
  }
  yield parsePart(rest, line);
}

function parsePart(text: string, firstLine: number): number[] {
  const ids: number[] = [];
  for (const match of text.matchAll(/[^\s,[\]]+/g)) {
    const id = /^\d{1,10}$/.test(match[0]) ? Number(match[0]) : ID_LIMIT;
    if (id >= ID_LIMIT) {
      throw refuse(match[0], firstLine + countLineEnds(text.slice(0, match.index)));
    }
    ids.push(id);
  }
  return ids;
}

function refuse(word: string, line: number): InputError {
  const shown = JSON.stringify(word.slice(0, 20));
  return new InputError(`Cannot read id on line ${line}: ${shown} is not one`, { line });
}

function countLineEnds(text: string): number {
  return text.split("\n").length - 1;
}
