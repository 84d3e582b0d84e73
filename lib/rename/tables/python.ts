/**
 * Scopes of Python.
 *
 * @module
 */

import { toDeclaration } from "../classify.ts";
import {
  ANY,
  type DeclareRule,
  findStep,
  type ImportOrigin,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
} from "../table.ts";

const VARIABLE: DeclareRule = { kind: "variable", to: "function" };
const PARAMETER: DeclareRule = { kind: "parameter", to: "block" };
const IMPORT: DeclareRule = { kind: "import", to: "function" };

function sourceOf(path: Path): string {
  const statement = findStep(
    path,
    path.length - 1,
    ({ node }) => node.type === "import_from_statement",
  );
  return statement < 0 ? "" : path[statement].node.childForFieldName("module_name")?.text ?? "";
}

function declareImport(path: Path, origin: ImportOrigin): Role {
  return { ...toDeclaration(path, path.length - 2, IMPORT, PYTHON), origin };
}

/** Names in `import a.b`, `import a.b as c`, `from a import b as c`. */
function inspectImport(path: Path): Role | undefined {
  const leaf = path[path.length - 1].node;
  const position = positionOf(path, path.length - 1);
  const isFrom = path.some(({ node }) => node.type === "import_from_statement");
  if (position === "aliased_import.alias") {
    const name = path[path.length - 2].node.childForFieldName("name")?.text ?? "";
    return declareImport(
      path,
      isFrom ? { source: sourceOf(path), imported: name } : { source: name, imported: "*" },
    );
  }
  if (path[path.length - 2].node.type !== "dotted_name") return undefined;
  const outer = positionOf(path, path.length - 2);
  const origin = isFrom
    ? { source: sourceOf(path), imported: leaf.text }
    : { source: leaf.text, imported: "*" };
  switch (outer) {
    case "import_from_statement.name":
      return declareImport(path, origin);
    case "aliased_import.name":
      return isFrom ? { type: "foreign", origin } : { type: "other", kind: "module" };
    case "import_statement.name":
      if (leaf.id === path[path.length - 2].node.firstNamedChild?.id) {
        return declareImport(path, origin);
      }
      return { type: "other", kind: "module" };
    case "relative_import.":
    case "import_from_statement.module_name":
      return { type: "other", kind: "module" };
  }
  return undefined;
}

/** Names in the patterns of `match`. */
function inspectMatch(path: Path): Role | undefined {
  const leaf = path[path.length - 1].node;
  const parent = path[path.length - 2].node;
  const capture = () => toDeclaration(path, path.length - 2, VARIABLE, PYTHON);
  if (parent.type === "keyword_pattern" && parent.firstNamedChild?.id === leaf.id) {
    return { type: "other", kind: "keyword" };
  }
  if (parent.type === "splat_pattern") return capture();
  if (parent.type === "as_pattern" && parent.lastNamedChild?.id === leaf.id) {
    return path.some(({ node }) => node.type === "case_pattern") ? capture() : undefined;
  }
  if (parent.type !== "dotted_name") return undefined;
  const outer = path[path.length - 3].node.type;
  if (outer !== "case_pattern" && outer !== "keyword_pattern") return undefined;
  if (parent.namedChildCount === 1) return capture();
  return parent.firstNamedChild?.id === leaf.id ? undefined : { type: "member" };
}

function qualifierOf(path: Path): readonly string[] | undefined {
  const object = path[path.length - 2].node.childForFieldName("object");
  if (object === null || !/^[\w.\s]+$/.test(object.text)) return undefined;
  return object.text.split(/\s*\.\s*/);
}

function inspect(path: Path): Role | undefined {
  const found = inspectImport(path) ?? inspectMatch(path);
  if (found !== undefined) return found;
  switch (positionOf(path, path.length - 1)) {
    case "attribute.attribute":
      return { type: "member", qualifier: qualifierOf(path) };
    case "keyword_argument.name":
      return { type: "other", kind: "keyword argument" };
    case "global_statement.":
    case "nonlocal_statement.": {
      const isGlobal = path[path.length - 2].node.type === "global_statement";
      const scope = findStep(
        path,
        path.length - 1,
        ({ node }) =>
          node.type === "function_definition" || node.type === "module" ||
          node.type === "class_definition",
      );
      return { type: "redirect", scope: Math.max(0, scope), to: isGlobal ? "file" : "outer" };
    }
    case "type_alias_statement.left":
      return undefined;
  }
  return undefined;
}

/** What takes types, so that a string in its brackets is one. */
const TYPE_TAKER_REGEXP =
  /^(?:\w+\.)*(?:Union|Optional|List|Dict|Tuple|Set|FrozenSet|Type|Callable|Iterable|Iterator|AsyncIterator|AsyncIterable|Sequence|MutableSequence|Mapping|MutableMapping|Generator|AsyncGenerator|Awaitable|Coroutine|ClassVar|Final|DefaultDict|Deque|Generic|list|dict|tuple|set|frozenset|type)$/;
/** Calls that take a type: as the first argument, or as any but the first, which is a name. */
const FIRST_TYPE_CALL_REGEXP = /^(?:\w+\.)*(?:cast|ForwardRef)$/;
const LATER_TYPE_CALL_REGEXP = /^(?:\w+\.)*(?:TypeVar|ParamSpec|NewType)$/;
const PLAIN_STRING_TAKER_REGEXP = /^(?:\w+\.)*(?:Literal|Annotated)\b/;

const SCOPE_STEP_TYPES = new Set(["function_definition", "class_definition", "lambda"]);

/** Strings that are code: types in quotes, and what `__all__` gives out. */
function readString(path: Path): Role | undefined {
  const string = findStep(path, path.length - 1, ({ node }) => node.type === "string");
  if (string < 1) return undefined;
  return isQuotedType(path, string) || isGivenOut(path, string)
    ? { type: "refer", space: ANY }
    : undefined;
}

function isQuotedType(path: Path, string: number): boolean {
  const outer = path.slice(0, string).map(({ node }) => node);
  const isPlain = outer.some((node) =>
    (node.type === "generic_type" || node.type === "subscript") &&
    PLAIN_STRING_TAKER_REGEXP.test(node.text)
  );
  if (isPlain) return false;
  return outer.some((node, at) => {
    switch (node.type) {
      case "type":
        return true;
      case "subscript":
        return TYPE_TAKER_REGEXP.test(node.childForFieldName("value")?.text ?? "");
      case "call":
        return isTypeArgument(path, at);
    }
    return false;
  });
}

/** Whether the argument of a call that a path leads through is a type. */
function isTypeArgument(path: Path, call: number): boolean {
  const callee = path[call].node.childForFieldName("function")?.text ?? "";
  const list = path[call + 1]?.node;
  if (list?.type !== "argument_list") return false;
  const isFirst = path[call + 2]?.node.id === list.firstNamedChild?.id;
  return isFirst ? FIRST_TYPE_CALL_REGEXP.test(callee) : LATER_TYPE_CALL_REGEXP.test(callee);
}

function isGivenOut(path: Path, string: number): boolean {
  const list = findStep(path, string, ({ node }) => /^(?:augmented_)?assignment$/.test(node.type));
  if (list < 0 || path.some(({ node }) => SCOPE_STEP_TYPES.has(node.type))) return false;
  return path[list].node.childForFieldName("left")?.text === "__all__";
}

/** What a comprehension runs over first is made outside of it. */
function isFirstIterable(path: Path, index: number): boolean {
  if (positionOf(path, index) !== "for_in_clause.right") return false;
  const clause = path[index - 1].node;
  return clause.parent?.namedChildren.find(({ type }) => type === "for_in_clause")?.id ===
    clause.id;
}

/** Scopes of Python. */
export const PYTHON: ScopeTable = {
  languages: ["python"],
  names: new Set(["identifier"]),
  scopes: {
    module: "file",
    function_definition: "function",
    lambda: "function",
    class_definition: "class",
    list_comprehension: "block",
    set_comprehension: "block",
    dictionary_comprehension: "block",
    generator_expression: "block",
  },
  patterns: new Set([
    "pattern_list.",
    "tuple_pattern.",
    "list_pattern.",
    "list_splat_pattern.",
    "dictionary_splat_pattern.",
    "as_pattern_target.",
    "tuple.",
    "list.",
    "parenthesized_expression.",
  ]),
  declares: {
    "function_definition.name": { kind: "function", to: "outer" },
    "class_definition.name": { kind: "class", to: "outer" },
    "assignment.left": VARIABLE,
    "augmented_assignment.left": VARIABLE,
    "named_expression.name": VARIABLE,
    "for_statement.left": VARIABLE,
    "for_in_clause.left": { kind: "variable", to: "block" },
    "as_pattern.alias": VARIABLE,
    "parameters.": PARAMETER,
    "lambda_parameters.": PARAMETER,
    "default_parameter.name": PARAMETER,
    "typed_default_parameter.name": PARAMETER,
    "typed_parameter.": PARAMETER,
  },
  members: new Set(),
  escapes: new Set([
    "default_parameter.value",
    "typed_default_parameter.value",
    "typed_default_parameter.type",
    "typed_parameter.type",
    "function_definition.return_type",
    "class_definition.superclasses",
  ]),
  isEscape: isFirstIterable,
  hasOrderedClasses: true,
  inspect,
  readString,
};
