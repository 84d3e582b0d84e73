import type { SymbolRecord } from "../types.ts";
import type { MappedFile } from "./repository_map.ts";

const FILES_LIMIT = 60;
const SYMBOLS_LIMIT = 12;

/**
 * Prints a map for a person: each file with its most important definitions, by line.
 *
 * @param files The files, best first.
 * @param options Most files; default 60. Whether to say why each is there; default no.
 */
export function printMap(
  files: readonly MappedFile[],
  options: { readonly limit?: number; readonly isExplained?: boolean } = {},
): string {
  const { limit = FILES_LIMIT, isExplained = false } = options;
  const shown = files.slice(0, limit).map((file) => printFile(file, isExplained));
  const left = files.length - shown.length;
  return shown.join("\n") + (left > 0 ? `\nand ${left} more files\n` : "");
}

function printFile({ file, symbols, why }: MappedFile, isExplained: boolean): string {
  const best = symbols.toSorted(byImportance).slice(0, SYMBOLS_LIMIT)
    .toSorted((a, b) => a.range.startLine - b.range.startLine);
  const width = String(best.at(-1)?.range.startLine ?? 0).length;
  const lines = best.map(({ range, signature, name }) =>
    `  ${String(range.startLine).padStart(width)}  ${signature ?? name}\n`
  );
  const more = symbols.length - best.length;
  const reason = isExplained ? `  (${(file.score ?? 0).toFixed(2)}: ${why.join(", ")})` : "";
  return `${file.path}${reason}\n${lines.join("")}${more > 0 ? `  and ${more} more\n` : ""}`;
}

function byImportance(a: SymbolRecord, b: SymbolRecord): number {
  return (b.score ?? 0) - (a.score ?? 0) || (b.references ?? 0) - (a.references ?? 0) ||
    a.range.startLine - b.range.startLine;
}
