/**
 * Finds the places that name a class, a function or a constant of PHP.
 *
 * @module
 */

import { isSameFull, openPhpFile, type PhpName } from "./php_names.ts";
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
import type { SourceFile } from "./project.ts";
import { classifyName } from "./classify.ts";
import { descend } from "./path.ts";
import { findWord as findWordIn, type Hit } from "./scopes.ts";

/** Links the symbols of PHP. */
export async function linkPhp(target: Target, options: LinkOptions): Promise<Linked> {
  const { name, sources } = options;
  const [first] = target.binding.declarations;
  const wanted = openPhpFile(target.source).nameAt(first);
  const refusals: Refusal[] = [];
  if (wanted === undefined || wanted === "segment") return { files: [], refusals, passedOn: [] };
  const files: FileHits[] = [];
  const doubts: Place[] = [];
  const family = sources.filter(({ table }) => table === target.source.table);
  const isDeclared = isDeclaredIn(family, name);
  for (const source of family) {
    const { bindings } = source.uses(name);
    const { nameAt } = openPhpFile(source);
    const found = allHits(source, name).map((hit) => ({ hit, named: nameAt(hit) }));
    const hits = found.filter(({ named }) => means(named, wanted, isDeclared)).map(({ hit }) =>
      hit
    );
    const declared = found.filter(({ hit, named }) =>
      named !== undefined && named !== "segment" && named.declares && hits.includes(hit) &&
      hit.start !== first.start
    );
    const again = declared.filter(({ hit }) => !target.binding.declarations.includes(hit));
    doubts.push(
      ...again.map(({ hit }) => toPlace(source, hit.start, "another declaration of the name")),
    );
    if (hits.length > 0 && wanted.kind === "class") {
      const segments = found.filter(({ hit, named }) =>
        named === "segment" && isFirst(source, hit)
      );
      doubts.push(
        ...segments.map(({ hit }) => toPlace(source, hit.start, "namespace of the name")),
      );
    }
    doubts.push(...brokenPlaces(source, name, hits));
    if (hits.length === 0) continue;
    const binding = bindings.find((one) => hitsOf(one).some((hit) => hits.includes(hit)));
    files.push({ source, hits, binding });
  }
  doubts.push(...await findOtherCases(wanted, options));
  if (doubts.length > 0) {
    const why = "it cannot be told whether these places mean it";
    refusals.push({ type: "unproven", why, places: doubts });
  }
  return { files, refusals, passedOn: [] };
}

function allHits(source: SourceFile, name: string): readonly Hit[] {
  const { bindings, free, others } = source.uses(name);
  const hits = [...bindings.flatMap(hitsOf), ...free, ...others];
  const byStart = new Map(hits.map((hit) => [hit.start, hit]));
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

function isDeclaredIn(family: readonly SourceFile[], name: string): (named: PhpName) => boolean {
  const declared = family.flatMap((source) => {
    const file = openPhpFile(source);
    return allHits(source, name).map(file.nameAt).filter((named): named is PhpName =>
      named !== undefined && named !== "segment" && named.declares === true
    );
  });
  return ({ kind, full }) =>
    declared.some((one) => one.kind === kind && isSameFull(kind, one.full, full));
}

function means(
  named: PhpName | "segment" | undefined,
  wanted: PhpName,
  isDeclared: (named: PhpName) => boolean,
): boolean {
  if (named === undefined || named === "segment" || named.kind !== wanted.kind) return false;
  if (isSameFull(wanted.kind, named.full, wanted.full)) return true;
  return named.otherwise !== undefined && isSameFull(wanted.kind, named.otherwise, wanted.full) &&
    !isDeclared(named);
}

/** Whether a part of a namespace is the first of a chain, which imports can stand for. */
function isFirst({ text }: SourceFile, { start, path }: Hit): boolean {
  return text[start - 1] !== "\\" &&
    !path.some(({ node }) =>
      /^namespace_(?:use_declaration|definition)$/.test(node.type) &&
      node.type !== "namespace_definition"
    );
}

/** Classes and functions can be written in any case: the usual other ways are looked for. */
async function findOtherCases(
  wanted: PhpName,
  { name, project, findWord }: LinkOptions,
): Promise<readonly Place[]> {
  if (wanted.kind === "constant" || findWord === undefined) return [];
  const first = name[0] ?? "";
  const ways = new Set([
    name.toLowerCase(),
    name.toUpperCase(),
    first.toUpperCase() + name.slice(1),
    first.toLowerCase() + name.slice(1),
  ]);
  ways.delete(name);
  const places: Place[] = [];
  for (const way of ways) {
    for (const path of await findWord(way)) {
      const { text = "" } = path.endsWith(".php") ? await project.read(path) ?? {} : {};
      const starts = [...findWordIn(text, way)].filter((start) =>
        MAY_NAME_REGEXP.test(
          text.slice(Math.max(0, start - 40), start),
        )
      );
      const source = starts.length === 0 ? undefined : await project.open(path);
      if (source === undefined) continue;
      const { nameAt } = openPhpFile(source);
      const found = starts.filter((start) =>
        means(nameAt(toHit(source, start, way)), wanted, () => true)
      );
      places.push(...found.map((start) => toPlace(source, start, "the name in another case")));
    }
  }
  return places;
}

/** What stands before a name that is no variable, no member, and no part of a text. */
const MAY_NAME_REGEXP =
  /(?:[\\(,|&?[=.!;{}:+<>/-]\s*|\b(?:new|extends|implements|instanceof|use|return|echo|print|throw|case|clone|and|or|xor|insteadof)\s+)(?<!->\s*)(?<!::\s*)$/i;

function toHit({ tree, table }: SourceFile, start: number, word: string): Hit {
  const path = descend(tree, start);
  const isName = table.names.has(path[path.length - 1].node.type);
  const role = isName ? classifyName(path, table) : { type: "other", kind: "text" } as const;
  return { path, start, end: start + word.length, role, broken: false };
}
