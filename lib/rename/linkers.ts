/**
 * How each language finds the uses of a top-level symbol in other files.
 *
 * @module
 */

import type { GrammarName } from "../languages.ts";
import { createEcmascriptModules } from "./ecmascript_modules.ts";
import { createPythonModules } from "./python_modules.ts";
import { callsAround, openIncludeGraph } from "./includes.ts";
import { groupC, linkC } from "./link_c.ts";
import { isSamePackage, linkGo } from "./link_go.ts";
import { linkPhp } from "./link_php.ts";
import { linkUnits } from "./link_units.ts";
import { createModuleLinker } from "./link_modules.ts";
import { type ModuleSystem, openModuleGraph } from "./modules.ts";
import {
  type Linked,
  type LinkOptions,
  type LinkSymbol,
  type Place,
  type Target,
  toPlace,
} from "./plan.ts";
import type { Project } from "./project.ts";
import { C } from "./tables/c.ts";
import { sharesSymbol } from "./units.ts";

/** What the languages know about names in other files. */
export interface Languages {
  /** How files of a language import from each other; undefined where they do not. */
  readonly modules: (language: GrammarName) => ModuleSystem | undefined;
  /** The linker of a language. */
  readonly linker: (language: GrammarName) => LinkSymbol;
  /** One target for each symbol: declarations that several files share count once. */
  readonly group: <T extends Target>(
    targets: readonly T[],
    options: LinkOptions,
  ) => Promise<readonly T[]>;
  /** Places where a name is given to a macro that makes another name of it. */
  readonly findPasted: (linked: Linked, project: Project) => Promise<readonly Place[]>;
  /** Places where a module that gives out the renamed symbol gives out the new name already. */
  readonly findExportCollisions: (
    linked: Linked,
    newName: string,
    project: Project,
  ) => Promise<readonly Place[]>;
}

/** Makes what a rename needs to know about all languages. */
export function createLanguages(): Languages {
  const ecmascript = createEcmascriptModules();
  const python = createPythonModules();
  const modules = (language: GrammarName) => {
    switch (language) {
      case "typescript":
      case "tsx":
      case "javascript":
        return ecmascript;
      case "python":
        return python;
    }
    return undefined;
  };
  return {
    modules,
    linker: (language) => {
      const system = modules(language);
      if (system !== undefined) return createModuleLinker(system);
      switch (language) {
        case "go":
          return linkGo;
        case "c":
        case "cpp":
          return linkC;
        case "php":
          return linkPhp;
      }
      return linkUnits;
    },
    group: groupTargets,
    findPasted,
    findExportCollisions: async (linked, newName, project) => {
      const places: Place[] = [];
      for (const path of exportingFiles(linked)) {
        const source = await project.open(path);
        const system = source === undefined ? undefined : modules(source.language);
        if (source === undefined || system === undefined) continue;
        const found = await openModuleGraph(project, system).findExport(path, newName);
        if (found.type === "own" || found.type === "module") {
          places.push({ path, line: 1, column: 1, what: `export from "${found.path}"` });
        }
      }
      return places;
    },
  };
}

/** Leaves out declarations of symbols that an earlier target declares too. */
async function groupTargets<T extends Target>(
  targets: readonly T[],
  options: LinkOptions,
): Promise<readonly T[]> {
  const isC = ({ source }: T) => source.table === C;
  return [
    ...groupUnits(targets.filter((target) => !isC(target))),
    ...await groupC(targets.filter(isC), options),
  ];
}

function groupUnits<T extends Target>(targets: readonly T[]): readonly T[] {
  const groups: T[] = [];
  for (const target of targets) {
    const isKnown = groups.some((first) =>
      first.source.table === target.source.table &&
      (target.source.language === "go"
        ? isSamePackage(first.source, target.source)
        : sharesSymbol(target.source, target.binding, first))
    );
    if (!isKnown) groups.push(target);
  }
  return groups;
}

async function findPasted({ files }: Linked, project: Project): Promise<readonly Place[]> {
  const inC = files.filter(({ source }) => source.table === C);
  if (inC.length === 0) return [];
  const graph = openIncludeGraph(project);
  const places = inC.map(async ({ source, hits }) => {
    const { pasting } = await graph.sightOf(source.path);
    if (pasting.size === 0) return [];
    return hits.filter(({ start }) =>
      [...callsAround(source.text, start)].some((macro) => pasting.has(macro))
    ).map(({ start }) => toPlace(source, start, "argument of a macro that pastes words"));
  });
  return (await Promise.all(places)).flat();
}

/** Files whose exports change their name: those that export the symbol, by name or wholesale. */
function exportingFiles(linked: Linked): ReadonlySet<string> {
  const exporting = linked.files.filter(({ hits, keepsOutside }) =>
    !keepsOutside && hits.some(({ role }) => "exported" in role && role.exported !== "default")
  );
  return new Set([...exporting.map(({ source }) => source.path), ...linked.passedOn]);
}
