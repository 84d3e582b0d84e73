/**
 * Scopes of C and C++.
 *
 * @module
 */

import { toDeclaration } from "../classify.ts";
import {
  ANY,
  type DeclareRule,
  findStep,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
  type Space,
  TAG,
} from "../table.ts";

const DECLARATOR_REGEXP = /(?:declarator|_definition)$/;

/** What a declaration declares: functions and variables, which in a body follow each other. */
function declaration(path: Path): DeclareRule {
  const isLocal = path.some(({ node }) => node.type === "compound_statement");
  const isFunction = path[path.length - 2].node.type === "function_declarator" &&
    path[path.length - 1].field === "declarator";
  const kind = isFunction ? "function" : "variable";
  return { kind, to: "block", ...(isLocal ? { after: "name" as const } : {}) };
}

/** A parameter is seen in the body of its function, or nowhere in a mere declaration. */
function parameter(path: Path, index: number, table: ScopeTable): Role {
  const rule: DeclareRule = { kind: "parameter", to: "self" };
  const list = index - 2;
  let at = list - 1;
  while (at > 0 && DECLARATOR_REGEXP.test(path[at].node.type) && path[at].field === "declarator") {
    at--;
  }
  const owner = path[at].node.type;
  if (owner === "function_definition") return { type: "declare", rule, scope: at };
  const near = findStep(
    path,
    list,
    ({ node }) =>
      node.type === "lambda_expression" || node.type === "template_declaration" ||
      node.type === "catch_clause" || node.type === "function_declarator",
  );
  return toDeclaration(path, Math.max(0, near), rule, table);
}

function classNameAround(path: Path): string | undefined {
  const at = findStep(
    path,
    path.length - 2,
    ({ node }) => /^(?:class|struct)_specifier$/.test(node.type),
  );
  return at < 0 ? undefined : path[at].node.childForFieldName("name")?.text;
}

function inspect(path: Path, table: ScopeTable): Role | undefined {
  const leaf = path[path.length - 1].node;
  const parent = path[path.length - 2]?.node;
  const position = positionOf(path, path.length - 1);
  if (leaf.type === "field_identifier") return { type: "member" };
  switch (parent?.type) {
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
    case "class_specifier": {
      if (path[path.length - 1].field !== "name") return undefined;
      if (parent.childForFieldName("body") === null) {
        return { type: "refer", space: tagSpace(path) };
      }
      const kind = parent.type.replace("_specifier", "");
      return toDeclaration(
        path,
        path.length - 2,
        { kind, to: "outer", space: tagSpace(path) },
        table,
      );
    }
    case "qualified_identifier": {
      const scope = parent.childForFieldName("scope")?.text ?? "";
      if (path[path.length - 1].field !== "name") return undefined;
      const isConstructor = scope === leaf.text || scope.endsWith(`::${leaf.text}`);
      return isConstructor ? { type: "refer", space: ANY } : { type: "member" };
    }
    case "destructor_name":
      return { type: "refer", space: ANY };
    case "function_declarator":
      return classNameAround(path) === leaf.text ? { type: "refer", space: ANY } : undefined;
    case "type_parameter_declaration":
    case "optional_type_parameter_declaration":
    case "variadic_type_parameter_declaration":
      if (position.endsWith("default_type")) return undefined;
      return toDeclaration(path, path.length - 2, { kind: "type parameter", to: "block" }, table);
    case "lambda_capture_initializer":
      if (path[path.length - 1].field !== "left") return undefined;
      return toDeclaration(path, path.length - 2, { kind: "capture", to: "block" }, table);
  }
  return undefined;
}

/** A word that the grammar was not shown stands between things, not in one: it is a macro. */
function readString(path: Path): Role | undefined {
  return BLANK_REGEXP.test(path[path.length - 1].node.type)
    ? { type: "refer", space: ANY }
    : undefined;
}

const BLANK_REGEXP =
  /^(?:translation_unit|declaration|declaration_list|field_declaration|field_declaration_list|function_definition|\w+_declarator|\w+_specifier|preproc_(?:if|ifdef|else|elif)|linkage_specification)$/;

/** C keeps tags apart from other names; C++ does not. */
function tagSpace(path: Path): Space {
  const isCpp = path[0].node.tree.language.types.includes("class_specifier");
  return isCpp ? ANY | TAG : TAG;
}

function useSpace(): Space {
  return ANY;
}

/** Scopes of C and C++. */
export const C: ScopeTable = {
  languages: ["c", "cpp"],
  names: new Set(["identifier", "type_identifier", "field_identifier", "namespace_identifier"]),
  scopes: {
    translation_unit: "file",
    function_definition: "function",
    lambda_expression: "function",
    template_declaration: "block",
    compound_statement: "block",
    for_statement: "block",
    for_range_loop: "block",
    if_statement: "block",
    while_statement: "block",
    switch_statement: "block",
    catch_clause: "block",
    class_specifier: "class",
    struct_specifier: "class",
    union_specifier: "class",
  },
  patterns: new Set([
    "pointer_declarator.declarator",
    "array_declarator.declarator",
    "init_declarator.declarator",
    "parenthesized_declarator.",
    "function_declarator.declarator",
    "attributed_declarator.",
    "reference_declarator.",
    "structured_binding_declarator.",
    "variadic_declarator.",
  ]),
  declares: {
    "declaration.declarator": declaration,
    "function_definition.declarator": { kind: "function", to: "outer" },
    "parameter_declaration.declarator": (path, index) => parameter(path, index, C),
    "optional_parameter_declaration.declarator": (path, index) => parameter(path, index, C),
    "variadic_parameter_declaration.declarator": (path, index) => parameter(path, index, C),
    "type_definition.declarator": { kind: "type", to: "block" },
    "alias_declaration.name": { kind: "type", to: "block" },
    "for_range_loop.declarator": { kind: "variable", to: "block" },
    "condition_clause.declarator": { kind: "variable", to: "block" },
    "enumerator.name": { kind: "constant", to: "block" },
    "namespace_definition.name": { kind: "namespace", to: "file", member: true },
    "preproc_def.name": { kind: "macro", to: "file" },
    "preproc_function_def.name": { kind: "macro", to: "file" },
    "preproc_params.": { kind: "macro parameter", to: "block", member: true },
  },
  members: new Set(["labeled_statement.label", "goto_statement.label", "concept_definition.name"]),
  doubtfulTexts: /preproc_arg/,
  inspect,
  readString,
  useSpace,
};
