/**
 * Holds the renames by scopes to TypeScript's own answer, on symbols of a real repository.
 *
 *     deno run -A bench/rename_types.ts FOLDER [COUNT]
 *
 * @module
 */

import type { Node, SourceFile } from "typescript";
import { createTypeScriptLoader } from "../lib/host/typescript.ts";
import { findTypeSpans } from "../lib/rename/type_engine.ts";
import { openTypeProgram, toFileName } from "../lib/rename/type_program.ts";
import { keepResult } from "./measure.ts";
import { count, draw, newTally, openOracleRepository, type Symbol } from "./rename_oracle.ts";

const [folder, countText = "1000"] = Deno.args;
if (folder === undefined) {
  console.log("skipped: name the folder of a TypeScript repository");
  Deno.exit(0);
}
const COUNT = Number(countText);
const NEW_NAME = "renamedByBenchmark";

const kit = await createTypeScriptLoader()();
const { ts } = kit;
const repository = await openOracleRepository(folder);
const roots = repository.paths.filter((path) => /\.[cm]?[tj]sx?$/.test(path));
const system = repository.languages.modules("typescript")!;
const program = await openTypeProgram(roots, { kit, project: repository.project, system });

const groups = { exported: [] as Symbol[], top: [] as Symbol[], local: [] as Symbol[] };
for (const path of roots) {
  const file = program.service.getProgram()?.getSourceFile(toFileName(path));
  if (file !== undefined) collect(file, path);
}

/** Sorts the declarations of a file into groups; `this` is a keyword, not a name. */
function collect(file: SourceFile, path: string): void {
  const visit = (node: Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isIdentifier(node) || node.text === "this" || !isDeclarationName(node)) return;
    let declaration: Node = node.parent;
    while (
      ts.isBindingElement(declaration) || ts.isObjectBindingPattern(declaration) ||
      ts.isArrayBindingPattern(declaration)
    ) declaration = declaration.parent;
    const statement = ts.isVariableDeclaration(declaration)
      ? declaration.parent.parent
      : declaration;
    const isTop = statement.parent === file && !ts.isParameter(declaration);
    const flags = ts.getCombinedModifierFlags(declaration as never);
    const isExported = isTop && (flags & ts.ModifierFlags.Export) !== 0;
    groups[isExported ? "exported" : isTop ? "top" : "local"].push({
      path,
      start: node.getStart(file),
      name: node.text,
    });
  };
  visit(file);
}

function isDeclarationName(node: Node): boolean {
  const { parent } = node;
  const isDeclaration = ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(parent) ||
    ts.isClassDeclaration(parent) || ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) || ts.isEnumDeclaration(parent) ||
    ts.isParameter(parent) || ts.isBindingElement(parent) ||
    ts.isTypeParameterDeclaration(parent) || ts.isFunctionExpression(parent);
  return isDeclaration && parent.name === node;
}

const figures: Record<string, unknown> = {};
for (const [group, symbols] of Object.entries(groups)) {
  const tally = newTally();
  for (const symbol of draw(symbols, COUNT)) {
    const answer = findTypeSpans(program, kit, symbol);
    if (answer.type === "no") continue;
    const expected = new Map<string, string>();
    for (const { path, start, prefix, suffix } of answer.spans) {
      if (await repository.isComment(path, start)) continue;
      expected.set(`${path}:${start}`, prefix + NEW_NAME + suffix);
    }
    count(tally, symbol, await repository.rename(symbol, NEW_NAME), expected);
  }
  figures[group] = tally;
  console.log(group, tally);
}
await keepResult("rename_types", { symbolsPerGroup: COUNT, sources: roots.length, figures });
