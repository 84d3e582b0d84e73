/**
 * Which declarations of C and C++ are of one symbol: those that see each other by `#include`, and
 * those that a linker would join.
 *
 * @module
 */

import { type IncludeGraph, openIncludeGraph, type Sight } from "./includes.ts";
import type { LinkOptions, Target } from "./plan.ts";
import type { SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";
import { findStep, type Path } from "./table.ts";

/** A file of the family, and what it sees. */
export interface Unit {
  /** The file. */
  readonly source: SourceFile;
  /** What it includes. */
  readonly sight: Sight;
}

/** A declaration at the top of a file. */
export interface Declared {
  /** Its file. */
  readonly unit: Unit;
  /** The declaration. */
  readonly binding: Binding;
}

/** Everything of one name. */
export interface CSymbols {
  /** The files with the name in them. */
  readonly units: readonly Unit[];
  /** The declarations of each symbol. */
  readonly groups: readonly (readonly Declared[])[];
}

/** Sorts the declarations of a name into symbols. */
export async function readCSymbols(
  { name, project, sources }: LinkOptions,
  home: Target,
): Promise<CSymbols> {
  const graph: IncludeGraph = openIncludeGraph(project);
  const family = sources.filter(({ table }) => table === home.source.table);
  const units = await Promise.all(
    family.map(async (source) => ({ source, sight: await graph.sightOf(source.path) })),
  );
  const declared = units.flatMap((unit) =>
    unit.source.uses(name).bindings
      .filter(({ isTopLevel, rule }) => isTopLevel && !rule.member)
      .map((binding) => ({ unit, binding }))
  );
  return { units, groups: joinDeclared(declared) };
}

function joinDeclared(declared: readonly Declared[]): readonly (readonly Declared[])[] {
  const hasOneDefinition =
    declared.filter((one) => isLinked(one.binding) && isDefinition(one.binding)).length === 1;
  const groups: Declared[][] = [];
  for (const one of declared) {
    const joined = groups.filter((group) =>
      group.some((other) => isSame(one, other, hasOneDefinition))
    );
    const merged = [...joined.flat(), one];
    for (const group of joined) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
}

function isSame(left: Declared, right: Declared, hasOneDefinition: boolean): boolean {
  if (kindOf(left.binding) !== kindOf(right.binding)) return false;
  if (
    namespaceOf(left.binding.declarations[0].path) !==
      namespaceOf(right.binding.declarations[0].path)
  ) {
    return false;
  }
  if (left.unit === right.unit || sees(left.unit, right) || sees(right.unit, left)) return true;
  // A linker joins them, whether they see each other or not.
  return hasOneDefinition && isLinked(left.binding) && isLinked(right.binding);
}

/** Whether a file sees a declaration. */
export function sees({ sight }: Unit, declared: Declared): boolean {
  return sight.paths.has(declared.unit.source.path);
}

function kindOf({ rule, space }: Binding): string {
  return `${rule.kind} ${space}`;
}

/** The namespaces around a place, outermost first, such as `a::b`. */
export function namespaceOf(path: Path): string {
  return path.slice(0, -1).filter(({ node }) => node.type === "namespace_definition")
    .map(({ node }) => node.childForFieldName("name")?.text ?? "(none)").join("::");
}

/** Whether a linker knows a symbol: other files can have it without seeing this declaration. */
export function isLinked({ rule, declarations }: Binding): boolean {
  if (rule.kind !== "function" && rule.kind !== "variable") return false;
  return declarations.every(({ path, start }) => {
    const statement = statementOf(path);
    const head = statement?.text.slice(0, start - statement.startIndex) ?? "";
    return !/\b(?:static|constexpr|inline)\b/.test(head) &&
      !namespaceOf(path).includes("(none)");
  });
}

function isDefinition({ declarations }: Binding): boolean {
  return declarations.some(({ path, start }) => {
    const statement = statementOf(path);
    if (statement === undefined) return false;
    if (statement.type === "function_definition") return true;
    const head = statement.text.slice(0, start - statement.startIndex);
    return !/\bextern\b/.test(head) && !/\(/.test(statement.text);
  });
}

function statementOf(path: Path): Path[number]["node"] | undefined {
  const at = findStep(
    path,
    path.length - 1,
    ({ node }) => node.type === "declaration" || node.type === "function_definition",
  );
  return at < 0 ? undefined : path[at].node;
}

/** The types of a function's parameters, to tell functions of one name apart; undefined for others. */
export function signatureOf({ path }: Hit): string | undefined {
  const at = findStep(
    path,
    path.length - 1,
    ({ node, field }, index) =>
      node.type === "function_declarator" && path[index + 1]?.field === "declarator" &&
      field === "declarator",
  );
  const list = at < 0 ? null : path[at].node.childForFieldName("parameters");
  if (list === null) return undefined;
  const types = list.namedChildren.filter(({ type }) => type !== "comment").map((node) => {
    const type = node.childForFieldName("type")?.text.replace(/\s+/g, "") ?? node.text;
    const marks = node.childForFieldName("declarator")?.text.replace(/[^*&\[]/g, "") ?? "";
    const isConst = marks !== "" && /\bconst\b/.test(node.text);
    return `${isConst ? "const " : ""}${type}${marks.replaceAll("[", "*")}`;
  });
  return types.join(", ").replace(/^void$/, "");
}
