/**
 * Finds the places that name a top-level symbol of C and C++.
 *
 * @module
 */

import {
  type CSymbols,
  type Declared,
  isLinked,
  namespaceOf,
  readCSymbols,
  sees,
  signatureOf,
  type Unit,
} from "./c_symbols.ts";
import {
  brokenPlaces,
  type FileHits,
  hitsOf,
  type Linked,
  type LinkOptions,
  type Place,
  type Refusal,
  type Target,
  toPlace,
} from "./plan.ts";
import type { Binding, Hit } from "./scopes.ts";

interface Linking {
  readonly name: string;
  readonly symbols: CSymbols;
  /** The declarations of the target. */
  readonly group: readonly Declared[];
  /** The namespace of the target. */
  readonly namespace: string;
  readonly doubts: Place[];
}

/** Links the symbols of C and C++. */
export async function linkC(target: Target, options: LinkOptions): Promise<Linked> {
  const symbols = await readCSymbols(options, target);
  const { start, path } = target.binding.declarations[0];
  const group =
    symbols.groups.find((group) =>
      group.some(({ unit, binding }) =>
        unit.source === target.source && binding.declarations[0].start === start
      )
    ) ?? [];
  const linking: Linking = {
    name: options.name,
    symbols,
    group,
    namespace: namespaceOf(path),
    doubts: [],
  };
  const files = symbols.units.flatMap((unit) => linkUnit(unit, linking));
  const refusals: Refusal[] = [];
  if (linking.doubts.length > 0) {
    const why = "it cannot be told whether these places mean it";
    refusals.push({ type: "unproven", why, places: linking.doubts });
  }
  const forms = findForms(group);
  if (forms.length > 0) {
    const why = "functions of one name are told apart by their parameters";
    refusals.push({ type: "unproven", why, places: forms });
  }
  return { files, refusals, passedOn: [] };
}

/** Groups declarations without a place to go by: one for each symbol. */
export async function groupC<T extends Target>(
  targets: readonly T[],
  options: LinkOptions,
): Promise<readonly T[]> {
  const [first] = targets;
  if (first === undefined) return [];
  const { groups } = await readCSymbols(options, first);
  const indexOf = ({ source, binding }: Target) =>
    groups.findIndex((group) =>
      group.some((one) =>
        one.unit.source === source &&
        one.binding.declarations[0].start === binding.declarations[0].start
      )
    );
  const seen = new Set<number>();
  return targets.filter((target) => {
    const index = indexOf(target);
    const isNew = !seen.has(index);
    seen.add(index);
    return isNew;
  });
}

/** Functions of one name with different parameters, in C++. */
function findForms(group: readonly Declared[]): readonly Place[] {
  const hits = group.filter(({ unit }) => unit.source.language === "cpp").flatMap((one) =>
    one.binding.declarations.map((hit) => ({ one, hit, form: signatureOf(hit) }))
  ).filter(({ form }) => form !== undefined);
  if (new Set(hits.map(({ form }) => form)).size < 2) return [];
  return hits.map(({ one, hit }) => toPlace(one.unit.source, hit.start, "function"));
}

function linkUnit(unit: Unit, linking: Linking): readonly FileHits[] {
  const { source } = unit;
  const { name, group, doubts } = linking;
  const uses = source.uses(name);
  const own = group.filter((one) => one.unit === unit);
  const hits = own.flatMap(({ binding }) => hitsOf(binding));
  const sight = lookFor(unit, linking);
  const note = (found: readonly Hit[], what: string) =>
    doubts.push(...found.map(({ start }) => toPlace(source, start, what)));
  const free = uses.free.filter((hit) => isInReach(hit, unit, linking));
  if (sight === "yes") {
    note(
      uses.bindings.filter(isOtherTop(own)).flatMap(({ declarations }) => declarations),
      "another declaration of the name",
    );
    noteTexts(unit, linking, note);
    const inside = [...hits, ...free].filter(isInMethod);
    if (inside.length > 0 && membersInSight(unit, linking)) {
      note(inside, "may be a member of that name");
    }
    hits.push(...free);
  } else if (sight === "unknown") note(uses.free, "use of a name that files share");
  if (sight !== "no") {
    note(uses.bindings.filter(isExternInside).flatMap(hitsOf), "declaration inside a function");
  }
  for (const hit of uses.others) {
    if (hit.role.type !== "member") continue;
    const relation = relateQualifier(unit, hit, linking);
    if (relation === "yes" && sight !== "no") hits.push(hit);
    else if (relation === "unknown" && sight !== "no") note([hit], "name behind another name");
  }
  if (sight !== "no") doubts.push(...brokenPlaces(source, name, hits));
  if (hits.length === 0) return [];
  const sorted = hits.sort((a, b) => a.start - b.start);
  return [{ source, hits: sorted, binding: own[0]?.binding }];
}

function isOtherTop(own: readonly Declared[]): (binding: Binding) => boolean {
  const main = own[0]?.binding;
  return (binding) =>
    binding.isTopLevel && !own.some((one) => one.binding === binding) &&
    (main === undefined || (main.space & binding.space) !== 0 || main.rule.kind === "macro");
}

/** Whether a name in a body is that of a symbol elsewhere. */
function isExternInside({ isTopLevel, declarations: [{ path }] }: Binding): boolean {
  return !isTopLevel &&
    path.some(({ node }) => node.type === "declaration" && /^extern\b/.test(node.text));
}

/** Whether the bare name of a file means the target. */
function lookFor(unit: Unit, { group, symbols }: Linking): "yes" | "no" | "unknown" {
  const seen = symbols.groups.filter((one) => one.some((declared) => sees(unit, declared)));
  if (seen.includes(group)) {
    const isAlone = seen.length === 1 || group.some((declared) => declared.unit === unit);
    return isAlone ? "yes" : "unknown";
  }
  if (seen.length > 0) return "no";
  const { path } = unit.source;
  const including = symbols.units.filter((other) => other !== unit && other.sight.paths.has(path));
  if (including.some((other) => group.some((declared) => sees(other, declared)))) return "yes";
  const isReachable = group.some(({ unit: home, binding }) =>
    isLinked(binding) || /\.(?:h|hh|hpp|hxx|h\+\+|inc|inl|ipp)$/.test(home.source.path)
  );
  if (!isReachable) return "no";
  const isHeader = !/\.(?:c|cc|cpp|cxx|c\+\+|cu)$/.test(path);
  return isHeader || unit.sight.hasUnknown || group.some(({ binding }) => isLinked(binding))
    ? "unknown"
    : "no";
}

/** Whether a bare name is looked for in the target's namespace. */
function isInReach(hit: Hit, { source }: Unit, { namespace, name }: Linking): boolean {
  if (namespace === "") return true;
  const around = namespaceOf(hit.path).replaceAll("::(none)", "");
  const wanted = namespace.replaceAll("::(none)", "").replace(/^\(none\)(?:::)?/, "");
  if (wanted === "" || `${around}::`.startsWith(`${wanted}::`)) return true;
  const last = wanted.split("::").at(-1);
  return new RegExp(`\\busing\\s+(?:namespace\\s+(?:\\w+::)*${last}\\s*;|(?:\\w+::)*${name}\\s*;)`)
    .test(source.text) || new RegExp(`\\b${last}::`).test(source.text);
}

/** What may be the name without being read as one. */
function noteTexts(
  { source }: Unit,
  { name }: Linking,
  note: (found: readonly Hit[], what: string) => void,
): void {
  const uses = source.uses(name);
  const texts = uses.texts.filter(({ within }) => source.table.doubtfulTexts?.test(within));
  for (const { start, within } of texts) {
    note([{ start } as Hit], within.replaceAll("_", " "));
  }
}

/** Whether a bare name is looked for in a class first. */
function isInMethod({ path, role }: Hit): boolean {
  return role.type === "refer" && path.some(({ node }) => {
    if (node.type === "field_declaration_list") return true;
    const declarator = node.type === "function_definition"
      ? node.childForFieldName("declarator")?.text
      : undefined;
    return declarator !== undefined && /^[^(]*::/.test(declarator);
  });
}

/** Whether a class in sight has a member of the name, which its functions call by the bare name. */
function membersInSight(unit: Unit, { symbols, name }: Linking): boolean {
  return unit.source.language === "cpp" &&
    symbols.units.filter(({ source }) => unit.sight.paths.has(source.path)).some(({ source }) => {
      const { bindings, others } = source.uses(name);
      return bindings.some(({ rule, isTopLevel }) => rule.member && !isTopLevel) ||
        others.some(({ path }) =>
          path.some(({ node }) => node.type === "field_declaration_list") &&
          path.some(({ node }) => /^(?:field_declaration|function_definition)$/.test(node.type)) &&
          path[path.length - 2].node.type === "function_declarator"
        );
    });
}

/** Whether a longer name leads to the target. */
function relateQualifier(
  { source }: Unit,
  hit: Hit,
  { namespace }: Linking,
): "yes" | "no" | "unknown" {
  const before = source.text.slice(Math.max(0, hit.start - 200), hit.start);
  const written = /((?:\w+\s*::\s*)+|::\s*)$/.exec(before)?.[1].replace(/\s/g, "");
  if (written === undefined) return "no";
  if (written === "::") return namespace === "" ? "yes" : "no";
  const parts = namespace.split("::").filter((part) => part !== "(none)" && part !== "");
  const last = written.slice(0, -2).split("::").at(-1) ?? "";
  if (parts.length > 0 && parts.at(-1) === last) return "yes";
  const isAlias = new RegExp(`\\bnamespace\\s+${last}\\s*=`).test(source.text);
  return isAlias || parts.includes(last) ? "unknown" : "no";
}
