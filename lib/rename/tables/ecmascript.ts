/**
 * Scopes of TypeScript and JavaScript, with and without JSX.
 *
 * @module
 */

import { classifyName, toDeclaration } from "../classify.ts";
import {
  ANY,
  type DeclareRule,
  fieldText,
  findStep,
  type ImportOrigin,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
  TYPE,
  VALUE,
} from "../table.ts";

const PARAMETER: DeclareRule = { kind: "parameter", to: "block", space: VALUE };
const CONSTANT: DeclareRule = { kind: "variable", to: "block", space: VALUE };
const VARIABLE: DeclareRule = { kind: "variable", to: "function", space: VALUE };
const FUNCTION: DeclareRule = { kind: "function", to: "outer", space: VALUE };
const CLASS: DeclareRule = { kind: "class", to: "outer" };
const ENUM: DeclareRule = { kind: "enum", to: "outer" };
const IMPORT: DeclareRule = { kind: "import", to: "file" };
const TYPE_PARAMETER: DeclareRule = { kind: "type parameter", to: "block", space: TYPE };

/** A parameter of a constructor with `private` and the like is a field as well. */
function parameter(path: Path, index: number): DeclareRule {
  const isField = path[index - 1].node.children.some((child) =>
    child.type === "accessibility_modifier" || child.type === "override_modifier" ||
    child.type === "readonly"
  );
  return isField ? { ...PARAMETER, kind: "parameter property", member: true } : PARAMETER;
}

function variable(path: Path, index: number): DeclareRule {
  return path[index - 2]?.node.type === "variable_declaration" ? VARIABLE : CONSTANT;
}

function loopVariable(path: Path, index: number): DeclareRule | undefined {
  switch (fieldText(path[index - 1].node, "kind")) {
    case undefined:
      return undefined;
    case "var":
      return VARIABLE;
    default:
      return CONSTANT;
  }
}

function sourceOf(path: Path): string | undefined {
  const statement = findStep(
    path,
    path.length - 1,
    ({ node }) =>
      node.type === "import_statement" || node.type === "export_statement" ||
      node.type === "import_require_clause",
  );
  if (statement < 0) return undefined;
  const text = fieldText(path[statement].node, "source");
  return text?.slice(1, -1);
}

function declareImport(path: Path, imported: string): Role {
  const origin: ImportOrigin = { source: sourceOf(path) ?? "", imported };
  return { ...toDeclaration(path, 0, IMPORT, ECMASCRIPT), origin };
}

function importSpecifier(path: Path, isAlias: boolean): Role {
  const specifier = path[path.length - 2].node;
  const imported = unquote(fieldText(specifier, "name") ?? "");
  if (isAlias) return declareImport(path, imported);
  if (specifier.childForFieldName("alias") === null) return declareImport(path, imported);
  return { type: "foreign", origin: { source: sourceOf(path) ?? "", imported } };
}

function exportSpecifier(path: Path): Role {
  const specifier = path[path.length - 2].node;
  const imported = unquote(fieldText(specifier, "name") ?? "");
  const exported = unquote(fieldText(specifier, "alias") ?? imported);
  const source = sourceOf(path);
  if (source === undefined) return { type: "refer", space: ANY, exported };
  return { type: "foreign", origin: { source, imported }, exported };
}

function unquote(text: string): string {
  return /^["'].*["']$/s.test(text) ? text.slice(1, -1) : text;
}

/** The plain names before a member, such as `["a", "b"]` in `a.b.c`; undefined for anything else. */
function qualifierOf(path: Path): readonly string[] | undefined {
  const parent = path[path.length - 2].node;
  const before = parent.childForFieldName("object") ?? parent.childForFieldName("module");
  if (before === null || !/^[\w$.\s?]+$/.test(before.text)) return undefined;
  return before.text.split(/\s*\??\.\s*/);
}

/** Marks what leaves the file with its declaration, and what a namespace lets out. */
function withExport(role: Role, path: Path): Role {
  if (role.type !== "declare" || role.origin !== undefined) return role;
  const scope = path[role.scope].node;
  const statement = findStep(path, path.length - 1, ({ node }) => node.type === "export_statement");
  const isExported = statement >= role.scope && isDeclarationOf(path, statement);
  if (role.scope === 0) {
    if (!isExported) return role;
    const isDefault = path[statement].node.children.some((child) => child.type === "default");
    return { ...role, exported: isDefault ? "default" : path[path.length - 1].node.text };
  }
  const owner = path[role.scope - 1].node.type;
  const isNamespace = scope.type === "statement_block" &&
    (owner === "internal_module" || owner === "module" || owner === "ambient_declaration");
  if (!isNamespace) return role;
  return { ...role, rule: { ...role.rule, member: true } };
}

const DECLARATION_STEP_REGEXP =
  /^(?:lexical|variable|function|generator_function|class|abstract_class|interface|type_alias|enum|ambient)_declaration$|^internal_module$|^variable_declarator$|^function_signature$|_pattern$/;

/** Whether only nodes of a declaration lie between an export statement and the name. */
function isDeclarationOf(path: Path, statement: number): boolean {
  return path.slice(statement + 1, -1).every(({ node, field }) =>
    DECLARATION_STEP_REGEXP.test(node.type) && field !== "body"
  );
}

function inspect(path: Path): Role | undefined {
  const leaf = path[path.length - 1].node;
  const parent = path[path.length - 2]?.node;
  switch (positionOf(path, path.length - 1)) {
    case "import_specifier.name":
      return importSpecifier(path, false);
    case "import_specifier.alias":
      return importSpecifier(path, true);
    case "import_clause.":
      return declareImport(path, "default");
    case "namespace_import.":
      return declareImport(path, "*");
    case "import_require_clause.":
      return declareImport(path, "export=");
    case "export_specifier.name":
      return exportSpecifier(path);
    case "export_specifier.alias":
    case "namespace_export.":
      return { type: "other", kind: "export alias" };
    case "member_expression.property":
    case "nested_type_identifier.name":
    case "nested_identifier.property":
      return { type: "member", qualifier: qualifierOf(path) };
    case "jsx_opening_element.name":
    case "jsx_closing_element.name":
    case "jsx_self_closing_element.name":
      return /^[a-z]/.test(leaf.text) ? { type: "other", kind: "element" } : undefined;
    case "required_parameter.name":
    case "optional_parameter.name":
    case "rest_type.name":
      return { type: "other", kind: "label" };
  }
  if (leaf.type === "shorthand_property_identifier") return { type: "refer", space: VALUE };
  if (leaf.type === "private_property_identifier") return { type: "member" };
  if (parent?.type === "meta_property") return { type: "other", kind: "keyword" };
  return undefined;
}

/** Positions where a plain identifier is used as a type or as a name space. */
const ANY_USE = new Set([
  "nested_type_identifier.module",
  "nested_identifier.object",
  "nested_identifier.",
  "export_statement.",
  "export_statement.value",
]);

function useSpace(path: Path): number {
  if (path[path.length - 1].node.type === "type_identifier") return TYPE;
  return ANY_USE.has(positionOf(path, path.length - 1)) ? ANY : VALUE;
}

const TABLE: ScopeTable = {
  languages: ["typescript", "tsx", "javascript"],
  mergesAtTop: true,
  names: new Set([
    "identifier",
    "type_identifier",
    "property_identifier",
    "private_property_identifier",
    "shorthand_property_identifier",
    "shorthand_property_identifier_pattern",
    "statement_identifier",
  ]),
  scopes: {
    program: "file",
    statement_block: "block",
    for_statement: "block",
    for_in_statement: "block",
    catch_clause: "block",
    switch_body: "block",
    enum_body: "block",
    conditional_type: "block",
    index_signature: "block",
    class_declaration: "block",
    abstract_class_declaration: "block",
    class: "block",
    interface_declaration: "block",
    type_alias_declaration: "block",
    class_static_block: "function",
    function_declaration: "function",
    generator_function_declaration: "function",
    function_expression: "function",
    generator_function: "function",
    arrow_function: "function",
    method_definition: "function",
    function_signature: "function",
    method_signature: "function",
    abstract_method_signature: "function",
    call_signature: "function",
    construct_signature: "function",
    constructor_type: "function",
    function_type: "function",
  },
  patterns: new Set([
    "array_pattern.",
    "object_pattern.",
    "pair_pattern.value",
    "rest_pattern.",
    "assignment_pattern.left",
    "object_assignment_pattern.left",
  ]),
  declares: {
    "function_declaration.name": FUNCTION,
    "generator_function_declaration.name": FUNCTION,
    "function_signature.name": FUNCTION,
    "function_expression.name": { ...FUNCTION, to: "self" },
    "generator_function.name": { ...FUNCTION, to: "self" },
    "class_declaration.name": CLASS,
    "abstract_class_declaration.name": CLASS,
    "class.name": { ...CLASS, to: "self" },
    "interface_declaration.name": { kind: "interface", to: "outer", space: TYPE },
    "type_alias_declaration.name": { kind: "type", to: "outer", space: TYPE },
    "enum_declaration.name": ENUM,
    "enum_body.name": { kind: "enum member", to: "block", member: true },
    "enum_assignment.name": { kind: "enum member", to: "block", member: true },
    "internal_module.name": { kind: "namespace", to: "outer" },
    "variable_declarator.name": variable,
    "for_in_statement.left": loopVariable,
    "required_parameter.pattern": parameter,
    "optional_parameter.pattern": parameter,
    "formal_parameters.": PARAMETER,
    "arrow_function.parameter": PARAMETER,
    "assignment_expression.left": (path, index) =>
      path[index - 1].node.firstChild?.type === "using" ? CONSTANT : undefined,
    "catch_clause.parameter": PARAMETER,
    "index_signature.name": PARAMETER,
    "mapped_type_clause.name": TYPE_PARAMETER,
    "type_parameter.name": TYPE_PARAMETER,
    "infer_type.": { ...TYPE_PARAMETER, toNode: "conditional_type" },
    "import_alias.": { kind: "import", to: "outer", member: true },
  },
  members: new Set([
    "pair.key",
    "pair_pattern.key",
    "method_definition.name",
    "method_signature.name",
    "abstract_method_signature.name",
    "property_signature.name",
    "public_field_definition.name",
    "field_definition.property",
    "jsx_attribute.",
    "jsx_namespace_name.",
    "labeled_statement.label",
    "break_statement.label",
    "continue_statement.label",
  ]),
  inspect,
  useSpace,
};

/** Scopes of TypeScript and JavaScript. */
export const ECMASCRIPT: ScopeTable = {
  ...TABLE,
  inspect: (path) => {
    const special = inspect(path);
    if (special !== undefined) return special;
    const role = classifyName(path, { ...TABLE, inspect: undefined });
    return withExport(role, path);
  },
};
