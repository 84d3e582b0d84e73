/**
 * What one column is, by tool and format. Every row was measured on lines where bytes, UTF-16
 * units, code points and terminal cells all differ; what a format declares is not trusted, as
 * several tools declare one thing and write another. What is not in this table is `UNKNOWN`: such
 * a column counts only on a line where all units agree.
 *
 * @module
 */

import type { Units } from "./finding.ts";

/** Nothing is known; the column counts only on plain ASCII. */
export const UNKNOWN: Units = { column: "unknown", bom: true };
/** UTF-8 bytes of the file as it is, with its byte order mark. */
export const BYTES: Units = { column: "byte", bom: true };
/** UTF-8 bytes of the text, without its byte order mark. */
export const TEXT_BYTES: Units = { column: "byte", bom: false };
/** UTF-16 units of the text, also for offsets. */
export const UTF16: Units = { column: "utf16", offset: "utf16", bom: false };
/** Code points of the text. */
export const CODE_POINTS: Units = { column: "codepoint", bom: false };
/** Code points of the file, with its byte order mark. */
export const FILE_CODE_POINTS: Units = { column: "codepoint", bom: true };
/** Code points, a tab going to the next multiple of 8. */
export const TAB_STOP_CODE_POINTS: Units = { column: "codepoint", tab: "stop", bom: false };
/** Code points, a tab counting 2. */
export const WIDE_TAB_CODE_POINTS: Units = { column: "codepoint", tab: 2, bom: false };
/** Terminal cells, a tab going to the next multiple of 8. */
export const CELLS: Units = { column: "cell", tab: "stop", bom: false };

/** By the name that a tool gives itself in formats of others, in lower case. */
export const UNITS_OF_TOOL: Readonly<Record<string, Units>> = {
  "ast-grep": FILE_CODE_POINTS,
  biome: CODE_POINTS,
  clang: BYTES,
  "clang-tidy": BYTES,
  deno: UTF16,
  eslint: UTF16,
  go: BYTES,
  oxlint: BYTES,
  oxc: BYTES,
  pyflakes: TEXT_BYTES,
  pycodestyle: CODE_POINTS,
  pylint: TEXT_BYTES,
  pyright: UTF16,
  ruff: CODE_POINTS,
  rustc: CODE_POINTS,
  clippy: CODE_POINTS,
  shellcheck: CODE_POINTS,
  stylelint: UTF16,
  tsc: UTF16,
  zerostack: BYTES,
};

/** The units of a tool by name; unknown for a name that is not in the table. */
export function toUnits(tool: string): Units {
  return UNITS_OF_TOOL[tool.toLowerCase()] ?? UNKNOWN;
}
