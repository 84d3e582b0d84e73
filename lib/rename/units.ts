/**
 * Packages and namespaces: which files see a symbol under its bare name, and which longer names
 * lead to it.
 *
 * @module
 */

import { isSamePackage } from "./link_go.ts";
import type { Target } from "./plan.ts";
import type { SourceFile } from "./project.ts";
import type { Binding, Hit } from "./scopes.ts";

/** Whether something means the symbol. */
export type Relation = "yes" | "no" | "unknown";

/** The package or namespace of a file; empty where a language has none, or a file names none. */
function unitOf({ language, text }: SourceFile): string {
  switch (language) {
    case "java":
      return /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1] ?? "";
    case "csharp":
      return /^\s*namespace\s+([\w.]+)/m.exec(text)?.[1] ?? "";
    case "php":
      return /^\s*(?:<\?php\s+)?namespace\s+([\w\\]+)/m.exec(text)?.[1] ?? "";
    case "cpp":
      return [...text.matchAll(/\bnamespace\s+([\w:]+)\s*\{/g)].map((match) => match[1]).join("::");
  }
  return "";
}

/** Whether a declaration in another file, or further down, is of the same symbol. */
export function sharesSymbol(source: SourceFile, binding: Binding, target: Target): boolean {
  const isSameKind = binding.rule.kind === target.binding.rule.kind;
  switch (source.language) {
    case "csharp":
      return isSameKind && unitOf(source) === unitOf(target.source) && isPartial(binding) &&
        isPartial(target.binding);
    case "ruby":
      return isSameKind && binding.rule.kind !== "variable" && binding.rule.kind !== "method";
  }
  return false;
}

function isPartial({ declarations }: Binding): boolean {
  const [{ path }] = declarations;
  return /\bpartial\b/.test(path[path.length - 2].node.text.slice(0, 200));
}

/** Whether a file sees the target under its bare name. */
export function relateFile(source: SourceFile, target: Target): Relation {
  const unit = unitOf(target.source);
  const { text, language } = source;
  switch (language) {
    case "java":
      return unitOf(source) === unit || text.includes(`import ${unit}.*;`) ? "yes" : "no";
    case "csharp": {
      const isInside = `${unitOf(source)}.`.startsWith(`${unit}.`) || unit === "";
      return isInside || new RegExp(`\\busing\\s+${unit.replaceAll(".", "\\.")}\\s*;`).test(text)
        ? "yes"
        : "unknown";
    }
    case "php":
      return unitOf(source) === unit ? "yes" : "no";
    case "cpp": {
      if (unit === "" || unitOf(source) === unit) return "yes";
      const last = unit.split("::").at(-1) ?? unit;
      return new RegExp(`\\bnamespace\\s+(?:\\w+::)*${last}\\b`).test(text) ? "yes" : "unknown";
    }
    case "rust":
      return source.path === target.source.path
        ? "yes"
        : /\buse\s+(?:super|crate|self)(?:::\w+)*::(?:\{[^}]*)?\*/.test(text)
        ? "unknown"
        : "no";
    case "bash":
      return "unknown";
  }
  return "yes";
}

/** Whether a longer name, or an import, leads to the target. */
export function relateQualifier(source: SourceFile, hit: Hit, target: Target): Relation {
  const unit = unitOf(target.source);
  const written = writtenQualifier(source, hit);
  if (written === undefined) return "no";
  switch (source.language) {
    case "java":
    case "csharp":
    case "php":
      return written.replace(/^\\/, "") === unit && unit !== "" ? "yes" : "no";
    case "rust":
      if (!isPath(source, hit)) return "no";
      if (source.path === target.source.path && isOwnModule(written, hit)) return "yes";
      return /^(?:std|core|alloc)\b/.test(written) || /(?:^|::)[A-Z]\w*$/.test(written)
        ? "no"
        : "unknown";
    case "ruby":
      if (!isPath(source, hit)) return "no";
      return written === "" || written === "Object" ? "yes" : "unknown";
  }
  return "no";
}

/** Whether `self` or `super` is the file's module, where the target is. */
function isOwnModule(written: string, { path }: Hit): boolean {
  const depth = path.filter(({ node }) => node.type === "mod_item").length;
  return written === Array(depth).fill("super").join("::") || (depth === 0 && written === "self");
}

/** Whether a name is an import, or stands behind `::`, not behind the dot of a value. */
function isPath({ text }: SourceFile, hit: Hit): boolean {
  return hit.role.type !== "member" || text.slice(0, hit.start).endsWith("::");
}

/** What stands before a name in the same chain, without the last separator; undefined for values. */
function writtenQualifier({ text }: SourceFile, hit: Hit): string | undefined {
  const before = /(?:[\w\\]|::|\.|~)*$/.exec(text.slice(Math.max(0, hit.start - 300), hit.start))
    ?.[0];
  if (before === undefined) return undefined;
  if (hit.role.type === "declare" && hit.role.origin !== undefined) return hit.role.origin.source;
  if (hit.role.type === "foreign") return hit.role.origin.source;
  return before.replace(/(?:::|\.|\\)$/, "");
}

/** Whether two files share their top-level names, so that a new one may meet one of the other. */
export function sharesNames(source: SourceFile, target: Target): boolean {
  if (source.table !== target.source.table) return false;
  return source.language === "go"
    ? isSamePackage(source, target.source)
    : relateFile(source, target) === "yes";
}
