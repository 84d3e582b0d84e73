/**
 * Cuts a file into blocks that belong together: by blank lines and indentation, so that it works in
 * every language.
 *
 * @module
 */

/** A block of lines, from 0; the end exclusive. */
export interface Block {
  /** First line, from 0. */
  readonly start: number;
  /** Line after the last one. */
  readonly end: number;
}

const LEAST_LINES = 8;
const MOST_LINES = 60;
const COMMENT_REGEXP = /^\s*(?:\/\/|\/\*|\*|#(?!\s*(?:define|include|if))|--|"""|@|\[|<!--)/;
const CLOSER_REGEXP = /^\s*(?:[})\]]|end\b|fi\b|esac\b|done\b)/;

/** Cuts lines into blocks that follow each other without a gap. */
export function cutBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  while (start < lines.length) {
    const end = findEnd(lines, start);
    blocks.push({ start, end });
    start = end;
  }
  return blocks;
}

/** The best line to begin the next block at: little indentation after a blank line is best. */
function findEnd(lines: readonly string[], start: number): number {
  if (lines.length - start <= LEAST_LINES) return lines.length;
  const last = Math.min(lines.length, start + MOST_LINES);
  let best = last;
  let bestCost = last === lines.length ? 6 : Infinity;
  for (let at = start + LEAST_LINES; at <= last && at < lines.length; at++) {
    const cost = cutCost(lines, at) + Math.max(0, at - start - 30) / 15;
    if (cost < bestCost) [best, bestCost] = [at, cost];
    if (cost === 0) break;
  }
  return best;
}

/** How bad it is to begin a block at a line: 0 where a definition begins at the margin. */
function cutCost(lines: readonly string[], at: number): number {
  const line = lines[at];
  if (line.trim() === "" || CLOSER_REGEXP.test(line)) return 50;
  const previous = lines[at - 1];
  const isAfterBlank = previous.trim() === "";
  const isAfterEnd = CLOSER_REGEXP.test(previous);
  const isAfterComment = COMMENT_REGEXP.test(previous);
  const indent = countIndent(line);
  const gap = isAfterBlank ? 0 : isAfterEnd ? 1 : isAfterComment ? 20 : 6;
  return gap + indent;
}

/** Depth of a line's indentation, in units of two blanks or a tab. */
export function countIndent(line: string): number {
  let width = 0;
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i);
    if (unit === 0x20) width++;
    else if (unit === 0x09) width += 4;
    else break;
  }
  return width / 2;
}
