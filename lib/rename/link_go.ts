/**
 * Finds the places that name a top-level symbol of Go: in the files of its package, and behind the
 * package's name in those that import it.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { join } from "@std/path/posix/join";
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
import type { Project, SourceFile } from "./project.ts";
import type { Hit } from "./scopes.ts";

/** Whether two files are of one package. */
export function isSamePackage(left: SourceFile, right: SourceFile): boolean {
  return dirname(left.path) === dirname(right.path) && packageOf(left) === packageOf(right);
}

function packageOf({ text }: SourceFile): string {
  return /^package\s+(\w+)/m.exec(text)?.[1] ?? "";
}

/** Links the symbols of Go. */
export async function linkGo(
  target: Target,
  { name, project, sources }: LinkOptions,
): Promise<Linked> {
  const files: FileHits[] = [];
  const doubts: Place[] = [];
  const modules = await readModules(project);
  const folder = dirname(target.source.path);
  let isEmbedded = false;
  const broken: Place[] = [];
  const members: { readonly source: SourceFile; readonly hit: Hit }[] = [];
  for (const source of sources.filter(({ language }) => language === "go")) {
    const uses = source.uses(name);
    const hits: Hit[] = [];
    const isInside = isSamePackage(source, target.source);
    const own = uses.bindings.find((binding) => binding.isTopLevel && binding.origin === undefined);
    if (isInside) hits.push(...own === undefined ? [] : hitsOf(own), ...uses.free);
    const imports = readImports(source, modules);
    const dotted = imports.some(({ alias, folder: at }) => alias === "." && at === folder);
    if (!isInside && dotted) hits.push(...uses.free);
    for (const hit of uses.others) {
      const qualifier = hit.role.type === "member" ? hit.role.qualifier?.[0] : undefined;
      const isOfPackage = qualifier !== undefined && !isShadowed(source, qualifier, hit) &&
        imports.some(({ alias, folder: at }) => alias === qualifier && at === folder);
      if (isOfPackage) hits.push(hit);
      else if (hit.role.type === "member" && qualifier !== undefined) members.push({ source, hit });
    }
    if (isInside) broken.push(...brokenPlaces(source, name));
    isEmbedded ||= hits.some(isEmbedding);
    const sorted = hits.sort((a, b) => a.start - b.start);
    if (sorted.length > 0) files.push({ source, hits: sorted, binding: own });
  }
  if (isEmbedded) {
    doubts.push(...members.map(({ source, hit }) => toPlace(source, hit.start, "embedded field")));
  }
  const why = "an embedded type is also a field";
  const refusals: Refusal[] = [];
  if (doubts.length > 0) refusals.push({ type: "unproven", why, places: doubts });
  if (broken.length > 0) {
    refusals.push({ type: "unproven", why: "the file has syntax errors there", places: broken });
  }
  return { files, refusals, passedOn: [] };
}

/** A type that a struct embeds gives its name to a field. */
function isEmbedding({ path }: Hit): boolean {
  const at = path.findIndex(({ node }) => node.type === "field_declaration");
  return at >= 0 && path[at].node.childForFieldName("name") === null;
}

interface GoModule {
  readonly folder: string;
  readonly name: string;
}

async function readModules(project: Project): Promise<readonly GoModule[]> {
  const paths = [...project.paths].filter((path) => path === "go.mod" || path.endsWith("/go.mod"));
  const modules = await Promise.all(paths.map(async (path) => {
    const name = /^module\s+"?([^\s"]+)/m.exec((await project.read(path))?.text ?? "")?.[1];
    return name === undefined ? [] : [{ folder: dirname(path), name }];
  }));
  return modules.flat();
}

interface GoImport {
  /** The name in the file; `.` for all names of the package. */
  readonly alias: string;
  /** The folder of the package; absent when it is not in the repository. */
  readonly folder?: string;
}

const IMPORT_REGEXP = /^\s*(?:import\s+)?(?:([\w.]+)\s+)?"([^"]+)"/gm;

function readImports(
  { text, tree }: SourceFile,
  modules: readonly GoModule[],
): readonly GoImport[] {
  const declarations = tree.rootNode.namedChildren.filter(({ type }) =>
    type === "import_declaration"
  );
  return declarations.flatMap((node) => {
    const part = text.slice(node.startIndex, node.endIndex).replace(/^import\s*\(?/, "");
    return [...part.matchAll(IMPORT_REGEXP)].map(([, alias, path]) => {
      const module = modules.find(({ name }) => path === name || path.startsWith(`${name}/`));
      const last = path.replace(/\/v\d+$/, "").split("/").at(-1) ?? path;
      return {
        alias: alias ?? last.replace(/^go-|[.-]v\d+$|\.go$/g, ""),
        folder: module === undefined
          ? undefined
          : join(module.folder, path.slice(module.name.length + 1)),
      };
    });
  });
}

/** Whether a local name hides the package's. */
function isShadowed(source: SourceFile, qualifier: string, hit: Hit): boolean {
  const parent = hit.path[hit.path.length - 2].node;
  return source.uses(qualifier).bindings.some((binding) =>
    binding.references.some(({ start }) => start >= parent.startIndex && start < hit.start)
  );
}
