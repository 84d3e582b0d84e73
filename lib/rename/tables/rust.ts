/**
 * Scopes of Rust.
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
  type Word,
} from "../table.ts";

const ITEM: DeclareRule = { kind: "item", to: "outer" };
const PARAMETER: DeclareRule = { kind: "parameter", to: "block" };
const LET: DeclareRule = { kind: "variable", to: "block", after: "node" };
const PATTERN: DeclareRule = { kind: "variable", to: "block" };

/** Macros whose arguments are expressions and texts with names in braces. */
const PLAIN_MACRO_REGEXP =
  /^(?:(?:std|core)::)?(?:print|println|eprint|eprintln|format|write|writeln|panic|assert|assert_eq|assert_ne|debug_assert|debug_assert_eq|debug_assert_ne|vec|dbg|todo|unimplemented|unreachable|format_args|info|warn|error|debug|trace|bail|ensure|anyhow)$/;

function macroAt(path: Path): string | undefined {
  const at = findStep(
    path,
    path.length - 1,
    ({ node }) => node.type === "macro_invocation" || node.type === "macro_definition",
  );
  if (at < 0) return undefined;
  return path[at].node.childForFieldName("macro")?.text ?? "";
}

/** A name among the tokens of a macro. */
function inspectToken(path: Path): Role | undefined {
  const leaf = path[path.length - 1].node;
  if (path[path.length - 2]?.node.type !== "token_tree") return undefined;
  const before = leaf.previousSibling?.type ?? "";
  const after = leaf.nextSibling?.type ?? "";
  if (before === "." || before === "::") return { type: "member" };
  const isPlain = PLAIN_MACRO_REGEXP.test(macroAt(path) ?? "");
  if (isPlain && after !== ":" && after !== "=") return { type: "refer", space: ANY };
  return { type: "refer", space: ANY, unsure: true };
}

/** Names in `use a::{b, c as d}`. */
function inspectUse(path: Path, table: ScopeTable): Role | undefined {
  const use = findStep(path, path.length - 1, ({ node }) => node.type === "use_declaration");
  if (use < 0) return undefined;
  const leaf = path[path.length - 1];
  const position = positionOf(path, path.length - 1);
  const source = path.slice(use, -1).flatMap(({ node }) => {
    const prefix = node.childForFieldName("path");
    return prefix !== null && prefix.endIndex <= leaf.node.startIndex ? [prefix.text] : [];
  }).join("::");
  const rule: DeclareRule = { kind: "import", to: "block" };
  const declare = (imported: string): Role => ({
    ...toDeclaration(path, use, rule, table),
    origin: { source, imported },
  });
  switch (position) {
    case "use_list.":
    case "use_declaration.argument":
      return declare(leaf.node.text);
    case "scoped_identifier.name": {
      const outer = positionOf(path, path.length - 2);
      if (outer === "use_declaration.argument" || outer === "use_list.") {
        return declare(leaf.node.text);
      }
      if (outer === "use_as_clause.path") {
        return { type: "foreign", origin: { source, imported: leaf.node.text } };
      }
      return { type: "foreign", origin: { source: prefixOf(path), imported: leaf.node.text } };
    }
    case "scoped_identifier.path":
    case "scoped_use_list.path":
    case "use_wildcard.":
      return { type: "refer", space: ANY, unsure: true };
    case "use_as_clause.path":
      return { type: "foreign", origin: { source, imported: leaf.node.text } };
    case "use_as_clause.alias":
      return declare("");
  }
  return { type: "other", kind: "module" };
}

/** What stands before a name in its own path. */
function prefixOf(path: Path): string {
  return path[path.length - 2].node.childForFieldName("path")?.text ?? "";
}

/** A `let` that only some builds have. */
function isConditional(path: Path): boolean {
  const at = findStep(path, path.length - 1, ({ node }) => node.type === "let_declaration");
  const before = at < 0 ? null : path[at].node.previousNamedSibling;
  return before?.type === "attribute_item" && /^#\[\s*cfg\b/.test(before.text);
}

/** In a pattern, a name in capitals is a constant or a variant. */
function patternName(path: Path): DeclareRule | undefined {
  return /^\p{Lu}/u.test(path[path.length - 1].node.text) ? undefined : PATTERN;
}

function inspect(path: Path, table: ScopeTable): Role | undefined {
  const found = inspectUse(path, table) ?? inspectToken(path);
  if (found !== undefined) return found;
  switch (positionOf(path, path.length - 1)) {
    case "scoped_identifier.name":
    case "scoped_type_identifier.name":
      return { type: "member" };
    case "tuple_struct_pattern.type":
    case "struct_pattern.type":
      return { type: "refer", space: ANY };
  }
  const type = path[path.length - 1].node.type;
  return type === "field_identifier" ? { type: "member" } : undefined;
}

/** Texts of formats name variables in braces. */
function readString(path: Path, { text, start, end }: Word): Role | undefined {
  const at = findStep(path, path.length - 1, ({ node }) => node.type === "token_tree");
  if (at < 0 || path[path.length - 1].node.type !== "string_content") return undefined;
  if (!PLAIN_MACRO_REGEXP.test(macroAt(path) ?? "")) return undefined;
  const before = text.slice(Math.max(0, start - 40), start);
  const braces = /\{*$/.exec(before)?.[0].length ?? 0;
  const isArgument = braces % 2 === 1 && /^\s*[:}]/.test(text.slice(end, end + 8));
  const isWidth = text[end] === "$" && /\{[^{}]*:[^{}]*$/.test(before);
  return isArgument || isWidth ? { type: "refer", space: ANY } : undefined;
}

/** Scopes of Rust. */
export const RUST: ScopeTable = {
  languages: ["rust"],
  redeclares: true,
  names: new Set([
    "identifier",
    "type_identifier",
    "field_identifier",
    "shorthand_field_identifier",
  ]),
  scopes: {
    source_file: "file",
    mod_item: "class",
    impl_item: "class",
    trait_item: "class",
    struct_item: "block",
    enum_item: "block",
    union_item: "block",
    type_item: "block",
    function_item: "function",
    function_signature_item: "function",
    closure_expression: "function",
    block: "block",
    if_expression: "block",
    while_expression: "block",
    for_expression: "block",
    match_arm: "block",
  },
  patterns: new Set([
    "tuple_pattern.",
    "tuple_struct_pattern.",
    "slice_pattern.",
    "struct_pattern.",
    "field_pattern.pattern",
    "field_pattern.name",
    "captured_pattern.",
    "ref_pattern.",
    "mut_pattern.",
    "reference_pattern.",
    "or_pattern.",
    "match_pattern.",
  ]),
  declares: {
    "function_item.name": { ...ITEM, kind: "function" },
    "struct_item.name": { ...ITEM, kind: "struct" },
    "enum_item.name": { ...ITEM, kind: "enum" },
    "union_item.name": { ...ITEM, kind: "union" },
    "trait_item.name": { ...ITEM, kind: "trait" },
    "type_item.name": { ...ITEM, kind: "type" },
    "const_item.name": { kind: "constant", to: "block" },
    "static_item.name": { kind: "static", to: "block" },
    "mod_item.name": { ...ITEM, kind: "module", member: true },
    "macro_definition.name": { kind: "macro", to: "file", member: true },
    "enum_variant.name": { kind: "variant", to: "block", member: true },
    "associated_type.name": { kind: "type", to: "block", member: true },
    "type_parameter.name": { kind: "type parameter", to: "block" },
    "const_parameter.name": { kind: "type parameter", to: "block" },
    "let_declaration.pattern": (path) => patternName(path) && LET,
    "let_condition.pattern": (path) => patternName(path) && { ...LET },
    "match_arm.pattern": patternName,
    "for_expression.pattern": patternName,
    "parameter.pattern": PARAMETER,
    "closure_parameters.": PARAMETER,
  },
  members: new Set(["field_declaration.name", "function_signature_item.name"]),
  escapes: new Set(["if_expression.alternative", "for_expression.value"]),
  barriers: { types: new Set(["mod_item"]), unless: /\buse\s+super::\*/ },
  inspect,
  readString,
  isConditional,
};
