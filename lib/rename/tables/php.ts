/**
 * Scopes of PHP: a variable lives in its function, and functions and classes in their namespace.
 *
 * @module
 */

import { toDeclaration } from "../classify.ts";
import {
  type DeclareRule,
  findStep,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
  TYPE,
  VALUE,
} from "../table.ts";

const SHARED: DeclareRule = { kind: "function", to: "file", space: TYPE };

/** Any mention of a variable makes it one of its function. */
function variable(path: Path, table: ScopeTable): Role {
  const outer = positionOf(path, path.length - 2);
  const rule: DeclareRule = { kind: "variable", to: "function", space: VALUE };
  if (
    /^(?:property_element|scoped_property_access_expression|property_promotion_parameter)\./.test(
      outer,
    )
  ) {
    return { type: "member" };
  }
  const isShared = findStep(
    path,
    path.length - 1,
    ({ node }) =>
      node.type === "anonymous_function_use_clause" || node.type === "global_declaration",
  ) >= 0;
  const at = findStep(path, path.length - 3, ({ node }) => Object.hasOwn(table.scopes, node.type));
  const scope = at < 0 ? "program" : path[at].node.type;
  if (scope === "arrow_function" && !outer.startsWith("simple_parameter.")) {
    return { type: "refer", space: VALUE };
  }
  if (outer.startsWith("simple_parameter.") || outer.startsWith("variadic_parameter.")) {
    return toDeclaration(path, path.length - 2, { ...rule, kind: "parameter", to: "block" }, table);
  }
  const isHere = scope !== "program" && !isShared;
  return toDeclaration(path, path.length - 2, isHere ? rule : { ...rule, member: true }, table);
}

function inspect(path: Path, table: ScopeTable): Role | undefined {
  const leaf = path[path.length - 1].node;
  const parent = path[path.length - 2]?.node;
  switch (parent?.type) {
    case "variable_name":
    case "dynamic_variable_name":
      return variable(path, table);
    case "namespace_name":
    case "namespace_definition":
      return { type: "other", kind: "namespace" };
    case "qualified_name": {
      const source = parent.childForFieldName("prefix")?.text ?? "";
      if (path[path.length - 3]?.node.type !== "namespace_use_clause") return { type: "member" };
      const hasAlias = path[path.length - 3].node.childForFieldName("alias") !== null;
      const origin = { source: source.replace(/\\$/, ""), imported: leaf.text };
      if (hasAlias) return { type: "foreign", origin };
      return {
        ...toDeclaration(path, 0, { kind: "import", to: "file", space: TYPE }, table),
        origin,
      };
    }
    case "namespace_use_clause":
      return { type: "other", kind: "alias" };
    case "class_constant_access_expression":
      return parent.lastNamedChild?.id === leaf.id ? { type: "member" } : undefined;
    case "const_element": {
      const owner = path[path.length - 4]?.node.type;
      if (owner === "declaration_list") return { type: "member" };
      return toDeclaration(path, 0, { ...SHARED, kind: "constant" }, table);
    }
    case "argument":
      return path[path.length - 1].field === "name"
        ? { type: "other", kind: "keyword argument" }
        : undefined;
  }
  return undefined;
}

/** Scopes of PHP. */
export const PHP: ScopeTable = {
  languages: ["php"],
  names: new Set(["name"]),
  scopes: {
    program: "file",
    function_definition: "function",
    method_declaration: "function",
    anonymous_function: "function",
    arrow_function: "block",
  },
  patterns: new Set(),
  declares: {
    "function_definition.name": SHARED,
    "class_declaration.name": { ...SHARED, kind: "class" },
    "interface_declaration.name": { ...SHARED, kind: "interface" },
    "trait_declaration.name": { ...SHARED, kind: "trait" },
    "enum_declaration.name": { ...SHARED, kind: "enum" },
  },
  members: new Set([
    "member_access_expression.name",
    "member_call_expression.name",
    "nullsafe_member_access_expression.name",
    "nullsafe_member_call_expression.name",
    "scoped_call_expression.name",
    "method_declaration.name",
    "enum_case.name",
  ]),
  doubtfulCode: /\b(?:compact|extract|get_defined_vars|parse_str)\s*\(|\$\$|\beval\b/,
  inspect,
  useSpace: () => TYPE,
};
