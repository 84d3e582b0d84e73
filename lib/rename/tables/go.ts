/**
 * Scopes of Go.
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

const FUNCTION_TYPES = new Set(["function_declaration", "method_declaration", "func_literal"]);
const PARAMETER: DeclareRule = { kind: "parameter", to: "block" };

function isLocal(path: Path): boolean {
  return path.some(({ node }) => FUNCTION_TYPES.has(node.type));
}

function variable(kind: string): (path: Path) => DeclareRule {
  return (path) => ({ kind, to: "block", ...(isLocal(path) ? { after: "node" as const } : {}) });
}

/** Loops and channels declare only with `:=`. */
function shortVariable(path: Path, index: number): DeclareRule | undefined {
  const isShort = path[index - 1].node.children.some((child) => child.type === ":=");
  return isShort ? { kind: "variable", to: "block", after: "node" } : undefined;
}

/** A key of a literal is a field, unless the literal is plainly a map, an array or a slice. */
function literalKey(path: Path): Role | undefined {
  const key = findStep(
    path,
    path.length - 1,
    (step) => step.field === "key" && step.node.type === "literal_element",
  );
  if (key < path.length - 2 || key < 0) return undefined;
  const literal = findStep(path, key, ({ node }) => node.type === "composite_literal");
  const type = literal < 0 ? undefined : path[literal].node.childForFieldName("type")?.type;
  const isDirect = literal === key - 3;
  return isDirect && type !== undefined &&
      /^(?:map|array|slice|implicit_length_array)_type$/.test(type)
    ? undefined
    : { type: "member" };
}

function inspect(path: Path): Role | undefined {
  const parent = path[path.length - 2]?.node;
  switch (positionOf(path, path.length - 1)) {
    case "selector_expression.field": {
      const operand = parent.childForFieldName("operand");
      return {
        type: "member",
        qualifier: operand?.type === "identifier" ? [operand.text] : undefined,
      };
    }
    case "qualified_type.name":
      return { type: "member", qualifier: [parent.childForFieldName("package")?.text ?? ""] };
    case "literal_element.":
      return literalKey(path);
  }
  return undefined;
}

/** Scopes of Go. */
export const GO: ScopeTable = {
  languages: ["go"],
  names: new Set(["identifier", "type_identifier", "field_identifier"]),
  scopes: {
    source_file: "file",
    function_declaration: "function",
    method_declaration: "function",
    func_literal: "function",
    function_type: "function",
    method_elem: "function",
    type_spec: "block",
    block: "block",
    if_statement: "block",
    for_statement: "block",
    expression_switch_statement: "block",
    type_switch_statement: "block",
    select_statement: "block",
    expression_case: "block",
    default_case: "block",
    type_case: "block",
    communication_case: "block",
  },
  patterns: new Set(["expression_list."]),
  declares: {
    "function_declaration.name": { kind: "function", to: "outer" },
    "const_spec.name": variable("constant"),
    "var_spec.name": variable("variable"),
    "type_spec.name": { kind: "type", to: "outer" },
    "type_alias.name": { kind: "type", to: "block" },
    "short_var_declaration.left": { kind: "variable", to: "block", after: "node" },
    "range_clause.left": shortVariable,
    "receive_statement.left": shortVariable,
    "type_switch_statement.alias": { kind: "variable", to: "block" },
    "parameter_declaration.name": PARAMETER,
    "variadic_parameter_declaration.name": PARAMETER,
    "type_parameter_declaration.name": { kind: "type parameter", to: "block" },
  },
  members: new Set(["method_declaration.name", "field_declaration.name", "method_elem.name"]),
  inspect,
};
