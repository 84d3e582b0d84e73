/**
 * Scopes of Ruby.
 *
 * @module
 */

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

const PARAMETER: DeclareRule = { kind: "parameter", to: "block", space: VALUE };

function isInMethod(path: Path): boolean {
  return path.some(({ node }) => node.type === "method" || node.type === "singleton_method");
}

/** A variable lives in its method; outside of methods nobody can tell it from a method's call. */
function variable(path: Path): DeclareRule {
  const isConstant = path[path.length - 1].node.type === "constant";
  if (isConstant) return { kind: "constant", to: "class", space: TYPE };
  return {
    kind: "variable",
    to: "block",
    sets: true,
    space: VALUE,
    ...(isInMethod(path) ? {} : { member: true as const }),
  };
}

/** A method of a class, or of whatever a block is run in; at the top everything has it. */
function method(path: Path): DeclareRule {
  const isInside = path.slice(0, -2).some(({ node }) =>
    /^(?:class|module|singleton_class|block|do_block|lambda|method|singleton_method)$/.test(
      node.type,
    )
  );
  const rule: DeclareRule = { kind: "method", to: "outer", space: TYPE };
  return isInside ? { ...rule, member: true } : rule;
}

function inspect(path: Path): Role | undefined {
  const parent = path[path.length - 2]?.node;
  switch (positionOf(path, path.length - 1)) {
    case "call.method":
      return parent.childForFieldName("receiver") === null
        ? { type: "refer", space: TYPE }
        : { type: "member" };
    case "scope_resolution.name":
      return parent.childForFieldName("scope") === null
        ? { type: "refer", space: TYPE }
        : { type: "member" };
    case "alias.name":
    case "alias.alias":
    case "singleton_method.name":
      return { type: "member" };
  }
  return undefined;
}

/** Scopes of Ruby. */
export const RUBY: ScopeTable = {
  languages: ["ruby"],
  names: new Set(["identifier", "constant"]),
  scopes: {
    program: "file",
    module: "class",
    class: "class",
    singleton_class: "class",
    method: "function",
    singleton_method: "function",
    block: "block",
    do_block: "block",
    lambda: "block",
  },
  patterns: new Set([
    "left_assignment_list.",
    "rest_assignment.",
    "destructured_left_assignment.",
    "destructured_parameter.",
    "exception_variable.",
    "array_pattern.",
    "splat_parameter.name",
  ]),
  declares: {
    "assignment.left": variable,
    "operator_assignment.left": variable,
    "for.pattern": variable,
    "rescue.variable": variable,
    "class.name": { kind: "class", to: "class", space: TYPE },
    "module.name": { kind: "module", to: "class", space: TYPE },
    "method.name": method,
    "method_parameters.": PARAMETER,
    "method_parameters.name": PARAMETER,
    "block_parameters.": PARAMETER,
    "lambda_parameters.": PARAMETER,
    "optional_parameter.name": PARAMETER,
    "hash_splat_parameter.name": PARAMETER,
    "block_parameter.name": PARAMETER,
    "keyword_parameter.name": { ...PARAMETER, member: true },
  },
  members: new Set(),
  doubtfulTexts: /symbol/,
  doubtfulCode: /\b(?:binding|eval|instance_eval|local_variable_get|local_variable_set)\b/,
  inspect,
  useSpace: (path) => path[path.length - 1].node.type === "constant" ? TYPE : ANY,
};
