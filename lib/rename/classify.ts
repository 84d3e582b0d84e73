/**
 * What a name does where it stands, by the table of its language.
 *
 * @module
 */

import {
  ANY,
  chooseScope,
  type DeclareRule,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
} from "./table.ts";

/** Tells what the name at the end of a path does. */
export function classifyName(path: Path, table: ScopeTable): Role {
  const special = table.inspect?.(path, table);
  if (special !== undefined) return special;
  const top = skipPatterns(path, table);
  const entry = lookup(table.declares, positionOf(path, top));
  const found = typeof entry === "function" ? entry(path, top) : entry;
  if (found !== undefined) {
    return "type" in found ? found : toDeclaration(path, top - 1, found, table);
  }
  if (table.members.has(positionOf(path, path.length - 1))) return { type: "member" };
  return { type: "refer", space: table.useSpace?.(path) ?? ANY };
}

/** Makes the role of a declaration by a rule; `declaring` is the index of the declaring node. */
export function toDeclaration(
  path: Path,
  declaring: number,
  rule: DeclareRule,
  table: ScopeTable,
): Role & { readonly type: "declare" } {
  return { type: "declare", rule, scope: chooseScope(path, declaring, rule, table) };
}

/** The index of the outermost step that is still part of the name's own pattern. */
function skipPatterns(path: Path, table: ScopeTable): number {
  let index = path.length - 1;
  while (index > 0 && table.patterns.has(positionOf(path, index))) index--;
  return index;
}

function lookup<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
