/**
 * Plans a rename by types, and proves it: the renamed program must name the symbol in exactly the
 * places that were renamed.
 *
 * @module
 */

import { makePatch } from "../diff.ts";
import { applyByteEdits } from "../edits.ts";
import type { TypeScriptKit } from "../typescript.ts";
import { applyTextEdits, type TextEdit, toByteEdits } from "./edits.ts";
import { isNameIn } from "./names.ts";
import { type Place, type Refusal, type Target, toPlace } from "./plan.ts";
import type { Project, TextFile } from "./project.ts";
import type { RenameOptions, RenamePorts, RenameResult } from "./rename.ts";
import { findTextResidue } from "./residue.ts";
import type { Plan, Workspace } from "./scope_engine.ts";
import { findOpenBases, findTypeSpans, findUntypedUses, type TypeSpan } from "./type_engine.ts";
import { openTypeProgram, type TypeProgram } from "./type_program.ts";

/** What a plan is made in. */
export interface World {
  /** The files, and what has been read of them. */
  readonly workspace: Workspace;
  /** The effects. */
  readonly ports: RenamePorts;
}

interface Start {
  readonly path: string;
  readonly start: number;
  readonly place: Place;
}

const CONFIG_REGEXP = /(?:^|\/)(?:[jt]sconfig[^/]*\.json|deno\.jsonc?|package\.json)$/;

/**
 * Plans by types.
 *
 * @returns Undefined where types cannot be had: another language, or no project.
 */
export async function planByTypes(
  plan: Plan,
  options: RenameOptions,
  { workspace, ports }: World,
): Promise<RenameResult | undefined> {
  const starts = await findStarts(plan, workspace.project);
  const system = workspace.languages.modules("typescript");
  const sources = workspace.sources.filter(({ language }) => isTyped(language));
  const isProject = [...workspace.project.paths].some((path) => CONFIG_REGEXP.test(path));
  if (ports.loadTypeScript === undefined || system === undefined || !isProject) return undefined;
  if (
    starts.length === 0 || !starts.every(({ path }) => sources.some((one) => one.path === path))
  ) {
    return undefined;
  }
  const kit = await ports.loadTypeScript();
  const roots = sources.map(({ path }) => path);
  const program = await openTypeProgram(roots, { kit, project: workspace.project, system });
  const chosen = chooseSpans(starts, program, kit);
  if (chosen.type === "refused") return chosen;
  const { spans } = chosen;
  const open = findOpenBases(program, kit, spans);
  if (open.length > 0) {
    const why = "it may override a member of something outside the repository";
    return refuse(
      "unproven",
      why,
      open.map(({ path, start }) => place(program, path, start, "base")),
    );
  }
  return await finish(spans, options, { workspace, kit, program, roots });
}

function isTyped(language: string): boolean {
  return language === "typescript" || language === "tsx" || language === "javascript";
}

function place(program: TypeProgram, path: string, start: number, what: string): Place {
  return toPlace({ path, text: program.texts.get(path) ?? "" }, start, what);
}

function refuse(type: Refusal["type"], why: string, places: readonly Place[]): RenameResult {
  return { type: "refused", refusal: { type, why, places } };
}

async function findStarts(plan: Plan, project: Project): Promise<readonly Start[]> {
  const target = targetOf(plan);
  if (target !== undefined) {
    const { start } = target.binding.declarations[0];
    const { path } = target.source;
    return [{ path, start, place: toPlace(target.source, start, target.binding.rule.kind) }];
  }
  if (plan.type !== "member") return [];
  const starts: Start[] = [];
  for (const one of plan.places) {
    const file = await project.read(one.path);
    if (file?.text !== undefined) {
      starts.push({ path: one.path, start: toOffset(file, one), place: one });
    }
  }
  return starts;
}

function targetOf(plan: Plan): Target | undefined {
  switch (plan.type) {
    case "refused":
      return plan.target;
    case "planned": {
      const [file] = plan.linked.files;
      return file?.binding === undefined
        ? undefined
        : { source: file.source, binding: file.binding };
    }
  }
  return undefined;
}

/** The offset of a place, in UTF-16 units. */
function toOffset({ text = "" }: TextFile, { line, column }: Place): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  const bytes = new TextEncoder().encode(text.slice(start, start + column));
  return start + new TextDecoder().decode(bytes.subarray(0, column - 1)).length;
}

/** The places of the one symbol that all starts are part of. */
function chooseSpans(
  starts: readonly Start[],
  program: TypeProgram,
  kit: TypeScriptKit,
):
  | { readonly type: "spans"; readonly spans: readonly TypeSpan[] }
  | RenameResult & {
    readonly type: "refused";
  } {
  const answer = findTypeSpans(program, kit, starts[0]);
  if (answer.type === "no") {
    const why = `TypeScript says: ${answer.why}`;
    return { type: "refused", refusal: { type: "unproven", why, places: [starts[0].place] } };
  }
  const isCovered = ({ path, start }: Start) =>
    answer.spans.some((span) => span.path === path && span.start === start);
  if (starts.every(isCovered)) return answer;
  const places = starts.map((start) => start.place);
  const why = "several symbols have this name";
  return { type: "refused", refusal: { type: "ambiguous", why, places } };
}

interface Finishing {
  readonly workspace: Workspace;
  readonly kit: TypeScriptKit;
  readonly program: TypeProgram;
  readonly roots: readonly string[];
}

async function finish(
  spans: readonly TypeSpan[],
  options: RenameOptions,
  { workspace, kit, program, roots }: Finishing,
): Promise<RenameResult> {
  const { newName, oldName } = options;
  const { project } = workspace;
  const edits = new Map<string, TextEdit[]>();
  for (const { path, start, end, prefix, suffix } of spans) {
    const list = edits.get(path) ?? [];
    edits.set(path, list);
    list.push({ start, end, text: prefix + newName + suffix });
  }
  const wrong = spans.find(({ path, start, end }) =>
    program.texts.get(path)?.slice(start, end) !== oldName
  );
  if (wrong !== undefined) {
    const why = "TypeScript names it otherwise there";
    return refuse("unproven", why, [place(program, wrong.path, wrong.start, "use")]);
  }
  if (!isNameIn("typescript", newName)) {
    return refuse("collision", `"${newName}" is no name in typescript`, []);
  }
  const changed = new Map<string, TextFile & { readonly text: string }>();
  for (const [path, list] of edits) {
    const file = await project.read(path);
    if (file?.text !== undefined) {
      changed.set(path, { ...file, text: applyTextEdits(file.text, list) });
    }
  }
  const meeting = await findMeeting(spans, { edits, changed, kit, workspace, roots, newName });
  if (meeting !== undefined) return meeting;
  const versions = [...changed.keys()].map(async (path) => {
    const file = await project.read(path);
    const before = file?.bytes ?? new Uint8Array();
    const list = toByteEdits(
      { path, mode: "100644", ...file, bytes: before },
      edits.get(path) ?? [],
    );
    return { path, before, after: applyByteEdits(before, list), mode: file?.mode };
  });
  const patch = makePatch("rename", await Promise.all(versions));
  const untyped = findUntypedUses(program, kit, { name: oldName, roots, spans });
  const residue = [
    ...await findTextResidue(oldName, spans, workspace),
    ...untyped.map(({ path, start }) => place(program, path, start, "use on a value without type")),
  ];
  return { type: "renamed", patch, residue, engine: "types" };
}

/** Asks the renamed program for the symbol: more or other places mean that names have met. */
async function findMeeting(
  spans: readonly TypeSpan[],
  { edits, changed, kit, workspace, roots, newName }: {
    readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
    readonly changed: ReadonlyMap<string, TextFile>;
    readonly kit: TypeScriptKit;
    readonly workspace: Workspace;
    readonly roots: readonly string[];
    readonly newName: string;
  },
): Promise<RenameResult | undefined> {
  const { project, languages } = workspace;
  const system = languages.modules("typescript");
  if (system === undefined) return undefined;
  const renamed: Project = {
    ...project,
    read: (path) => {
      const file = changed.get(path);
      return file === undefined ? project.read(path) : Promise.resolve(file);
    },
  };
  const users = await workspace.findWord(newName);
  const program = await openTypeProgram([...new Set([...roots, ...users])], {
    kit,
    project: renamed,
    system,
  });
  const moved = spans.map(({ path, start, prefix }) => ({
    path,
    start: moveOffset(edits.get(path) ?? [], start) + prefix.length,
  }));
  const answer = findTypeSpans(program, kit, moved[0]);
  const expected = new Set(moved.map(({ path, start }) => `${path}\0${start}`));
  const found = answer.type === "spans" ? answer.spans : [];
  const extra = found.filter(({ path, start }) => !expected.has(`${path}\0${start}`));
  if (extra.length === 0 && found.length === expected.size) return undefined;
  const places = extra.map(({ path, start }) =>
    place(program, path, start, "use of another symbol")
  );
  return refuse("collision", `"${newName}" is already taken`, places);
}

/** Where an offset of the old text is in the new one. */
function moveOffset(edits: readonly TextEdit[], offset: number): number {
  let moved = offset;
  for (const { start, end, text } of edits) {
    if (start < offset) moved += text.length - (end - start);
  }
  return moved;
}
