import type { TokensRecord } from "../types.ts";

/**
 * Prints counts as `wc` does: the bare number for one text without a name, else a line for each
 * with its name, and the sum of several.
 */
export function printCounts(counts: readonly TokensRecord[]): string {
  if (counts.length === 1 && counts[0].path === "-") return `${counts[0].tokens}\n`;
  const rows = counts.map(({ tokens, path }): [number, string] => [tokens, path]);
  if (rows.length > 1) rows.push([sumTokens(counts), "total"]);
  const width = Math.max(0, ...rows.map(([tokens]) => String(tokens).length));
  return rows.map(([tokens, name]) => `${String(tokens).padStart(width)} ${name}\n`).join("");
}

/** The tokens of all together. */
export function sumTokens(counts: readonly TokensRecord[]): number {
  return counts.reduce((sum, { tokens }) => sum + tokens, 0);
}
