/**
 * Names of shell functions and variables. Variables are seen by every function that is called, so
 * only what stands in one file, and nowhere in a text that is code, can be renamed.
 *
 * @module
 */

import {
  type DeclareRule,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
  TYPE,
  VALUE,
} from "../table.ts";

const VARIABLE: DeclareRule = { kind: "variable", to: "file", space: VALUE };

function inspect(path: Path): Role | undefined {
  const leaf = path[path.length - 1].node;
  if (leaf.type !== "word") return undefined;
  switch (positionOf(path, path.length - 1)) {
    case "function_definition.name":
      return undefined;
    case "command_name.":
      return { type: "refer", space: TYPE };
  }
  return { type: "other", kind: "word" };
}

/** Names of shell scripts. */
export const BASH: ScopeTable = {
  languages: ["bash"],
  names: new Set(["word", "variable_name"]),
  scopes: { program: "file" },
  patterns: new Set(),
  declares: {
    "function_definition.name": { kind: "function", to: "file", space: TYPE },
    "variable_assignment.name": VARIABLE,
    "for_statement.variable": VARIABLE,
    "c_style_for_statement.variable": VARIABLE,
    "declaration_command.": VARIABLE,
  },
  members: new Set(),
  hasLooseLeaves: true,
  doubtfulTexts: /^(?!comment$)/,
  inspect,
  useSpace: (path) => path[path.length - 1].node.type === "word" ? TYPE : VALUE,
};
