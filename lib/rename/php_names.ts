/**
 * Full names of PHP: what a name in a file stands for, by its namespace and its imports.
 *
 * @module
 */

import type { SyntaxNode } from "../syntax.ts";
import type { SourceFile } from "./project.ts";
import type { Hit } from "./scopes.ts";
import { positionOf } from "./table.ts";

/** The three spaces of names: each can hold the same name for something else. */
export type PhpKind = "class" | "function" | "constant";

/** What a name stands for. */
export interface PhpName {
  /** Its space. */
  readonly kind: PhpKind;
  /** Its full name, without a backslash at the beginning. */
  readonly full: string;
  /** The full name that it has when there is none of the first; absent without such a second try. */
  readonly otherwise?: string;
  /** Whether it declares it. */
  readonly declares?: true;
}

interface Import {
  readonly kind: PhpKind;
  readonly full: string;
}

/** Reads the names of one file. */
export interface PhpFile {
  /** What a place names; `segment` for a part of a namespace, undefined for members and the like. */
  readonly nameAt: (hit: Hit) => PhpName | "segment" | undefined;
}

const opened = new WeakMap<SourceFile, PhpFile>();

/** Opens a file for reading its names, once. */
export function openPhpFile(source: SourceFile): PhpFile {
  const known = opened.get(source) ?? readFile(source);
  opened.set(source, known);
  return known;
}

function readFile({ text, tree }: SourceFile): PhpFile {
  const namespaces = tree.rootNode.descendantsOfType("namespace_definition").map((node) => ({
    start: node.startIndex,
    end: node.childForFieldName("body") === null ? text.length : node.endIndex,
    name: node.childForFieldName("name")?.text ?? "",
  }));
  const namespaceAt = (at: number) =>
    namespaces.findLast(({ start, end }) => start <= at && at < end)?.name ?? "";
  const imports = tree.rootNode.descendantsOfType("namespace_use_declaration").flatMap((node) =>
    readImports(node).map((one) => ({ ...one, namespace: namespaceAt(node.startIndex) }))
  );
  const findImport = (kind: PhpKind, alias: string, at: number): Import | undefined =>
    imports.find((one) =>
      one.kind === kind && one.namespace === namespaceAt(at) && isSameWord(kind, one.alias, alias)
    );

  const resolve = (kind: PhpKind, written: string, at: number): PhpName => {
    const namespace = namespaceAt(at);
    if (written.startsWith("\\")) return { kind, full: written.slice(1) };
    const parts = written.split("\\");
    if (parts[0].toLowerCase() === "namespace") {
      return { kind, full: join(namespace, parts.slice(1).join("\\")) };
    }
    if (parts.length > 1) {
      const first = findImport("class", parts[0], at);
      const rest = parts.slice(1).join("\\");
      return {
        kind,
        full: first === undefined ? join(namespace, written) : join(first.full, rest),
      };
    }
    const found = findImport(kind, written, at);
    if (found !== undefined) return { kind, full: found.full };
    const full = join(namespace, written);
    return kind === "class" || namespace === ""
      ? { kind, full }
      : { kind, full, otherwise: written };
  };

  return {
    nameAt: (hit) => {
      const { path, start, end } = hit;
      const parent = path[path.length - 2]?.node;
      if (parent === undefined || parent.type === "variable_name") return undefined;
      const clause = path.findLast(({ node }) => node.type === "namespace_use_clause")?.node;
      const declaration = path.findLast(({ node }) => node.type === "namespace_use_declaration")
        ?.node;
      if (declaration !== undefined) {
        if (clause === undefined || text[end] === "\\") return "segment";
        if (clause.childForFieldName("alias")?.startIndex === start) return undefined;
        const one = readImports(declaration).find(({ clauseStart }) =>
          clauseStart === clause.startIndex
        );
        return one === undefined ? undefined : { kind: one.kind, full: one.full };
      }
      if (
        text[end] === "\\" ||
        path.some(({ node }) =>
          node.type === "namespace_definition" && node.startIndex === parent.parent?.startIndex &&
          parent.type === "namespace_name"
        )
      ) return "segment";
      const declared = DECLARED_KINDS[positionOf(path, path.length - 1)];
      if (declared !== undefined) {
        return {
          kind: declared,
          full: join(namespaceAt(start), hit.path[path.length - 1].node.text),
          declares: true,
        };
      }
      if (parent.type === "const_element") {
        const isMember = path[path.length - 4]?.node.type === "declaration_list";
        return isMember ? undefined : {
          kind: "constant",
          full: join(namespaceAt(start), path[path.length - 1].node.text),
          declares: true,
        };
      }
      const kind = kindAt(hit);
      if (kind === undefined) return undefined;
      const before = /(?:[\w\\]*\\)?$/.exec(text.slice(Math.max(0, start - 300), start))?.[0] ??
        "";
      return resolve(kind, before + text.slice(start, end), start);
    },
  };
}

const DECLARED_KINDS: Readonly<Record<string, PhpKind>> = {
  "class_declaration.name": "class",
  "interface_declaration.name": "class",
  "trait_declaration.name": "class",
  "enum_declaration.name": "class",
  "function_definition.name": "function",
};

const CLASS_PARENT_REGEXP =
  /^(?:object_creation_expression|named_type|base_clause|class_interface_clause|use_declaration|attribute|type_list|use_instead_of_clause|use_as_clause|class_constant_access_expression|scoped_call_expression|scoped_property_access_expression)$/;

/** The space in which a name is looked for; undefined for members, labels and named arguments. */
function kindAt({ path, role }: Hit): PhpKind | undefined {
  const isQualified = /^(?:qualified|relative)_name$/.test(path[path.length - 2].node.type);
  if (!isQualified && (role.type === "member" || role.type === "other")) return undefined;
  const outer = path[path.length - (isQualified ? 3 : 2)];
  const field = path[path.length - (isQualified ? 2 : 1)].field;
  const leaf = path[path.length - (isQualified ? 2 : 1)].node;
  const { type } = outer.node;
  if (type === "function_call_expression") return field === "function" ? "function" : undefined;
  if (type === "class_constant_access_expression") {
    return outer.node.firstNamedChild?.id === leaf.id ? "class" : undefined;
  }
  if (type === "scoped_call_expression" || type === "scoped_property_access_expression") {
    return field === "name" ? undefined : "class";
  }
  if (CLASS_PARENT_REGEXP.test(type)) return "class";
  const isTested = type === "binary_expression" && field === "right" &&
    outer.node.childForFieldName("operator")?.text.toLowerCase() === "instanceof";
  return isTested ? "class" : "constant";
}

interface ReadImport extends Import {
  readonly alias: string;
  readonly clauseStart: number;
}

/** The imports of one `use`. */
function readImports(node: SyntaxNode): readonly ReadImport[] {
  const prefix = node.namedChildren.find(({ type }) => type === "namespace_name")?.text ?? "";
  const head = /^use\s+(function|const)\b/i.exec(node.text)?.[1];
  return node.descendantsOfType("namespace_use_clause").map((clause) => {
    const alias = clause.childForFieldName("alias");
    const written =
      (alias === null ? clause.text : clause.text.slice(0, alias.startIndex - clause.startIndex))
        .replace(/\s+as\s*$/i, "");
    const own = /^(function|const)\s+/i.exec(written)?.[1];
    const full = join(
      prefix,
      written.replace(/^(?:function|const)\s+/i, "").trim().replace(/^\\/, ""),
    );
    const kind = toKind(own ?? head);
    return {
      kind,
      full,
      alias: alias?.text ?? full.slice(full.lastIndexOf("\\") + 1),
      clauseStart: clause.startIndex,
    };
  });
}

function toKind(word: string | undefined): PhpKind {
  switch (word?.toLowerCase()) {
    case "function":
      return "function";
    case "const":
      return "constant";
  }
  return "class";
}

function join(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}\\${name}`;
}

/** Classes and functions are found whatever the case, constants are not. */
function isSameWord(kind: PhpKind, left: string, right: string): boolean {
  return kind === "constant" ? left === right : left.toLowerCase() === right.toLowerCase();
}

/** Whether two full names mean the same. */
export function isSameFull(kind: PhpKind, left: string, right: string): boolean {
  return isSameWord(kind, left, right);
}
