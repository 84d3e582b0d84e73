/** Lines that were copied from a listing with line numbers. */

const NUMBERED_REGEXP = /^[ \t]*(\d+)(?:[ \t]?\|[ ]?|:[ ]|\t)(.*)$/;

/** Lines without the numbers that they had. */
export interface Listing {
  /** The lines. */
  readonly lines: readonly string[];
  /** The number of the first one. */
  readonly first: number;
}

/** Takes line numbers off lines that all have one, in order; undefined for other lines. */
export function stripNumbers(lines: readonly string[]): Listing | undefined {
  const matches = lines.map((line) => NUMBERED_REGEXP.exec(line));
  const first = Number(matches[0]?.[1]);
  const isListing = matches.length > 0 &&
    matches.every((match, at) => match !== null && Number(match[1]) === first + at);
  return isListing ? { lines: matches.map((match) => match![2]), first } : undefined;
}

/**
 * Takes the numbers off the lines that come in the place of a listing: of all lines, or of those that
 * were copied from it while new ones have none.
 *
 * @returns Undefined where it is not sure what is a number and what belongs to the line.
 */
export function stripKnownNumbers(
  lines: readonly string[],
  listing: Listing,
): readonly string[] | undefined {
  const whole = stripNumbers(lines);
  if (whole !== undefined) return whole.lines;
  const known = new Set(listing.lines);
  const stripped: string[] = [];
  for (const line of lines) {
    const match = NUMBERED_REGEXP.exec(line);
    if (match !== null && !known.has(match[2])) return undefined;
    stripped.push(match === null ? line : match[2]);
  }
  return stripped;
}
