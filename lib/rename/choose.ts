/**
 * Which symbol a rename means.
 *
 * @module
 */

import { comparePaths } from "../paths.ts";
import { openModuleGraph } from "./modules.ts";
import type { Languages } from "./linkers.ts";
import { hitsOf, type Place, type Refusal, type Target, toPlace } from "./plan.ts";
import type { Project, SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";

/** Where the user points. */
export interface Pointer {
  /** Path of a file from the repository root. */
  readonly path: string;
  /** Line, from 1; absent for the whole file. */
  readonly line?: number;
  /** Column, from 1, in bytes; absent for the whole line. */
  readonly column?: number;
}

/** What is meant, or why that cannot be told. */
export type Choice =
  | { readonly type: "target"; readonly target: Target }
  | { readonly type: "member"; readonly places: readonly Place[] }
  | { readonly type: "nothing" }
  | { readonly type: "refused"; readonly refusal: Refusal };

interface Candidate extends Target {
  readonly place: Place;
}

/** What a choice is made from. */
export interface ChoiceInput {
  /** The name. */
  readonly name: string;
  /** Where the user points; absent when the name is all there is. */
  readonly pointer?: Pointer;
  /** Whether a declaration in a file may be meant. */
  readonly isWanted: (path: string) => boolean;
  /** All files. */
  readonly project: Project;
  /** Those with the name in them, sorted by path. */
  readonly sources: readonly SourceFile[];
  /** How names are linked. */
  readonly languages: Languages;
}

/** Tells which symbol is meant. */
export async function chooseTarget(input: ChoiceInput): Promise<Choice> {
  return input.pointer === undefined
    ? await chooseByName(input)
    : await chooseByPlace(input, input.pointer);
}

function describe(source: SourceFile, binding: Binding): Candidate {
  const [first] = binding.declarations;
  const what = binding.isTopLevel ? binding.rule.kind : `local ${binding.rule.kind}`;
  return { source, binding, place: toPlace(source, first.start, what) };
}

async function chooseByName(input: ChoiceInput): Promise<Choice> {
  const { name, sources, isWanted, languages } = input;
  const wanted = sources.filter((source) => isWanted(source.path));
  const own = wanted.flatMap((source) =>
    source.uses(name).bindings
      .filter(({ origin }) => origin === undefined)
      .map((binding) => describe(source, binding))
  );
  const members = wanted.flatMap((source) => memberDeclarations(source, name));
  const top = own.filter(({ binding }) => binding.isTopLevel && !binding.rule.member);
  const groups = await languages.group(top, input);
  if (groups.length === 1) return { type: "target", target: groups[0] };
  if (groups.length > 1) return ambiguous(top.map(({ place }) => place));
  const locals = own.filter(({ binding }) => !binding.rule.member);
  const fields = own.filter(({ binding }) => binding.rule.member).map(({ place }) => place);
  const parts = [...members, ...fields];
  if (locals.length === 1 && parts.length === 0) return { type: "target", target: locals[0] };
  if (locals.length > 0) return ambiguous([...locals.map(({ place }) => place), ...parts]);
  if (parts.length > 0) return { type: "member", places: parts.sort(byPlace) };
  return { type: "nothing" };
}

function ambiguous(places: readonly Place[]): Choice {
  const sorted = [...places].sort(byPlace);
  return {
    type: "refused",
    refusal: { type: "ambiguous", why: "several symbols have this name", places: sorted },
  };
}

function byPlace(left: Place, right: Place): number {
  return comparePaths(left.path, right.path) || left.line - right.line ||
    left.column - right.column;
}

const MEMBER_DECLARATION_REGEXP = /definition$|signature$|declaration$|declarator$|^pair$/;

function memberDeclarations(source: SourceFile, name: string): readonly Place[] {
  return source.uses(name).others
    .filter(({ role, path }) =>
      role.type === "member" && MEMBER_DECLARATION_REGEXP.test(path[path.length - 2].node.type)
    )
    .map((hit) => toPlace(source, hit.start, "member"));
}

async function chooseByPlace(input: ChoiceInput, pointer: Pointer): Promise<Choice> {
  const source = await input.project.open(pointer.path);
  if (source === undefined) return { type: "nothing" };
  const uses = source.uses(input.name);
  const isMeant = (hit: Hit) => isAt(source, hit, pointer);
  const bindings = uses.bindings.filter((binding) => hitsOf(binding).some(isMeant));
  const members = uses.others.filter((hit) => hit.role.type === "member" && isMeant(hit));
  if (pointer.line === undefined) {
    const top = bindings.filter((binding) => binding.isTopLevel && !binding.rule.member);
    if (top.length === 1) return await followBinding(input, source, top[0]);
  }
  const places = [
    ...bindings.map((binding) => describe(source, binding).place),
    ...members.map((hit) => toPlace(source, hit.start, "member")),
  ];
  if (places.length > 1) return ambiguous(places);
  if (bindings.length === 1) return await followBinding(input, source, bindings[0]);
  if (members.length === 1) return { type: "member", places };
  const rest = [...uses.free, ...uses.others].filter(isMeant);
  return rest.length === 0 ? { type: "nothing" } : await followOutside(input, source, rest[0]);
}

function isAt(source: SourceFile, hit: Hit, { line, column }: Pointer): boolean {
  if (line === undefined) return true;
  const place = toPlace(source, hit.start, "");
  return place.line === line && (column === undefined || place.column === column);
}

/** A binding by import stands for what it imports, where the repository has that. */
async function followBinding(
  { name, project, languages }: ChoiceInput,
  source: SourceFile,
  binding: Binding,
): Promise<Choice> {
  if (binding.rule.member) {
    return { type: "member", places: [describe(source, binding).place] };
  }
  const system = languages.modules(source.language);
  if (binding.origin === undefined || system === undefined) {
    return { type: "target", target: { source, binding } };
  }
  const origin = await openModuleGraph(project, system).follow(source.path, binding.origin);
  if (origin.type === "unknown") {
    const places = [describe(source, binding).place];
    const why = "it cannot be told which module it comes from";
    return { type: "refused", refusal: { type: "unproven", why, places } };
  }
  if (origin.type !== "own" || origin.name !== name) {
    return { type: "target", target: { source, binding } };
  }
  return await findOwn(project, origin.path, name) ??
    { type: "target", target: { source, binding } };
}

async function findOwn(project: Project, path: string, name: string): Promise<Choice | undefined> {
  const source = await project.open(path);
  const binding = source?.uses(name).bindings.find((found) =>
    found.isTopLevel && found.origin === undefined
  );
  if (source === undefined || binding === undefined) return undefined;
  return { type: "target", target: { source, binding } };
}

/** A use that no scope of its file explains: a name of another module, or one that files share. */
async function followOutside(input: ChoiceInput, source: SourceFile, hit: Hit): Promise<Choice> {
  const { project, languages, name } = input;
  const system = languages.modules(source.language);
  if (hit.role.type === "foreign" && system !== undefined) {
    const origin = await openModuleGraph(project, system).follow(source.path, hit.role.origin);
    const own = origin.type === "own" ? await findOwn(project, origin.path, name) : undefined;
    if (own !== undefined) return own;
    if (origin.type === "external") {
      const places = [toPlace(source, hit.start, "import")];
      const why = "it belongs to a package outside the repository";
      return { type: "refused", refusal: { type: "unproven", why, places } };
    }
  }
  if (hit.broken) {
    const places = [toPlace(source, hit.start, "use")];
    return {
      type: "refused",
      refusal: { type: "unproven", why: "the file has syntax errors there", places },
    };
  }
  const choice = await chooseByName(input);
  const isTop = choice.type === "target" && choice.target.binding.isTopLevel;
  return isTop ? choice : { type: "nothing" };
}
