/**
 * Whether a new name would meet another symbol of that name: one already there, one that would
 * capture a renamed use, or one whose uses the renamed symbol would capture.
 *
 * @module
 */

import { type FileHits, type Place, type Target, toPlace } from "./plan.ts";
import type { SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";
import { visibleScopes } from "./scopes.ts";
import { ANY, type ScopeTable, type Space } from "./table.ts";
import { sharesNames } from "./units.ts";

/** The places of another symbol that a new name would meet in one file; none when all is well. */
export function findCollisions(file: FileHits, newName: string): readonly Place[] {
  const { source, binding, hits } = file;
  const others = source.uses(newName);
  if (binding === undefined) return findCaptures(file, newName);
  const meeting: { hit: Hit; what: string }[] = [];
  for (const other of others.bindings) {
    if (!sharesSpace(other, binding)) continue;
    if (other.scope.id === binding.scope.id) {
      meeting.push({ hit: other.declarations[0], what: `${other.rule.kind} in the same scope` });
    } else if (hits.some((hit) => isCaptured(hit, other, binding, source.table))) {
      meeting.push({ hit: other.declarations[0], what: `${other.rule.kind} that would hide it` });
    }
  }
  const outside = [
    ...others.free,
    ...others.bindings.filter((other) => isOutside(other, binding)).flatMap((other) =>
      other.references
    ),
  ];
  for (const hit of outside) {
    if (!sees(hit, binding, source.table)) continue;
    meeting.push({ hit, what: "use of another symbol that it would hide" });
  }
  return meeting.map(({ hit, what }) => toPlace(source, hit.start, what));
}

/** Local symbols of the new name that would hide a symbol of another file. */
function findCaptures({ source, hits }: FileHits, newName: string): readonly Place[] {
  const { bindings } = source.uses(newName);
  const hiding = bindings.filter((other) =>
    hits.some((hit) =>
      hit.role.type === "refer" && (hit.role.space & other.space) !== 0 &&
      [...visibleScopes(hit.path, source.table)].some((scope) => scope.id === other.scope.id)
    )
  );
  return hiding.map((other) =>
    toPlace(source, other.declarations[0].start, `${other.rule.kind} that would hide it`)
  );
}

/** Places of other files that share their names with the target's, where the new name stands. */
export function findSharedCollisions(
  target: Target,
  newName: string,
  sources: readonly SourceFile[],
): readonly Place[] {
  return sources.filter((source) => source !== target.source && sharesNames(source, target))
    .flatMap((source) => {
      const { bindings, free } = source.uses(newName);
      const own = bindings.filter((other) =>
        other.isTopLevel && sharesSpace(other, target.binding)
      );
      return [
        ...own.map((other) => ({ hit: other.declarations[0], what: other.rule.kind })),
        ...free.map((hit) => ({ hit, what: "use of another symbol" })),
      ].map(({ hit, what }) => toPlace(source, hit.start, what));
    });
}

function sharesSpace(left: { readonly space: Space }, right: { readonly space: Space }): boolean {
  return (left.space & right.space) !== 0;
}

/** Whether a scope of the other lies between a use and the scope that it must reach. */
function isCaptured(hit: Hit, other: Binding, binding: Binding, table: ScopeTable): boolean {
  if (hit.role.type !== "refer") return false;
  for (const scope of visibleScopes(hit.path, table)) {
    if (scope.id === binding.scope.id) return false;
    if (scope.id === other.scope.id) return true;
  }
  return false;
}

/** Whether the other's scope encloses the binding's. */
function isOutside(other: Binding, binding: Binding): boolean {
  return other.scope.id !== binding.scope.id &&
    other.scope.startIndex <= binding.scope.startIndex &&
    other.scope.endIndex >= binding.scope.endIndex;
}

/** Whether a use looks into the binding's scope on its way out. */
function sees(hit: Hit, binding: Binding, table: ScopeTable): boolean {
  const space = hit.role.type === "refer" ? hit.role.space : ANY;
  if ((space & binding.space) === 0) return false;
  for (const scope of visibleScopes(hit.path, table)) {
    if (scope.id === binding.scope.id) return true;
  }
  return false;
}
