/**
 * The tables of all languages.
 *
 * @module
 */

import type { GrammarName } from "../../languages.ts";
import type { ScopeTable } from "../table.ts";
import { ECMASCRIPT } from "./ecmascript.ts";
import { PYTHON } from "./python.ts";

const TABLES: readonly ScopeTable[] = [ECMASCRIPT, PYTHON];

const BY_LANGUAGE: ReadonlyMap<GrammarName, ScopeTable> = new Map(
  TABLES.flatMap((table) => table.languages.map((language) => [language, table] as const)),
);

/** The table of a language; undefined when its names cannot be resolved here. */
export function findTable(language: GrammarName): ScopeTable | undefined {
  return BY_LANGUAGE.get(language);
}
