/**
 * Scopes of C#.
 *
 * @module
 */

import {
  type DeclareRule,
  findStep,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
} from "../table.ts";

const CLASS: DeclareRule = { kind: "class", to: "outer" };
const PARAMETER: DeclareRule = { kind: "parameter", to: "block" };
const MEMBER: DeclareRule = { kind: "member", to: "outer", member: true };
const PATTERN: DeclareRule = { kind: "variable", to: "block", single: true };

function variable(path: Path, index: number): DeclareRule {
  const owner = path[index - 3]?.node.type ?? "";
  if (/^(?:field|event_field)_declaration$/.test(owner)) {
    return { ...MEMBER, kind: "field", to: "block" };
  }
  const isTop = owner === "global_statement" || path[index - 4]?.node.type === "global_statement";
  return {
    kind: "variable",
    to: "block",
    after: "name",
    ...(isTop ? { member: true as const } : {}),
  };
}

function inspect(path: Path): Role | undefined {
  const leaf = path[path.length - 1];
  const parent = path[path.length - 2]?.node;
  switch (positionOf(path, path.length - 1)) {
    case "member_access_expression.name":
    case "member_binding_expression.name":
    case "qualified_name.name":
    case "alias_qualified_name.name":
      return { type: "member" };
    case "qualified_name.qualifier":
      return undefined;
    case "constructor_declaration.name":
    case "destructor_declaration.name":
      return { type: "refer", space: 3 };
    case "argument.name":
    case "name_colon.name":
      return { type: "other", kind: "keyword argument" };
    case "attribute.name":
      return undefined;
    case "using_directive.name":
      return { type: "other", kind: "alias" };
    case "labeled_statement.":
      return parent.firstNamedChild?.id === leaf.node.id
        ? { type: "other", kind: "label" }
        : undefined;
    case "goto_statement.":
      return { type: "other", kind: "label" };
    case "assignment_expression.left": {
      const initializer = findStep(path, path.length - 3, () => true);
      const isField = initializer >= 0 &&
        path[initializer].node.type === "initializer_expression" &&
        /object_creation|with_/.test(path[initializer - 1]?.node.type ?? "");
      return isField ? { type: "member" } : undefined;
    }
  }
  const isNamespace = path.some(({ node, field }) =>
    field === "name" && /^(?:file_scoped_)?namespace_declaration$/.test(node.parent?.type ?? "")
  );
  return isNamespace || parent?.type === "using_directive"
    ? { type: "other", kind: "namespace" }
    : undefined;
}

/** Scopes of C#. */
export const CSHARP: ScopeTable = {
  languages: ["csharp"],
  names: new Set(["identifier", "implicit_parameter"]),
  scopes: {
    compilation_unit: "file",
    class_declaration: "class",
    struct_declaration: "class",
    interface_declaration: "class",
    record_declaration: "class",
    enum_declaration: "class",
    method_declaration: "function",
    constructor_declaration: "function",
    destructor_declaration: "function",
    operator_declaration: "function",
    conversion_operator_declaration: "function",
    indexer_declaration: "function",
    accessor_declaration: "function",
    property_declaration: "function",
    local_function_statement: "function",
    lambda_expression: "function",
    anonymous_method_expression: "function",
    delegate_declaration: "function",
    block: "block",
    for_statement: "block",
    foreach_statement: "block",
    using_statement: "block",
    fixed_statement: "block",
    catch_clause: "block",
    switch_section: "block",
    switch_expression_arm: "block",
    query_expression: "block",
  },
  patterns: new Set([
    "tuple_pattern.name",
    "tuple_pattern.",
    "variable_declarator.",
    "parenthesized_variable_designation.",
  ]),
  declares: {
    "class_declaration.name": CLASS,
    "struct_declaration.name": { ...CLASS, kind: "struct" },
    "interface_declaration.name": { ...CLASS, kind: "interface" },
    "record_declaration.name": { ...CLASS, kind: "record" },
    "enum_declaration.name": { ...CLASS, kind: "enum" },
    "delegate_declaration.name": { ...CLASS, kind: "delegate" },
    "method_declaration.name": { ...MEMBER, kind: "method" },
    "property_declaration.name": { ...MEMBER, kind: "property" },
    "event_declaration.name": { ...MEMBER, kind: "event" },
    "enum_member_declaration.name": { ...MEMBER, kind: "constant", to: "block" },
    "local_function_statement.name": { kind: "function", to: "outer" },
    "variable_declarator.name": variable,
    "variable_declaration.": { kind: "variable", to: "block" },
    "parameter.name": PARAMETER,
    "parameter_list.name": PARAMETER,
    "lambda_expression.parameters": PARAMETER,
    "type_parameter.name": { kind: "type parameter", to: "block" },
    "foreach_statement.left": { kind: "variable", to: "block" },
    "catch_declaration.name": { kind: "variable", to: "block" },
    "declaration_pattern.name": PATTERN,
    "declaration_expression.name": PATTERN,
    "recursive_pattern.name": PATTERN,
    "var_pattern.name": PATTERN,
    "from_clause.name": { kind: "variable", to: "block" },
    "let_clause.name": { kind: "variable", to: "block" },
    "join_clause.name": { kind: "variable", to: "block" },
  },
  members: new Set([
    "subpattern.name",
    "tuple_element.name",
    "anonymous_object_member_declarator.name",
  ]),
  inspect,
};
