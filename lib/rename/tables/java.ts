/**
 * Scopes of Java.
 *
 * @module
 */

import { toDeclaration } from "../classify.ts";
import {
  ANY,
  type DeclareRule,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
  TYPE,
  VALUE,
} from "../table.ts";

const CLASS: DeclareRule = { kind: "class", to: "outer", space: TYPE };
const PARAMETER: DeclareRule = { kind: "parameter", to: "block", space: VALUE };
const PATTERN: DeclareRule = { kind: "variable", to: "block", space: VALUE, single: true };
const MEMBER: DeclareRule = { kind: "member", to: "block", space: VALUE, member: true };

/** Fields are members; variables are seen after their declaration. */
function variable(path: Path, index: number): DeclareRule {
  switch (path[index - 2]?.node.type) {
    case "field_declaration":
      return { ...MEMBER, kind: "field" };
    case "spread_parameter":
      return PARAMETER;
  }
  return { kind: "variable", to: "block", space: VALUE, after: "name" };
}

function parameter(path: Path, index: number): DeclareRule {
  const isComponent = path[index - 3]?.node.type === "record_declaration";
  return isComponent ? { ...MEMBER, kind: "component" } : PARAMETER;
}

function inspect(path: Path, table: ScopeTable): Role | undefined {
  const leaf = path[path.length - 1].node;
  const parent = path[path.length - 2]?.node;
  const statement = path[path.length - 3]?.node.type ?? "";
  switch (parent?.type) {
    case "scoped_identifier":
      if (path[path.length - 1].field !== "name") return { type: "other", kind: "package" };
      if (statement !== "import_declaration") {
        const isImport = path.some(({ node }) => node.type === "import_declaration");
        if (!isImport) return { type: "other", kind: "package" };
        const source = parent.childForFieldName("scope")?.text ?? "";
        return { type: "foreign", origin: { source, imported: leaf.text } };
      }
      return {
        ...toDeclaration(path, 0, { kind: "import", to: "file" }, table),
        origin: { source: parent.childForFieldName("scope")?.text ?? "", imported: leaf.text },
      };
    case "package_declaration":
    case "import_declaration":
      return { type: "other", kind: "package" };
    case "scoped_type_identifier":
      return parent.lastNamedChild?.id === leaf.id ? { type: "member" } : undefined;
    case "labeled_statement":
    case "break_statement":
    case "continue_statement":
      return { type: "other", kind: "label" };
    case "method_reference":
      return parent.firstNamedChild?.id === leaf.id ? undefined : { type: "member" };
    case "type_pattern":
    case "record_pattern_component":
      if (leaf.type === "identifier") return toDeclaration(path, path.length - 2, PATTERN, table);
      return undefined;
    case "type_parameter":
      if (parent.firstNamedChild?.id !== leaf.id) return undefined;
      return toDeclaration(path, path.length - 2, {
        kind: "type parameter",
        to: "block",
        space: TYPE,
      }, table);
  }
  const isConstructor = positionOf(path, path.length - 1) === "constructor_declaration.name" ||
    positionOf(path, path.length - 1) === "compact_constructor_declaration.name";
  return isConstructor ? { type: "refer", space: TYPE } : undefined;
}

/** Scopes of Java. */
export const JAVA: ScopeTable = {
  languages: ["java"],
  names: new Set(["identifier", "type_identifier"]),
  scopes: {
    program: "file",
    class_body: "class",
    interface_body: "class",
    enum_body: "class",
    annotation_type_body: "class",
    class_declaration: "block",
    interface_declaration: "block",
    record_declaration: "block",
    enum_declaration: "block",
    method_declaration: "function",
    constructor_declaration: "function",
    compact_constructor_declaration: "function",
    lambda_expression: "function",
    block: "block",
    constructor_body: "block",
    for_statement: "block",
    enhanced_for_statement: "block",
    try_with_resources_statement: "block",
    catch_clause: "block",
    switch_block: "block",
    switch_block_statement_group: "block",
    switch_rule: "block",
  },
  patterns: new Set(),
  declares: {
    "class_declaration.name": CLASS,
    "interface_declaration.name": { ...CLASS, kind: "interface" },
    "enum_declaration.name": { ...CLASS, kind: "enum" },
    "record_declaration.name": { ...CLASS, kind: "record" },
    "annotation_type_declaration.name": { ...CLASS, kind: "annotation" },
    "variable_declarator.name": variable,
    "formal_parameter.name": parameter,
    "catch_formal_parameter.name": PARAMETER,
    "enhanced_for_statement.name": { kind: "variable", to: "block", space: VALUE },
    "resource.name": { kind: "variable", to: "block", space: VALUE },
    "inferred_parameters.": PARAMETER,
    "lambda_expression.parameters": PARAMETER,
    "instanceof_expression.name": PATTERN,
    "enum_constant.name": { ...MEMBER, kind: "constant" },
  },
  members: new Set([
    "method_declaration.name",
    "method_invocation.name",
    "field_access.field",
    "element_value_pair.key",
    "annotation_type_element_declaration.name",
  ]),
  inspect,
  useSpace: (path) => path[path.length - 1].node.type === "type_identifier" ? TYPE : ANY,
};
