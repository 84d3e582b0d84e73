/**
 * TypeScript's service over the files of a repository: those that name the symbol, and what they
 * import.
 *
 * @module
 */

import type { LanguageService, LanguageServiceHost } from "typescript";
import type { TypeScriptKit } from "../typescript.ts";
import type { ModuleSystem } from "./modules.ts";
import type { Project } from "./project.ts";

/** A service and the files that it knows. */
export interface TypeProgram {
  /** The service; file names are paths of the repository behind a slash. */
  readonly service: LanguageService;
  /** The files, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Where the built-in declarations seem to lie. */
const LIBRARY_FOLDER = "/.typescript/";

/** The name of a file in the service. */
export function toFileName(path: string): string {
  return `/${path}`;
}

/** The path of a file of the service. */
export function fromFileName(name: string): string {
  return name.slice(1);
}

interface Closure {
  readonly texts: Map<string, string>;
  /** Paths that specifiers lead to, by importing path and specifier. */
  readonly targets: Map<string, string>;
}

/**
 * Opens the service.
 *
 * Any file that uses a symbol has its name in it, so those files are the roots; what they import
 * is read for its types. Declarations of the repository that no file imports are roots as well.
 *
 * @param roots Paths of the files with the name in them.
 * @param options The compiler, the files, and how specifiers lead to them.
 */
export async function openTypeProgram(
  roots: readonly string[],
  options: {
    readonly kit: TypeScriptKit;
    readonly project: Project;
    readonly system: ModuleSystem;
  },
): Promise<TypeProgram> {
  const { kit, project } = options;
  const ambient = [...project.paths].filter((path) => path.endsWith(".d.ts"));
  const closure = await readClosure([...roots, ...ambient], options);
  const host = createHost([...roots, ...ambient], closure, kit);
  return { service: kit.ts.createLanguageService(host), texts: closure.texts };
}

async function readClosure(
  roots: readonly string[],
  { kit: { ts }, project, system }: {
    readonly kit: TypeScriptKit;
    readonly project: Project;
    readonly system: ModuleSystem;
  },
): Promise<Closure> {
  const texts = new Map<string, string>();
  const targets = new Map<string, string>();
  const resolved = new Map<string, string | undefined>();
  const waiting = [...roots];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (texts.has(path)) continue;
    const text = (await project.read(path))?.text;
    if (text === undefined) continue;
    texts.set(path, text);
    const info = ts.preProcessFile(text, true, true);
    const relative = info.referencedFiles.map(({ fileName }) =>
      /^\.{0,2}\//.test(fileName) ? fileName : `./${fileName}`
    );
    for (const specifier of [...info.importedFiles.map(({ fileName }) => fileName), ...relative]) {
      const key = `${path.slice(0, path.lastIndexOf("/") + 1)}\0${specifier}`;
      if (!resolved.has(key)) {
        const found = await system.resolve(project, path, specifier);
        resolved.set(key, found.type === "file" ? found.path : undefined);
      }
      const target = resolved.get(key);
      if (target === undefined) continue;
      targets.set(`${path}\0${specifier}`, target);
      waiting.push(target);
    }
  }
  return { texts, targets };
}

function createHost(
  roots: readonly string[],
  { texts, targets }: Closure,
  { ts, libraries }: TypeScriptKit,
): LanguageServiceHost {
  const readFile = (name: string) =>
    name.startsWith(LIBRARY_FOLDER)
      ? libraries.get(name.slice(LIBRARY_FOLDER.length))
      : texts.get(fromFileName(name));
  const settings = {
    allowArbitraryExtensions: true,
    allowImportingTsExtensions: true,
    allowJs: true,
    experimentalDecorators: true,
    jsx: ts.JsxEmit.Preserve,
    lib: ["lib.esnext.full.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ESNext,
    types: [],
  };
  return {
    getCompilationSettings: () => settings,
    getScriptFileNames: () => roots.filter((path) => texts.has(path)).map(toFileName),
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => `${LIBRARY_FOLDER}lib.d.ts`,
    fileExists: (name) => readFile(name) !== undefined,
    readFile,
    resolveModuleNameLiterals: (literals, containing) =>
      literals.map(({ text }) => {
        const target = targets.get(`${fromFileName(containing)}\0${text}`);
        if (target === undefined) return { resolvedModule: undefined };
        const extension = /(?:\.d)?\.[^./]+$/.exec(target)?.[0] ?? ".ts";
        return {
          resolvedModule: {
            resolvedFileName: toFileName(target),
            extension,
            isExternalLibraryImport: false,
          },
        };
      }),
  };
}
