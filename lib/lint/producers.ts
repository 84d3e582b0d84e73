/**
 * Who wrote a report in a format of several tools: told by the shape of the rule's name.
 *
 * @module
 */

import type { Units } from "./finding.ts";
import { BYTES, CODE_POINTS, TEXT_BYTES, UNKNOWN, UTF16 } from "./units.ts";

/** A tool and its columns. */
export interface Producer {
  /** The tool, by name. */
  readonly source: string;
  /** What one column is. */
  readonly units: Units;
}

/** A shape of rule names, and the tool that has them. */
interface Row extends Producer {
  readonly code: RegExp;
}

const PRODUCERS: readonly Row[] = [
  {
    code: /^(?:lint|assist|parse|format|suppressions)\b(?:\/|$)/,
    source: "biome",
    units: CODE_POINTS,
  },
  { code: /^(?:lint\.|org\.biome\.)/, source: "biome", units: CODE_POINTS },
  { code: /^(?:[\w@-]+\([\w/-]+\)|oxlint)$/, source: "oxlint", units: BYTES },
  { code: /^(?:ShellCheck\.)?SC\d{4}$/, source: "shellcheck", units: CODE_POINTS },
  { code: /^[CRWEFI]\d{4}$/, source: "pylint", units: TEXT_BYTES },
  { code: /^(?:ruff \(|org\.ruff\.)/, source: "ruff", units: CODE_POINTS },
  { code: /^(?:[A-Z]{1,6}\d{3,4}|invalid-syntax)$/, source: "ruff", units: CODE_POINTS },
  { code: /^TS\d+$/, source: "tsc", units: UTF16 },
  { code: /^eslint\.rules\./, source: "eslint", units: UTF16 },
];

/**
 * Tells the tool by one of its rules.
 *
 * @param code The name of the rule.
 * @param otherwise What the source is called when no tool is known by the rule.
 */
export function toProducer(code: string | undefined, otherwise = "unknown"): Producer {
  const row = code === undefined ? undefined : PRODUCERS.find((row) => row.code.test(code));
  return row === undefined
    ? { source: otherwise, units: UNKNOWN }
    : { source: row.source, units: row.units };
}
