/**
 * Arguments by keyword: where a parameter is named by those who call.
 *
 * @module
 */

import { type Place, type Target, toPlace } from "./plan.ts";
import type { SourceFile } from "./project.ts";
import { findStep } from "./table.ts";
import { findWord, type Hit } from "./scopes.ts";

const FUNCTION_TYPES = new Set([
  "function_definition",
  "method_declaration",
  "constructor_declaration",
  "local_function_statement",
]);
const CONSTRUCTORS = new Set(["__init__", "__new__", "__construct"]);

/**
 * Calls that may name the parameter by keyword; none when the target is no parameter.
 *
 * A call counts when the function's name stands in it before the keyword: as what is called, or as
 * an argument, as with partial application.
 */
export function findKeywordUses(
  { source, binding }: Target,
  name: string,
  sources: readonly SourceFile[],
): readonly Place[] {
  if (!/parameter/.test(binding.rule.kind)) return [];
  const callee = findCallee(binding.declarations[0]);
  if (callee === undefined) return [];
  const family = sources.filter(({ table }) => table === source.table);
  return family.flatMap((file) =>
    file.uses(name).others
      .filter((hit) => isKeyword(hit) && namesCallee(file, hit, callee))
      .map((hit) => toPlace(file, hit.start, "argument by keyword"))
  );
}

function isKeyword({ role }: Hit): boolean {
  return role.type === "other" && role.kind === "keyword argument";
}

/** The name by which the function of a parameter is called; undefined for one without a name. */
function findCallee({ path }: Hit): string | undefined {
  const at = findStep(path, path.length - 1, ({ node }) => FUNCTION_TYPES.has(node.type));
  const isLambda = findStep(path, path.length - 1, ({ node }) => node.type === "lambda") > at;
  const name = at < 0 || isLambda ? undefined : path[at].node.childForFieldName("name")?.text;
  if (name === undefined || !CONSTRUCTORS.has(name)) return name;
  const owner = findStep(path, at - 1, ({ node }) => /^class/.test(node.type));
  return owner < 0 ? undefined : path[owner].node.childForFieldName("name")?.text;
}

function namesCallee({ text }: SourceFile, { path, start }: Hit, callee: string): boolean {
  const call = findStep(path, path.length - 1, ({ node }) => /call/.test(node.type));
  if (call < 0) return true;
  const before = text.slice(path[call].node.startIndex, start);
  return findWord(before, callee).next().done !== true ||
    /\b(?:super|cls|self\.__class__)\b/.test(before);
}
