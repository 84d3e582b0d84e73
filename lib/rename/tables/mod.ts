/**
 * The tables of all languages.
 *
 * @module
 */

import type { GrammarName } from "../../languages.ts";
import type { ScopeTable } from "../table.ts";
import { BASH } from "./bash.ts";
import { C } from "./c.ts";
import { CSHARP } from "./csharp.ts";
import { ECMASCRIPT } from "./ecmascript.ts";
import { GO } from "./go.ts";
import { JAVA } from "./java.ts";
import { PHP } from "./php.ts";
import { PYTHON } from "./python.ts";
import { RUBY } from "./ruby.ts";
import { RUST } from "./rust.ts";

const TABLES: readonly ScopeTable[] = [
  ECMASCRIPT,
  PYTHON,
  GO,
  RUST,
  JAVA,
  C,
  CSHARP,
  RUBY,
  PHP,
  BASH,
];

const BY_LANGUAGE: ReadonlyMap<GrammarName, ScopeTable> = new Map(
  TABLES.flatMap((table) => table.languages.map((language) => [language, table] as const)),
);

/** The table of a language; undefined when its names cannot be resolved here. */
export function findTable(language: GrammarName): ScopeTable | undefined {
  return BY_LANGUAGE.get(language);
}
