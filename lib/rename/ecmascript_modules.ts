/**
 * Modules of TypeScript and JavaScript: what a file exports, and where a specifier leads.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { join } from "@std/path/posix/join";
import type { SyntaxNode } from "../syntax.ts";
import type { ExportEntry, ModuleSystem, Resolution } from "./modules.ts";
import type { Project, SourceFile } from "./project.ts";
import { hitsOf } from "./plan.ts";
import { resolvePackage } from "./packages.ts";

/** The module statements of a file. */
interface ModuleFacts {
  readonly isModule: boolean;
  readonly imports: ReadonlyMap<string, ExportEntry>;
  readonly exports: ReadonlyMap<string, ExportEntry>;
  readonly stars: readonly string[];
}

interface OpenFacts {
  isModule: boolean;
  readonly imports: Map<string, ExportEntry>;
  readonly exports: Map<string, ExportEntry>;
  readonly stars: string[];
}

/** Makes the module system; the statements of a file are read once. */
export function createEcmascriptModules(): ModuleSystem {
  const known = new WeakMap<SourceFile, ModuleFacts>();
  const factsOf = (source: SourceFile): ModuleFacts => {
    let facts = known.get(source);
    if (facts === undefined) known.set(source, facts = readFacts(source));
    return facts;
  };
  return {
    isModule: (source) => factsOf(source).isModule,
    isVisible: (binding) =>
      hitsOf(binding).some(({ role }) => "exported" in role && role.exported !== undefined),
    dynamicImports: DYNAMIC_IMPORT_REGEXP,
    findExport: (source, name) => {
      const { exports, imports } = factsOf(source);
      const entry = exports.get(name);
      if (entry === undefined || "origin" in entry) return entry;
      return imports.get(entry.local) ?? entry;
    },
    stars: (source) => factsOf(source).stars,
    namespaces: (source) =>
      [...factsOf(source).imports].flatMap(([name, entry]) =>
        "origin" in entry && entry.origin.imported === "*" ? [name] : []
      ),
    resolve: resolveSpecifier,
  };
}

/** A text in which a module is loaded while the program runs, or gets more declarations. */
const DYNAMIC_IMPORT_REGEXP =
  /\b(?:(?:import|require)\s*\(\s*|declare\s+module\s+)["'`]([^"'`]+)["'`]/g;
const COMMON_JS_REGEXP = /\bmodule\.exports\b|\bexports\.\w|\brequire\s*\(/;

function readFacts(source: SourceFile): ModuleFacts {
  const facts: OpenFacts = {
    isModule: source.language === "javascript" && COMMON_JS_REGEXP.test(source.text),
    imports: new Map(),
    exports: new Map(),
    stars: [],
  };
  for (const statement of source.tree.rootNode.namedChildren) {
    if (statement.type === "import_statement") readImport(statement, facts);
    else if (statement.type === "export_statement") readExport(statement, facts);
    else continue;
    facts.isModule = true;
  }
  return facts;
}

function textOf(node: SyntaxNode, field: string): string | undefined {
  const text = node.childForFieldName(field)?.text;
  return text !== undefined && /^["']/.test(text) ? text.slice(1, -1) : text;
}

function readImport(statement: SyntaxNode, { imports }: OpenFacts): void {
  const source = textOf(statement, "source") ?? "";
  const clause = statement.namedChildren.find((child) => child.type === "import_clause");
  for (const child of clause?.namedChildren ?? []) {
    if (child.type === "identifier") {
      imports.set(child.text, { origin: { source, imported: "default" } });
    }
    if (child.type === "namespace_import") {
      const name = child.namedChildren.at(-1)?.text ?? "";
      imports.set(name, { origin: { source, imported: "*" } });
    }
    if (child.type !== "named_imports") continue;
    for (const specifier of child.namedChildren) {
      const imported = textOf(specifier, "name") ?? "";
      imports.set(textOf(specifier, "alias") ?? imported, { origin: { source, imported } });
    }
  }
}

function readExport(statement: SyntaxNode, facts: OpenFacts): void {
  const source = textOf(statement, "source");
  const declaration = statement.childForFieldName("declaration");
  const value = statement.childForFieldName("value");
  const isDefault = statement.children.some((child) => child.type === "default");
  if (isDefault) {
    const local = declaration?.childForFieldName("name")?.text ?? value?.text ?? "";
    facts.exports.set("default", { local });
  } else if (declaration !== null) {
    for (const local of declaredNames(declaration)) facts.exports.set(local, { local });
  }
  const clauses = statement.namedChildren.map((child) => child.type);
  if (source !== undefined && !clauses.some((type) => /_export$|_clause$/.test(type))) {
    facts.stars.push(source);
  }
  for (const child of statement.namedChildren) readExportClause(child, source, facts);
}

function readExportClause(clause: SyntaxNode, source: string | undefined, facts: OpenFacts): void {
  if (clause.type === "namespace_export" && source !== undefined) {
    const name = clause.namedChildren.at(-1)?.text ?? "";
    facts.exports.set(name, { origin: { source, imported: "*" } });
  }
  if (clause.type !== "export_clause") return;
  for (const specifier of clause.namedChildren) {
    const local = textOf(specifier, "name");
    if (local === undefined) continue;
    const entry = source === undefined ? { local } : { origin: { source, imported: local } };
    facts.exports.set(textOf(specifier, "alias") ?? local, entry);
  }
}

/** The names that a declaration brings, those inside patterns too. */
function declaredNames(declaration: SyntaxNode): string[] {
  if (declaration.type === "ambient_declaration") {
    return declaration.namedChildren.flatMap(declaredNames);
  }
  const name = declaration.childForFieldName("name");
  if (name === null) {
    return declaration.namedChildren.filter((child) => child.type === "variable_declarator")
      .flatMap((child) => patternNames(child.childForFieldName("name")));
  }
  return [name.text];
}

function patternNames(pattern: SyntaxNode | null): string[] {
  if (pattern === null) return [];
  if (/^(?:identifier|shorthand_property_identifier_pattern)$/.test(pattern.type)) {
    return [pattern.text];
  }
  const value = pattern.childForFieldName("value") ?? pattern.childForFieldName("left");
  if (value !== null) return patternNames(value);
  return pattern.namedChildren.flatMap(patternNames);
}

const EXTENSIONS = [".ts", ".tsx", ".d.ts", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
const SCRIPT_EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".d.ts"],
  ".jsx": [".tsx", ".d.ts"],
  ".mjs": [".mts", ".d.mts"],
  ".cjs": [".cts", ".d.cts"],
};

/** The file of the repository that a path without certain extension means; undefined without one. */
export function findModuleFile(project: Project, path: string): string | undefined {
  const extension = /\.[^./]+$/.exec(path)?.[0] ?? "";
  const stem = path.slice(0, path.length - extension.length);
  const candidates = [
    path,
    ...(SCRIPT_EXTENSIONS[extension] ?? []).map((other) => stem + other),
    ...EXTENSIONS.map((other) => path + other),
    ...EXTENSIONS.map((other) => (path === "." ? "" : `${path}/`) + `index${other}`),
  ];
  return candidates.find((candidate) => project.paths.has(candidate));
}

async function resolveSpecifier(
  project: Project,
  from: string,
  specifier: string,
): Promise<Resolution> {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) {
    const path = findModuleFile(project, join(dirname(from), specifier.replace(/[?#].*$/, "")));
    return path === undefined ? { type: "external" } : { type: "file", path };
  }
  return await resolvePackage(project, from, specifier);
}
