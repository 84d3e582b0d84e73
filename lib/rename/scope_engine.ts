/**
 * Plans a rename by the scopes of the language, where every use can be proven.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import { makePatch } from "../diff.ts";
import { applyByteEdits } from "../edits.ts";
import type { ListFiles, ReadFile, VisitFiles } from "../ports.ts";
import { countErrorsOf, countSyntaxErrors, type LoadGrammar } from "../syntax.ts";
import type { PatchRecord } from "../types.ts";
import { chooseTarget, type Pointer } from "./choose.ts";
import { findDocHits } from "./doc_comments.ts";
import { findCollisions, findSharedCollisions } from "./collide.ts";
import { isSamePackage } from "./link_go.ts";
import { applyTextEdits, editHits, type TextEdit, toByteEdits } from "./edits.ts";
import { findKeywordUses } from "./keywords.ts";
import { findFilesWith } from "./find_word.ts";
import { createLanguages, type Languages } from "./linkers.ts";
import { movedPath } from "./moved_file.ts";
import { isEntryPoint, isNameIn } from "./names.ts";
import {
  type FileHits,
  hitsOf,
  type Linked,
  type Place,
  type Refusal,
  type Target,
  toPlace,
} from "./plan.ts";
import { openProject, type Project, type SourceFile } from "./project.ts";
import type { Hit } from "./scopes.ts";
import { positionOf } from "./table.ts";

/** What a rename may do to the world. */
export interface RenamePorts {
  /** Lists the repository. */
  readonly listFiles: ListFiles;
  /** Reads a file of it. */
  readonly readFile: ReadFile;
  /** Looks into many files. */
  readonly visitFiles: VisitFiles;
  /** Loads a grammar. */
  readonly loadGrammar: LoadGrammar;
}

/** What is to be renamed. */
export interface RenameOptions {
  /** The name. */
  readonly oldName: string;
  /** What it is to become. */
  readonly newName: string;
  /** Where the symbol stands; absent when the name says it all. */
  readonly pointer?: Pointer;
  /** Files or folders in which the symbol is declared; anywhere when empty. */
  readonly paths?: readonly string[];
}

/** Places that can be renamed, all of them, or why not. */
export type Plan =
  | { readonly type: "planned"; readonly linked: Linked; readonly target: Target }
  | { readonly type: "refused"; readonly refusal: Refusal; readonly target?: Target }
  | { readonly type: "member"; readonly places: readonly Place[] }
  | { readonly type: "nothing" };

/** The files of a rename. */
export interface Workspace {
  /** All files. */
  readonly project: Project;
  /** Paths of those with the word in them. */
  readonly found: readonly string[];
  /** Those of them that can be parsed. */
  readonly sources: readonly SourceFile[];
  /** How names are linked. */
  readonly languages: Languages;
  /** Finds the files with another word in them. */
  readonly findWord: (word: string) => Promise<readonly string[]>;
}

/** Finds and parses the files with a word in them. */
export async function openWorkspace(word: string, ports: RenamePorts): Promise<Workspace> {
  const { files } = await ports.listFiles();
  const project = openProject(files, ports);
  const paths = files.map(({ path }) => path);
  const findWord = (word: string) => findFilesWith(word, paths, ports.visitFiles);
  const found = await findWord(word);
  const opened = await Promise.all(found.map(project.open));
  const sources = opened.filter((file) => file !== undefined);
  return { project, found, sources, languages: createLanguages(), findWord };
}

/** Finds the places that a rename touches, and proves that they are all. */
export async function planRename(options: RenameOptions, workspace: Workspace): Promise<Plan> {
  const { oldName, newName, pointer, paths = [] } = options;
  const isWanted = (path: string) =>
    paths.length === 0 || paths.some((root) => isUnder(path, root));
  const choice = await chooseTarget({ name: oldName, pointer, isWanted, ...workspace });
  if (choice.type !== "target") return choice;
  const { language } = choice.target.source;
  const isOfCase = language !== "ruby" || startsUpper(oldName) === startsUpper(newName);
  if (!isOfCase) {
    const why = "constants begin with a capital, other names do not";
    throw new Failure("E_USAGE", `Cannot rename "${oldName}" to "${newName}": ${why}`);
  }
  if (!isNameIn(language, newName)) {
    const why = `the new name is no name in ${language}`;
    throw new Failure("E_USAGE", `Cannot rename "${oldName}" to "${newName}": ${why}`);
  }
  const { binding } = choice.target;
  if (binding.isTopLevel && binding.rule.kind === "function" && isEntryPoint(language, oldName)) {
    const places = [toPlace(choice.target.source, binding.declarations[0].start, "function")];
    const why = "the program is started by this name";
    return { type: "refused", refusal: { type: "unproven", why, places } };
  }
  const linked = await link(choice.target, oldName, workspace);
  const refusals = [
    ...linked.refusals,
    ...await checkLinked(linked, options, workspace),
    ...await checkUnit(choice.target, linked, options, workspace),
    ...checkMove(choice.target, options, workspace),
  ];
  return refusals.length > 0
    ? { type: "refused", refusal: refusals[0], target: choice.target }
    : { type: "planned", linked, target: choice.target };
}

function startsUpper(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** Whether a path is a file or lies in a folder. */
export function isUnder(path: string, root: string): boolean {
  return root === "." || root === "" || path === root || path.startsWith(`${root}/`);
}

async function link(target: Target, name: string, workspace: Workspace): Promise<Linked> {
  const { source, binding } = target;
  if (binding.isTopLevel && binding.origin === undefined) {
    return await workspace.languages.linker(source.language)(target, { name, ...workspace });
  }
  const keywords = findKeywordUses(target, name, workspace.sources);
  if (keywords.length > 0) {
    const why = "callers may name the parameter";
    return { files: [], refusals: [{ type: "unproven", why, places: keywords }], passedOn: [] };
  }
  const keepsOutside = binding.origin === undefined ? undefined : true;
  const hits = [...findDocHits(source, binding, name), ...hitsOf(binding)];
  return {
    files: [{ source, binding, hits, keepsOutside }],
    refusals: [],
    passedOn: [],
  };
}

/** What speaks against a rename once its places are known. */
async function checkLinked(
  linked: Linked,
  { oldName, newName }: RenameOptions,
  { languages, project }: Workspace,
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const file of linked.files) {
    const broken = findBrokenHits(file, oldName);
    if (broken.length > 0) {
      const places = broken.map((hit) => toPlace(file.source, hit.start, "use"));
      refusals.push({ type: "unproven", why: "the file has syntax errors there", places });
    }
    const doubts = findDoubts(file, oldName);
    if (doubts.length > 0) {
      const why = "it may be used in ways that cannot be seen";
      refusals.push({ type: "unproven", why, places: doubts });
    }
    const places = findCollisions(file, newName);
    if (places.length > 0) {
      refusals.push({ type: "collision", why: `"${newName}" is already taken`, places });
    }
  }
  const pasted = await languages.findPasted(linked, project);
  if (pasted.length > 0) {
    refusals.push({ type: "unproven", why: "a macro makes another name of it", places: pasted });
  }
  const exported = await languages.findExportCollisions(linked, newName, project);
  if (exported.length > 0) {
    const why = `a module already gives out "${newName}"`;
    refusals.push({ type: "collision", why, places: exported });
  }
  return refusals;
}

/**
 * Places that cannot be trusted as the parser was in trouble. An error elsewhere may have broken
 * the scopes, which does no harm where a file has only one symbol of that name.
 */
function findBrokenHits({ source, binding, hits }: FileHits, name: string): readonly Hit[] {
  if (!source.tree.rootNode.hasError) return [];
  const uses = source.uses(name);
  const all = [...uses.bindings.flatMap(hitsOf), ...uses.free, ...uses.others];
  const broken = all.filter((hit) => hit.broken);
  if (broken.length > 0) return broken;
  if (binding === undefined || !binding.scope.hasError) return [];
  return uses.bindings.length > 1 || uses.free.length > 0 ? hits.slice(0, 1) : [];
}

/** What speaks against a new name where files share their names without importing them. */
async function checkUnit(
  target: Target,
  linked: Linked,
  { oldName, newName }: RenameOptions,
  { project, findWord, languages }: Workspace,
): Promise<readonly Refusal[]> {
  const { source, binding } = target;
  if (!binding.isTopLevel || languages.modules(source.language) !== undefined) return [];
  const refusals: Refusal[] = [];
  const opened = await Promise.all((await findWord(newName)).map(project.open));
  const places = findSharedCollisions(target, newName, opened.filter((file) => file !== undefined));
  if (places.length > 0) {
    refusals.push({ type: "collision", why: `"${newName}" is already taken`, places });
  }
  const outside = linked.files.filter((file) => !isSamePackage(file.source, source));
  const hides = startsUpper(oldName) && !startsUpper(newName);
  if (source.language === "go" && hides && outside.length > 0) {
    const users = outside.map((file) => toPlace(file.source, file.hits[0].start, "use"));
    const why = `"${newName}" is not seen outside its package`;
    refusals.push({ type: "collision", why, places: users });
  }
  return refusals;
}

/** Whether the file that must move has a place to go. */
function checkMove(
  target: Target,
  options: RenameOptions,
  { project }: Workspace,
): readonly Refusal[] {
  const path = movedPath(target, options);
  if (path === undefined || !project.paths.has(path)) return [];
  const places = [{ path, line: 1, column: 1, what: "file of the new name" }];
  return [{ type: "collision", why: `"${options.newName}" is already taken`, places }];
}

/** Places of a file in which the language lets a name be used unseen, or be two things. */
function findDoubts({ source, binding, hits }: FileHits, name: string): readonly Place[] {
  const { table, text } = source;
  const doubtful = hits.filter(({ role }) => role.type === "refer" && role.unsure);
  const isTwofold = binding?.rule.single && binding.declarations.length > 1;
  if (isTwofold) doubtful.push(...binding.declarations);
  const places = doubtful.map(({ start }) => toPlace(source, start, "use"));
  if (binding === undefined || binding.isTopLevel) return places;
  const { startIndex, endIndex } = binding.scope;
  const code = text.slice(startIndex, endIndex);
  if (table.doubtfulCode?.test(code)) places.push(toPlace(source, startIndex, "scope"));
  const words = source.uses(name).texts.filter(({ start, within }) =>
    table.doubtfulTexts?.test(within) &&
    (/preproc/.test(within) || (start >= startIndex && start < endIndex))
  );
  return [...places, ...words.map(({ start, within }) => toPlace(source, start, within))];
}

/** Makes the patch; a result that would not parse is a failure. */
export function makeRenamePatch(
  { linked, target }: Plan & { readonly type: "planned" },
  options: RenameOptions,
): PatchRecord {
  const { oldName, newName } = options;
  const checked = new Set<string>();
  const versions = linked.files.map((file) => {
    const { source } = file;
    const edits = editHits(file, oldName, newName);
    if (hasNewPosition(file, checked)) checkSyntax(source, edits);
    const after = applyByteEdits(source.bytes, toByteEdits(source, edits));
    const moved = source.path === target.source.path ? movedPath(target, options) : undefined;
    const { path, bytes: before, mode } = source;
    return moved === undefined
      ? { path, before, after, mode }
      : { path: moved, from: path, before, after, mode };
  });
  return makePatch("rename", versions);
}

/**
 * Whether a name stands in a file in a kind of position that was not checked before. A word that
 * parses there once parses there always, and parsing everything twice would cost most of the time.
 */
function hasNewPosition({ source, hits }: FileHits, checked: Set<string>): boolean {
  const known = checked.size;
  for (const { path } of hits) {
    const outer = path.length > 2 ? path[path.length - 3].node.type : "";
    checked.add(`${source.language} ${outer} ${positionOf(path, path.length - 1)}`);
  }
  return checked.size > known;
}

/** A word that is a name may still be none where it comes to stand. */
function checkSyntax(source: SourceFile, edits: readonly TextEdit[]): void {
  const after = applyTextEdits(source.text, edits);
  const errors = countErrorsOf(source.grammar, after);
  if (errors <= countSyntaxErrors(source.tree)) return;
  throw new Failure("E_SYNTAX", `Cannot rename in "${source.path}": the result would not parse`);
}
