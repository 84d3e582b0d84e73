/**
 * Finds the places that name a top-level symbol where files import from files.
 *
 * @module
 */

import type { SyntaxNode } from "../syntax.ts";
import { type ModuleGraph, type ModuleSystem, openModuleGraph, type Origin } from "./modules.ts";
import {
  type FileHits,
  hitsOf,
  type LinkSymbol,
  type Place,
  type Refusal,
  type Target,
  toPlace,
} from "./plan.ts";
import type { SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";

interface Linking {
  readonly name: string;
  readonly target: Target;
  readonly system: ModuleSystem;
  readonly graph: ModuleGraph;
  /** The files with the name in them. */
  readonly sources: readonly SourceFile[];
  /** Places whose module could not be found. */
  readonly unknown: Place[];
}

/** Makes the linker of a module system. */
export function createModuleLinker(system: ModuleSystem): LinkSymbol {
  return async (target, { name, project, sources }) => {
    const graph = openModuleGraph(project, system);
    const linking: Linking = { name, target, system, graph, sources, unknown: [] };
    const own: FileHits = {
      source: target.source,
      hits: hitsOf(target.binding),
      binding: target.binding,
    };
    if (!isVisibleOutside(linking)) return { files: [own], refusals: [], passedOn: [] };
    const files: FileHits[] = [];
    for (const source of sources) {
      const found = source === target.source ? own : await linkFile(source, linking);
      const members = await findMemberUses(source, linking);
      const hits = [...(found?.hits ?? []), ...members].sort((a, b) => a.start - b.start);
      if (hits.length > 0) files.push({ source, hits, binding: found?.binding });
    }
    if (target.binding.isMixed) {
      note(linking, target.source, target.binding.declarations[0], "name that is also imported");
    }
    const refusals: Refusal[] = [];
    if (linking.unknown.length > 0) {
      refusals.push({
        type: "unproven",
        why: "it cannot be told which module these places mean",
        places: linking.unknown,
      });
    }
    return { files, refusals, passedOn: [...graph.passedStars] };
  };
}

/** Whether other files can see the target: it is exported, or its file shares all its names. */
function isVisibleOutside({ target, system }: Linking): boolean {
  if (!system.isModule(target.source)) return true;
  return system.isVisible(target.binding);
}

function isTarget(origin: Origin, { target, name }: Linking): boolean {
  return origin.type === "own" && origin.path === target.source.path && origin.name === name;
}

async function linkFile(source: SourceFile, linking: Linking): Promise<FileHits | undefined> {
  const { name, graph, system, target } = linking;
  const uses = source.uses(name);
  const hits: Hit[] = [];
  let held: Binding | undefined;
  for (const binding of uses.bindings) {
    if (binding.origin === undefined) continue;
    const origin = await graph.follow(source.path, binding.origin);
    if (origin.type === "unknown") note(linking, source, binding.declarations[0], "import");
    if (binding.isMixed && isTarget(origin, linking)) {
      note(linking, source, binding.declarations[0], "name that is imported and declared");
    }
    const { imported } = binding.origin;
    if (!isTarget(origin, linking) || (imported !== name && imported !== "default")) continue;
    held = binding;
    hits.push(...hitsOf(binding));
  }
  for (const hit of uses.others) {
    if (hit.role.type !== "foreign" || hit.role.origin.imported !== name) continue;
    const origin = await graph.follow(source.path, hit.role.origin);
    if (origin.type === "unknown") note(linking, source, hit, "import");
    if (isTarget(origin, linking)) hits.push(hit);
  }
  if (!system.isModule(target.source)) {
    const shared = system.isModule(source) ? [] : uses.bindings.filter(isOwnTop).flatMap(hitsOf);
    for (const hit of [...uses.free, ...shared]) {
      note(linking, source, hit, "use of a name that scripts may share");
    }
  }
  return hits.length === 0 ? undefined : { source, hits, binding: held };
}

function isOwnTop(binding: Binding): boolean {
  return binding.isTopLevel && binding.origin === undefined;
}

function note({ unknown }: Linking, source: SourceFile, hit: Hit, what: string): void {
  unknown.push(toPlace(source, hit.start, what));
}

/** Places such as `module.name`, and those where a module comes in at run time. */
async function findMemberUses(source: SourceFile, linking: Linking): Promise<readonly Hit[]> {
  const { name } = linking;
  const uses = source.uses(name);
  const hits: Hit[] = [];
  const rest: Hit[] = [];
  for (const hit of uses.others) {
    if (hit.role.type !== "member") continue;
    const origin = await followQualifier(source, hit, linking);
    if (origin === undefined) rest.push(hit);
    else if (origin.type === "unknown") note(linking, source, hit, "member of a module");
    else if (isTarget(origin, linking)) hits.push(hit);
  }
  const inside = uses.free.filter((hit) => hit.path.some(({ node }) => isTakenFromModule(node)));
  const taken = uses.bindings.filter((binding) => binding.origin === undefined)
    .flatMap(hitsOf).filter((hit) => hit.path.some(({ node }) => isTakenFromModule(node)))
    .concat(inside);
  if (rest.length + taken.length === 0) return hits;
  if (await loadsTarget(source, linking) || await passesModule(source, linking)) {
    for (const hit of [...rest, ...taken]) {
      note(linking, source, hit, "may be a member of a module");
    }
  }
  return hits;
}

/** Whether names in a node may be those of a module: a part of an object, a block that adds to one. */
function isTakenFromModule({ type, firstNamedChild }: SyntaxNode): boolean {
  return type === "object_pattern" || (type === "module" && firstNamedChild?.type === "string");
}

/** Whether a file uses a module that gives out the target as a value, such as an argument. */
async function passesModule(source: SourceFile, linking: Linking): Promise<boolean> {
  const { graph, name, system } = linking;
  for (const local of system.namespaces(source)) {
    const binding = source.uses(local).bindings.find((found) => found.origin !== undefined);
    if (binding?.origin === undefined) continue;
    const isBare = binding.references.some(({ end }) => !/^\s*\??\./.test(source.text.slice(end)));
    if (!isBare) continue;
    const module = await graph.follow(source.path, binding.origin);
    if (module.type !== "module") continue;
    if (isTarget(await graph.findExport(module.path, name), linking)) return true;
  }
  return false;
}

/** What a chain such as `a.b.name` stands for; undefined when it does not begin with a module. */
async function followQualifier(
  source: SourceFile,
  hit: Hit,
  { graph, name, system }: Linking,
): Promise<Origin | undefined> {
  const qualifier = hit.role.type === "member" ? hit.role.qualifier : undefined;
  if (qualifier === undefined) return undefined;
  const binding = bindingAt(source, qualifier, hit);
  if (binding?.origin === undefined) return undefined;
  let origin = await graph.follow(source.path, binding.origin);
  if (origin.type === "external" && system.findSubmodule !== undefined && qualifier.length > 1) {
    // A package without a file of its own, as in `import a.b` with nothing in `a`.
    const whole = [binding.origin.source, ...qualifier.slice(1)].join(".");
    return await graph.follow(source.path, { source: whole, imported: name });
  }
  for (const part of [...qualifier.slice(1), name]) {
    if (origin.type === "unknown") return origin;
    if (origin.type !== "module") return undefined;
    origin = await graph.findExport(origin.path, part);
  }
  return origin;
}

/** The binding that the first name of a qualifier refers to. */
function bindingAt(
  source: SourceFile,
  qualifier: readonly string[],
  hit: Hit,
): Binding | undefined {
  const parent = hit.path[hit.path.length - 2].node;
  return source.uses(qualifier[0]).bindings.find((binding) =>
    binding.references.some(({ start }) => start >= parent.startIndex && start < hit.start)
  );
}

/** Whether a file loads at run time a module that gives out the target. */
async function loadsTarget(source: SourceFile, linking: Linking): Promise<boolean> {
  const { graph, name, target, system } = linking;
  if (system.dynamicImports === undefined) return false;
  for (const [, specifier] of source.text.matchAll(system.dynamicImports)) {
    const module = await graph.follow(source.path, { source: specifier, imported: "*" });
    if (module.type !== "module") continue;
    if (module.path === target.source.path) return true;
    if (isTarget(await graph.findExport(module.path, name), linking)) return true;
    if (await importsTarget(module.path, linking)) return true;
  }
  return false;
}

/** Whether a file imports the target, and so may give it out in a way that cannot be followed. */
async function importsTarget(path: string, linking: Linking): Promise<boolean> {
  const { sources, graph, name } = linking;
  const source = sources.find((one) => one.path === path);
  for (const { origin } of source?.uses(name).bindings ?? []) {
    if (origin !== undefined && isTarget(await graph.follow(path, origin), linking)) return true;
  }
  return false;
}
