/**
 * Where TypeScript itself would rename.
 *
 * @module
 */

import type { LanguageService, RenameLocation } from "typescript";
import type { TypeScriptKit } from "../typescript.ts";
import { fromFileName, toFileName, type TypeProgram } from "./type_program.ts";

/** A place that TypeScript would rename. */
export interface TypeSpan {
  /** Path from the repository root. */
  readonly path: string;
  /** First UTF-16 unit, from 0. */
  readonly start: number;
  /** Unit after the last one. */
  readonly end: number;
  /** What comes before the new name. */
  readonly prefix: string;
  /** What comes after it. */
  readonly suffix: string;
}

/** What TypeScript says of a place. */
export type TypeAnswer =
  | { readonly type: "spans"; readonly spans: readonly TypeSpan[] }
  | { readonly type: "no"; readonly why: string };

/**
 * Asks where a symbol is named.
 *
 * The service has two ways: with aliases, it keeps the names of properties where `{a}` stands for
 * both a property and a variable, but also keeps exports under their old name; without, the other
 * way round. Variables taken out of an object, and members, need the first, all else the second.
 *
 * @param program The files.
 * @param kit The compiler.
 * @param at Where the symbol stands, as a path and an offset in UTF-16 units.
 */
export function findTypeSpans(
  program: TypeProgram,
  kit: TypeScriptKit,
  at: { readonly path: string; readonly start: number },
): TypeAnswer {
  const { service, texts } = program;
  const name = toFileName(at.path);
  const info = service.getRenameInfo(name, at.start, {});
  if (!info.canRename) return { type: "no", why: info.localizedErrorMessage };
  const withAliases = needsAliases(service, kit, name, at.start);
  const found = service.findRenameLocations(name, at.start, false, false, {
    providePrefixAndSuffixTextForRename: withAliases,
  });
  const word = texts.get(at.path)?.slice(info.triggerSpan.start).match(/^[\w$\p{L}]+/u)?.[0] ?? "";
  const spans = (found ?? []).map((location) => toSpan(location, word, program, kit));
  return { type: "spans", spans: sortSpans(spans) };
}

function sortSpans(spans: readonly TypeSpan[]): TypeSpan[] {
  return [...spans].sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start);
}

function needsAliases(
  service: LanguageService,
  { ts }: TypeScriptKit,
  name: string,
  start: number,
): boolean {
  const kind = service.getQuickInfoAtPosition(name, start)?.kind;
  const { ScriptElementKind: kinds } = ts;
  const members: (string | undefined)[] = [
    kinds.memberVariableElement,
    kinds.memberFunctionElement,
    kinds.memberGetAccessorElement,
    kinds.memberSetAccessorElement,
    kinds.memberAccessorVariableElement,
    kinds.enumMemberElement,
  ];
  if (members.includes(kind)) return true;
  const program = service.getProgram();
  const file = program?.getSourceFile(name);
  const node = file === undefined ? undefined : nodeAt(ts, file, start);
  const checker = program?.getTypeChecker();
  if (node === undefined || checker === undefined) return false;
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol?.declarations?.some((declaration) =>
    ts.isBindingElement(declaration) && declaration.propertyName === undefined &&
    ts.isObjectBindingPattern(declaration.parent)
  ) ?? false;
}

/** The innermost node that begins at an offset. */
function nodeAt(
  ts: TypeScriptKit["ts"],
  file: import("typescript").SourceFile,
  start: number,
): import("typescript").Node | undefined {
  let found: import("typescript").Node = file;
  const visit = (node: import("typescript").Node): void => {
    if (start < node.getStart(file) || start >= node.end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

function toSpan(
  location: RenameLocation,
  word: string,
  { service }: TypeProgram,
  { ts }: TypeScriptKit,
): TypeSpan {
  const { start, length } = location.textSpan;
  const file = service.getProgram()?.getSourceFile(location.fileName);
  const parent = file === undefined ? undefined : nodeAt(ts, file, start)?.parent;
  const isShorthand = parent !== undefined && ts.isShorthandPropertyAssignment(parent);
  const prefix = location.prefixText ?? (isShorthand ? `${word}: ` : "");
  return {
    path: fromFileName(location.fileName),
    start,
    end: start + length,
    prefix,
    suffix: location.suffixText ?? "",
  };
}

/**
 * Bases of the types that declare a renamed member, which are not in the repository: they may
 * declare the member too.
 */
export function findOpenBases(
  { service }: TypeProgram,
  { ts }: TypeScriptKit,
  spans: readonly TypeSpan[],
): readonly { readonly path: string; readonly start: number }[] {
  const program = service.getProgram();
  const checker = program?.getTypeChecker();
  const open = new Map<string, { readonly path: string; readonly start: number }>();
  for (const { path, start } of spans) {
    const file = program?.getSourceFile(toFileName(path));
    const declaration = file === undefined ? undefined : nodeAt(ts, file, start)?.parent;
    const owner = declaration?.parent;
    if (owner === undefined || !(ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner))) {
      continue;
    }
    for (const base of (owner.heritageClauses ?? []).flatMap((clause) => clause.types)) {
      const type = checker?.getTypeAtLocation(base.expression);
      if (type === undefined || (type.flags & ts.TypeFlags.Any) === 0) continue;
      open.set(`${path}\0${base.pos}`, { path, start: base.getStart() });
    }
  }
  return [...open.values()];
}

/** Members of the old name on values whose type is not known: nobody can tell whose they are. */
export function findUntypedUses(
  { service }: TypeProgram,
  { ts }: TypeScriptKit,
  { name, roots, spans }: {
    readonly name: string;
    readonly roots: readonly string[];
    readonly spans: readonly TypeSpan[];
  },
): readonly { readonly path: string; readonly start: number }[] {
  const program = service.getProgram();
  const checker = program?.getTypeChecker();
  const known = new Set(spans.map(({ path, start }) => `${path}\0${start}`));
  const found: { path: string; start: number }[] = [];
  for (const path of roots) {
    const file = program?.getSourceFile(toFileName(path));
    if (file === undefined) continue;
    const visit = (node: import("typescript").Node): void => {
      ts.forEachChild(node, visit);
      if (!ts.isPropertyAccessExpression(node) || node.name.text !== name) return;
      const start = node.name.getStart(file);
      const type = checker?.getTypeAtLocation(node.expression);
      const isUntyped = type === undefined || (type.flags & ts.TypeFlags.Any) !== 0;
      if (isUntyped && !known.has(`${path}\0${start}`)) found.push({ path, start });
    };
    visit(file);
  }
  return found;
}
