/**
 * Resolves one name in one file: which places declare it, which use which declaration, and which
 * are something else.
 *
 * @module
 */

import type { SyntaxNode, SyntaxTree } from "../syntax.ts";
import { classifyName } from "./classify.ts";
import { descend } from "./path.ts";
import {
  ANY,
  type DeclareRule,
  type ImportOrigin,
  type Path,
  positionOf,
  type Role,
  type ScopeTable,
  type Space,
} from "./table.ts";

/** A place where the name stands, as a name. */
export interface Hit {
  /** First UTF-16 unit, from 0. */
  readonly start: number;
  /** Unit after the last one. */
  readonly end: number;
  /** The way to it. */
  readonly path: Path;
  /** What it does there. */
  readonly role: Role;
  /** Whether the parser was in trouble around it. */
  readonly broken: boolean;
}

/** A place where the word stands in something that is not a name: a comment, a string. */
export interface TextHit {
  /** First UTF-16 unit, from 0. */
  readonly start: number;
  /** Type of the node that it is in. */
  readonly within: string;
}

/** A name that a scope holds: its declarations and what refers to them. */
export interface Binding {
  /** The node of the scope. */
  readonly scope: SyntaxNode;
  /** Whether the scope is the file. */
  readonly isTopLevel: boolean;
  /** The spaces that it is in. */
  readonly space: Space;
  /** Its declarations, in order of the text. */
  readonly declarations: readonly Hit[];
  /** What refers to it, in order of the text. */
  readonly references: readonly Hit[];
  /** The rule of the first declaration. */
  readonly rule: DeclareRule;
  /** Where it comes from, for an import. */
  readonly origin?: ImportOrigin;
  /** Whether it is imported in one place and declared in another. */
  readonly isMixed: boolean;
}

/** Everything about one name in one file. */
export interface NameUses {
  /** The name. */
  readonly name: string;
  /** What scopes hold it. */
  readonly bindings: readonly Binding[];
  /** Uses that no scope of the file explains. */
  readonly free: readonly Hit[];
  /** Parts of something, and names of other modules. */
  readonly others: readonly Hit[];
  /** Comments, strings and the like. */
  readonly texts: readonly TextHit[];
}

interface OpenBinding {
  isMixed: boolean;
  /** The declaring node of its first declaration. */
  readonly construct: number;
  readonly scope: SyntaxNode;
  readonly isTopLevel: boolean;
  space: Space;
  readonly from: number;
  readonly declarations: Hit[];
  readonly references: Hit[];
  readonly rule: DeclareRule;
  readonly origin?: ImportOrigin;
}

/** Finds and resolves all places of a name in a file. */
export function resolveName(
  tree: SyntaxTree,
  text: string,
  name: string,
  table: ScopeTable,
): NameUses {
  const { hits, texts } = findHits(tree, text, name, table);
  const redirects = readRedirects(hits);
  const open = new Map<number, OpenBinding[]>();
  const uses: Hit[] = [];
  const others: Hit[] = [];
  for (const hit of hits) {
    const { role } = hit;
    if (role.type === "declare" && !redirects.has(scopeOf(hit, role.scope).id)) {
      declare(open, hit, role, table);
    } else if (role.type === "declare" || role.type === "refer") uses.push(hit);
    else if (role.type === "redirect") uses.push(hit);
    else others.push(hit);
  }
  const free = uses.filter((hit) => !attach(hit, open, redirects, table));
  const bindings = [...open.values()].flat().map((binding) => ({
    ...binding,
    references: binding.references.sort(byStart),
  }));
  return { name, bindings: bindings.sort(byFirst), free, others, texts };
}

function byStart(left: Hit, right: Hit): number {
  return left.start - right.start;
}

function byFirst(left: Binding, right: Binding): number {
  return byStart(left.declarations[0], right.declarations[0]);
}

function scopeOf(hit: Hit, index: number): SyntaxNode {
  return hit.path[index].node;
}

const NAME_UNIT_REGEXP = /[\p{ID_Continue}\u200c\u200d]/u;

/** Whether a word of a text ends, or begins, at its start and end. */
export function isWholeWord(text: string, start: number, end: number): boolean {
  const before = start > 0 ? text.slice(Math.max(0, start - 2), start) : "";
  const after = text.slice(end, end + 2);
  return !NAME_UNIT_REGEXP.test([...before].at(-1) ?? "") &&
    !NAME_UNIT_REGEXP.test([...after].at(0) ?? "");
}

/** The starts of a whole word in a text. */
export function* findWord(text: string, word: string): Generator<number> {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (isWholeWord(text, at, at + word.length)) yield at;
  }
}

function findHits(
  tree: SyntaxTree,
  text: string,
  name: string,
  table: ScopeTable,
): { readonly hits: readonly Hit[]; readonly texts: readonly TextHit[] } {
  const hits: Hit[] = [];
  const texts: TextHit[] = [];
  for (const start of findWord(text, name)) {
    const end = start + name.length;
    const path = descend(tree, start);
    const leaf = path[path.length - 1].node;
    const broken = path.some(({ node }) => node.isError || node.isMissing);
    const read = table.names.has(leaf.type)
      ? undefined
      : table.readString?.(path, { text, start, end });
    if (read !== undefined) hits.push({ start, end, path, role: read, broken });
    else if (!table.names.has(leaf.type)) texts.push({ start, within: leaf.type });
    else if (leaf.startIndex === start && leaf.endIndex === end) {
      hits.push({ start, end, path, role: classifyName(path, table), broken });
    } else if (table.hasLooseLeaves) texts.push({ start, within: leaf.type });
  }
  return { hits, texts };
}

/** Scopes that pass the name on, and how far. */
function readRedirects(hits: readonly Hit[]): ReadonlyMap<number, "file" | "outer"> {
  const redirects = new Map<number, "file" | "outer">();
  for (const hit of hits) {
    if (hit.role.type === "redirect") redirects.set(scopeOf(hit, hit.role.scope).id, hit.role.to);
  }
  return redirects;
}

function declare(
  open: Map<number, OpenBinding[]>,
  hit: Hit,
  role: Role & { readonly type: "declare" },
  table: ScopeTable,
): void {
  const space = role.rule.space ?? ANY;
  const before = role.rule.sets ? findSet(open, hit, role, table) : undefined;
  if (before !== undefined) {
    before.declarations.push(hit);
    return;
  }
  const scope = scopeOf(hit, role.scope);
  const bindings = open.get(scope.id) ?? [];
  open.set(scope.id, bindings);
  const construct = constructOf(hit, role, table);
  const isSame = (other: OpenBinding) =>
    table.redeclares
      ? other.construct === construct.id
      : (table.mergesAtTop && role.scope === 0) || (other.space & space) !== 0;
  const known = table.isConditional?.(hit.path) ? bindings.at(-1) : bindings.find(isSame);
  if (known !== undefined) {
    known.declarations.push(hit);
    known.space |= space;
    known.isMixed ||= (known.origin === undefined) !== (role.origin === undefined);
    return;
  }
  const isMember = table.scopes[scope.type] === "class";
  bindings.push({
    isMixed: false,
    scope,
    isTopLevel: role.scope === 0,
    space,
    construct: construct.id,
    from: role.rule.after === "name"
      ? hit.end
      : role.rule.after === "node" || (isMember && table.hasOrderedClasses)
      ? construct.endIndex
      : scope.startIndex,
    declarations: [hit],
    references: [],
    rule: isMember ? { ...role.rule, member: true } : role.rule,
    origin: role.origin,
  });
}

/** What an assignment sets: a variable of an enclosing scope that stands before it. */
function findSet(
  open: ReadonlyMap<number, readonly OpenBinding[]>,
  { path }: Hit,
  { rule }: Role & { readonly type: "declare" },
  table: ScopeTable,
): OpenBinding | undefined {
  for (const scope of visibleScopes(path, table)) {
    const found = open.get(scope.id)?.find((one) => (one.space & (rule.space ?? ANY)) !== 0);
    if (found !== undefined) return found;
    const kind = table.scopes[scope.type];
    if (kind !== "block") return undefined;
  }
  return undefined;
}

/** The declaring node: the outermost step of the name's pattern has it as parent. */
function constructOf(
  hit: Hit,
  role: Role & { readonly type: "declare" },
  table: ScopeTable,
): SyntaxNode {
  let index = hit.path.length - 1;
  while (index > role.scope + 1 && table.patterns.has(positionOf(hit.path, index))) index--;
  return hit.path[Math.max(0, index - 1)].node;
}

/** Gives a use to the binding that it refers to; false when the file has none. */
function attach(
  hit: Hit,
  open: ReadonlyMap<number, readonly OpenBinding[]>,
  redirects: ReadonlyMap<number, "file" | "outer">,
  table: ScopeTable,
): boolean {
  const space = hit.role.type === "refer" ? hit.role.space : ANY;
  let found = false;
  for (const scope of visibleScopes(hit.path, table, redirects)) {
    const bindings = (open.get(scope.id) ?? []).filter((binding) =>
      (binding.space & space) !== 0 &&
      (binding.from <= hit.start || binding.from === scope.startIndex)
    );
    if (bindings.length === 0) continue;
    const seen = table.redeclares ? bindings.slice(-1) : bindings;
    for (const binding of seen) binding.references.push(hit);
    found = true;
    break;
  }
  return found;
}

/** The scopes that a name sees, innermost first. */
export function* visibleScopes(
  path: Path,
  table: ScopeTable,
  redirects: ReadonlyMap<number, "file" | "outer"> = new Map(),
): Generator<SyntaxNode> {
  let skips = 0;
  let insideFunction = false;
  let toFile = false;
  for (let index = path.length - 1; index >= 0; index--) {
    const { node } = path[index];
    const kind = Object.hasOwn(table.scopes, node.type) ? table.scopes[node.type] : undefined;
    if (kind !== undefined) {
      const hidden = skips > 0 || (toFile && index > 0) ||
        (kind === "class" && insideFunction && table.hasOrderedClasses === true);
      if (skips > 0) skips--;
      else if (kind === "function") insideFunction = true;
      const redirect = redirects.get(node.id);
      if (redirect === "file") toFile = true;
      if (!hidden && redirect === undefined) yield node;
    }
    if (table.escapes?.has(positionOf(path, index)) || table.isEscape?.(path, index)) skips++;
    if (table.barriers?.types.has(node.type) && !table.barriers.unless.test(node.text)) return;
  }
}
