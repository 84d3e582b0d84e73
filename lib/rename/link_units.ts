/**
 * Finds the places that name a top-level symbol where a program's files share their names, each
 * within its package or namespace.
 *
 * @module
 */

import {
  brokenPlaces,
  type FileHits,
  hitsOf,
  type Linked,
  type LinkOptions,
  type Place,
  type Target,
  toPlace,
} from "./plan.ts";
import type { SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";
import { relateFile, relateQualifier, type Relation, sharesSymbol } from "./units.ts";

/** Links symbols that files share. */
export function linkUnits(target: Target, { name, sources }: LinkOptions): Promise<Linked> {
  const { source: home, binding: main } = target;
  const files: FileHits[] = [];
  const doubts: Place[] = [];
  const note = (source: SourceFile, hits: readonly Hit[], what: string) =>
    doubts.push(...hits.map((hit) => toPlace(source, hit.start, what)));
  const family = sources.filter(({ table }) => table === home.table);
  for (const source of family) {
    const uses = source.uses(name);
    const { hits, binding } = ownHits(source, target, uses.bindings, note);
    const relation = source === home ? "yes" : relateFile(source, target);
    addBy(
      relation,
      uses.free,
      hits,
      (found) => note(source, found, "use of a name that files share"),
    );
    for (const hit of uses.others) {
      if (hit.role.type !== "foreign" && hit.role.type !== "member") continue;
      const found = relateQualifier(source, hit, target);
      addBy(found, [hit], hits, () => note(source, [hit], "name behind another name"));
    }
    if (relation !== "no") {
      noteDoubts(source, name, main, note);
      doubts.push(...brokenPlaces(source, name, hits));
    }
    if (hits.length === 0) continue;
    files.push({ source, hits: hits.sort((a, b) => a.start - b.start), binding });
  }
  const why = "it cannot be told whether these places mean it";
  const refusals = doubts.length === 0 ? [] : [{ type: "unproven" as const, why, places: doubts }];
  return Promise.resolve({ files, refusals, passedOn: [] });
}

type Note = (source: SourceFile, hits: readonly Hit[], what: string) => void;

function addBy(
  relation: Relation,
  found: readonly Hit[],
  hits: Hit[],
  doubt: (found: readonly Hit[]) => void,
): void {
  if (relation === "yes") hits.push(...found);
  else if (relation === "unknown" && found.length > 0) doubt(found);
}

/** The declarations of a file that are the target, or imports of it, and their uses. */
function ownHits(
  source: SourceFile,
  target: { readonly source: SourceFile; readonly binding: Binding },
  bindings: readonly Binding[],
  note: Note,
): { readonly hits: Hit[]; readonly binding?: Binding } {
  const hits: Hit[] = [];
  let held: Binding | undefined;
  for (const binding of bindings) {
    const isMain = source === target.source && binding.scope.id === target.binding.scope.id &&
      binding.declarations[0].start === target.binding.declarations[0].start;
    if (
      isMain ||
      (binding.isTopLevel && binding.origin === undefined && sharesSymbol(source, binding, target))
    ) {
      hits.push(...hitsOf(binding));
      held = binding;
    } else if (binding.origin !== undefined) {
      const relation = relateQualifier(source, binding.declarations[0], target);
      addBy(relation, hitsOf(binding), hits, (found) => note(source, found, "import"));
      if (relation === "yes") held = binding;
    } else if (
      binding.isTopLevel && !binding.rule.member && relateFile(source, target) === "yes"
    ) {
      note(source, binding.declarations, "another declaration of the name");
    }
  }
  return { hits, binding: held };
}

/** What may be the name without being read as one, and members that may be meant by the bare name. */
function noteDoubts(source: SourceFile, name: string, main: Binding, note: Note): void {
  const uses = source.uses(name);
  const { doubtfulTexts } = source.table;
  for (const { start, within } of uses.texts) {
    if (doubtfulTexts?.test(within)) {
      note(source, [{ ...main.declarations[0], start }], within.replaceAll("_", " "));
    }
  }
  const members = uses.bindings.filter(({ rule, isTopLevel }) => rule.member && !isTopLevel);
  for (const { declarations } of members) note(source, declarations, "member of that name");
}
