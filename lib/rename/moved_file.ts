/**
 * Files that have the name of what they declare, because a compiler or a loader wants it so.
 *
 * @module
 */

import type { Target } from "./plan.ts";

const TYPE_KINDS = new Set([
  "class",
  "interface",
  "enum",
  "record",
  "annotation",
  "trait",
]);

/** The path that the declaring file must have once its symbol is renamed; undefined for the same. */
export function movedPath(
  { source: { path, language }, binding }: Target,
  { oldName, newName }: { readonly oldName: string; readonly newName: string },
): string | undefined {
  if (language !== "java" && language !== "php") return undefined;
  if (!binding.isTopLevel || !TYPE_KINDS.has(binding.rule.kind)) return undefined;
  const slash = path.lastIndexOf("/") + 1;
  const dot = path.indexOf(".", slash);
  return path.slice(slash, dot) === oldName
    ? path.slice(0, slash) + newName + path.slice(dot)
    : undefined;
}
