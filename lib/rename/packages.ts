/**
 * Bare module specifiers that lead back into the repository: import maps, path settings of
 * TypeScript, and packages of a workspace.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { join } from "@std/path/posix/join";
import { findFilesWith } from "./find_word.ts";
import { findModuleFile } from "./ecmascript_modules.ts";
import { fieldOf, parseJsonc } from "./jsonc.ts";
import type { Resolution } from "./modules.ts";
import type { Project } from "./project.ts";

const CONFIG_NAMES = ["deno.json", "deno.jsonc", "package.json", "tsconfig.json", "jsconfig.json"];

const EXTERNAL_SCHEME_REGEXP = /^(?:node|npm|https?|data|file|bun|blob|cloudflare):/;

const EXTERNAL: Resolution = { type: "external" };
const UNKNOWN: Resolution = { type: "unknown" };

interface Config {
  readonly folder: string;
  readonly name: string;
  readonly value: unknown;
}

/**
 * Resolves a specifier that is not relative.
 *
 * @param project The files.
 * @param from The importing file.
 * @param specifier What it imports.
 */
export async function resolvePackage(
  project: Project,
  from: string,
  specifier: string,
): Promise<Resolution> {
  if (EXTERNAL_SCHEME_REGEXP.test(specifier)) return EXTERNAL;
  const configs = await readConfigs(project, from);
  let wanted = specifier;
  for (let turn = 0; turn < 3; turn++) {
    const mapped = mapSpecifier(configs, wanted);
    if (mapped === undefined) break;
    if ("path" in mapped) return toFile(project, mapped.path) ?? UNKNOWN;
    if (EXTERNAL_SCHEME_REGEXP.test(mapped.specifier)) return EXTERNAL;
    if (mapped.specifier === wanted) break;
    wanted = mapped.specifier;
  }
  const split = splitPackage(wanted);
  const found = await findWorkspacePackage(project, configs, split);
  if (found !== undefined) return found;
  if (wanted.startsWith("jsr:") || isDependency(configs, split.name)) return EXTERNAL;
  return await isForeignPackage(project, split.name) ? EXTERNAL : UNKNOWN;
}

const PACKAGE_NAME_REGEXP = /^(?:@[a-z0-9-][a-z0-9-._]*\/)?[a-z0-9-][a-z0-9-._]*$/;
const CONFIG_PATH_REGEXP =
  /(?:^|\/)(?:deno\.jsonc?|package\.json|[jt]sconfig[^/]*\.json|import[-_]?map[^/]*\.json)$/i;

/**
 * Whether a name that no configuration near the file explains can only be a package of others: it
 * looks like one, no folder at the top has its name, and no configuration of the repository
 * mentions it.
 */
async function isForeignPackage(project: Project, name: string): Promise<boolean> {
  if (!PACKAGE_NAME_REGEXP.test(name)) return false;
  const configs: string[] = [];
  for (const path of project.paths) {
    if (path.startsWith(`${name}/`) || path.startsWith(`src/${name}/`)) return false;
    if (CONFIG_PATH_REGEXP.test(path)) configs.push(path);
  }
  const mentions = await findFilesWith(name, configs, project.visitFiles);
  const values = await Promise.all(mentions.map((path) => readConfig(project, path)));
  return values.every((value) => !claims(value, name));
}

/** Whether a configuration has a package's name, or leads it somewhere inside the repository. */
function claims(config: unknown, name: string): boolean {
  if (config === undefined || fieldOf(config, "name") === name) return true;
  const maps = [fieldOf(config, "imports"), fieldOf(fieldOf(config, "compilerOptions"), "paths")];
  return maps.some((map) =>
    typeof map === "object" && map !== null &&
    Object.entries(map).some(([key, target]) =>
      key.startsWith(name) && /^\.{0,2}\//.test(String(target))
    )
  );
}

/** Modules that Node.js has without a scheme. */
const BUILTIN_REGEXP =
  /^(?:assert|async_hooks|buffer|child_process|cluster|console|constants|crypto|dgram|diagnostics_channel|dns|domain|events|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream|string_decoder|sys|timers|tls|trace_events|tty|url|util|v8|vm|wasi|worker_threads|zlib)$/;

const DEPENDENCY_FIELDS = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
];

function isDependency(configs: readonly Config[], name: string): boolean {
  return BUILTIN_REGEXP.test(name) ||
    configs.some(({ value }) =>
      DEPENDENCY_FIELDS.some((field) => fieldOf(fieldOf(value, field), name) !== undefined)
    );
}

function toFile(project: Project, path: string): Resolution | undefined {
  const found = findModuleFile(project, path);
  return found === undefined ? undefined : { type: "file", path: found };
}

/** The package and the path inside it that a bare or `jsr:` specifier names. */
function splitPackage(specifier: string): { readonly name: string; readonly subpath: string } {
  const bare = specifier.replace(/^jsr:\/?/, "");
  const match = /^((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(bare);
  return { name: match?.[1] ?? bare, subpath: `.${match?.[2] ?? ""}` };
}

/** The configuration files in the folders above a file, nearest first. */
async function readConfigs(project: Project, from: string): Promise<readonly Config[]> {
  const configs: Config[] = [];
  for (let folder = dirname(from);; folder = dirname(folder)) {
    for (const name of CONFIG_NAMES) {
      const value = await readConfig(project, join(folder, name));
      if (value !== undefined) configs.push({ folder, name, value });
    }
    if (folder === "." || folder === "/") return configs;
  }
}

async function readConfig(project: Project, path: string): Promise<unknown> {
  if (!project.paths.has(path)) return undefined;
  const file = await project.read(path);
  return file?.text === undefined ? undefined : parseJsonc(file.text);
}

type Mapped = { readonly path: string } | { readonly specifier: string };

/** What the nearest import map or path setting makes of a specifier. */
function mapSpecifier(configs: readonly Config[], specifier: string): Mapped | undefined {
  for (const { folder, name, value } of configs) {
    const target = name.startsWith("deno.")
      ? lookupImport(fieldOf(value, "imports"), specifier)
      : lookupPaths(fieldOf(value, "compilerOptions"), specifier);
    if (target === undefined) continue;
    if (/^\.{0,2}\//.test(target)) return { path: join(folder, target) };
    return name.startsWith("deno.") ? { specifier: target } : { path: join(folder, target) };
  }
  return undefined;
}

function lookupImport(imports: unknown, specifier: string): string | undefined {
  const exact = fieldOf(imports, specifier);
  if (typeof exact === "string") return exact;
  if (typeof imports !== "object" || imports === null) return undefined;
  const keys = Object.keys(imports).filter((key) =>
    specifier.startsWith(`${key.replace(/\/$/, "")}/`)
  );
  const key = keys.sort((a, b) => b.length - a.length)[0];
  if (key === undefined) return undefined;
  const target = fieldOf(imports, key);
  if (typeof target !== "string") return undefined;
  const rest = specifier.slice(key.replace(/\/$/, "").length);
  // A key without a slash at its end covers subpaths only where it leads to a package.
  if (!key.endsWith("/") && !/^(?:npm|jsr):/.test(target)) return undefined;
  return target.replace(/\/$/, "") + rest;
}

function lookupPaths(options: unknown, specifier: string): string | undefined {
  const paths = fieldOf(options, "paths");
  if (typeof paths !== "object" || paths === null) return undefined;
  const baseUrl = fieldOf(options, "baseUrl");
  const base = typeof baseUrl === "string" ? baseUrl : ".";
  for (const [key, targets] of Object.entries(paths)) {
    const [head, tail] = key.split("*");
    const fits = tail === undefined
      ? key === specifier
      : specifier.startsWith(head) && specifier.endsWith(tail);
    const target: unknown = Array.isArray(targets) ? targets[0] : undefined;
    if (!fits || typeof target !== "string") continue;
    const star = tail === undefined
      ? ""
      : specifier.slice(head.length, specifier.length - tail.length);
    return join(base, target.replace("*", star));
  }
  return undefined;
}

/** Finds a package of the workspace by its name; undefined when there is none. */
async function findWorkspacePackage(
  project: Project,
  configs: readonly Config[],
  wanted: { readonly name: string; readonly subpath: string },
): Promise<Resolution | undefined> {
  for (const folder of workspaceFolders(project, configs)) {
    for (const name of ["deno.json", "deno.jsonc", "package.json"]) {
      const value = await readConfig(project, join(folder, name));
      if (fieldOf(value, "name") !== wanted.name) continue;
      const target = lookupExport(value, wanted.subpath);
      if (target === undefined) return UNKNOWN;
      return toFile(project, join(folder, target)) ?? UNKNOWN;
    }
  }
  return undefined;
}

function workspaceFolders(project: Project, configs: readonly Config[]): readonly string[] {
  const folders = new Set(configs.map((config) => config.folder));
  for (const { folder, value } of configs) {
    for (const pattern of workspacePatterns(value)) {
      const path = join(folder, pattern);
      if (!path.includes("*")) folders.add(path.replace(/\/$/, ""));
      else for (const found of matchFolders(project, path)) folders.add(found);
    }
  }
  return [...folders];
}

function workspacePatterns(value: unknown): readonly string[] {
  const found = fieldOf(value, "workspace") ?? fieldOf(value, "workspaces");
  const list = Array.isArray(found)
    ? found
    : fieldOf(found, "members") ?? fieldOf(found, "packages");
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

/** Folders with a package in them that a pattern with `*` and `**` matches. */
function matchFolders(project: Project, pattern: string): readonly string[] {
  const source = pattern.replace(/\/$/, "").replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*?/g, (stars) => stars === "**" ? ".*" : "[^/]*");
  const regexp = new RegExp(`^(${source})/(?:deno\\.jsonc?|package\\.json)$`);
  return [...project.paths].flatMap((path) => regexp.exec(path)?.[1] ?? []);
}

/** The path that a package gives out under a subpath; undefined when that is not plain. */
function lookupExport(config: unknown, subpath: string): string | undefined {
  const exports = fieldOf(config, "exports");
  if (exports === undefined) {
    if (subpath !== ".") return subpath;
    const main = fieldOf(config, "types") ?? fieldOf(config, "module") ?? fieldOf(config, "main");
    return typeof main === "string" ? main : "index";
  }
  if (typeof exports === "string") return subpath === "." ? exports : undefined;
  return plainTarget(fieldOf(exports, subpath) ?? (subpath === "." ? exports : undefined));
}

function plainTarget(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  for (const key of ["deno", "types", "import", "default", "require"]) {
    const target = fieldOf(value, key);
    if (target !== undefined) return plainTarget(target);
  }
  return undefined;
}
