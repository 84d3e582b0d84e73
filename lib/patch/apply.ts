/**
 * From an answer to a patch: parse, find the files, make all edits in memory, hold them against the
 * policy, and generate the diff. Nothing comes out unless everything fits.
 *
 * @module
 */

import { saysNoChanges } from "../answer_form.ts";
import { digest } from "../digest.ts";
import { type FileVersions, makePatch } from "../diff.ts";
import { toFailure } from "../errors.ts";
import { parseWishes } from "../more.ts";
import type { FileContent, ReadFile } from "../ports.ts";
import type { Reason } from "../reasons.ts";
import type { Base, PatchRecord } from "../types.ts";
import { parseAnswer } from "./answer.ts";
import { type Edit, type RenameEdit, toEditKey } from "./edit.ts";
import { editFile } from "./edit_file.ts";
import type { FileJob, FileOutcome } from "./file_job.ts";
import type { EditFailure } from "./failure.ts";
import { findCollisions, findPolicyFaults } from "./limits.ts";
import { findPathFault } from "./path_policy.ts";
import { type Resolved, resolveEdit } from "./resolve.ts";

/** Counts the syntax errors of a file; undefined when its language is not known. */
export type CountSyntaxErrors = (path: string, bytes: Uint8Array) => Promise<number | undefined>;

/** What edits are applied to, and what is allowed. */
export interface ApplyOptions {
  /** Reads the files that the answer names. */
  readonly readFile: ReadFile;
  /** Lists the paths of the repository; absent when nobody can tell. */
  readonly listPaths?: () => Promise<readonly string[]>;
  /** What the request was made from; absent to take the files as they are. */
  readonly base?: Base;
  /** Edits of an earlier attempt that fit, to be made together with those of the answer. */
  readonly carried?: readonly Edit[];
  /** Patterns of sensitive paths that may change. Default none. */
  readonly allowPaths?: readonly string[];
  /** Whether any number of files may be deleted, and files may shrink to a part. Default false. */
  readonly allowDelete?: boolean;
  /** Finds files that parsed before and do not parse after; absent to let them through. */
  readonly countSyntaxErrors?: CountSyntaxErrors;
}

/** Everything fits: a patch. */
export interface AppliedAnswer {
  /** It fits. */
  readonly ok: true;
  /** The patch. */
  readonly patch: PatchRecord;
}

/** Something does not fit: no patch. */
export interface RefusedAnswer {
  /** It does not fit. */
  readonly ok: false;
  /** Why, by name: that of the failure which counts most. */
  readonly reason: Reason;
  /** One line for a person. */
  readonly message: string;
  /** Everything that does not fit. */
  readonly failures: readonly EditFailure[];
  /** The edits that fit, to be carried into another attempt. */
  readonly fitted: readonly Edit[];
}

/** What became of an answer. */
export type PatchOutcome = AppliedAnswer | RefusedAnswer;

/**
 * Applies an answer to the files that it names.
 *
 * @param text What the model wrote, whole.
 * @param options The files, what the request was made from, and what is allowed.
 * @throws {Failure} When a file cannot be read, for another reason than that it may not be.
 */
export async function applyAnswer(text: string, options: ApplyOptions): Promise<PatchOutcome> {
  const parsed = parseAnswer(text);
  const carried = renumber(options.carried ?? []);
  const edits = dropRepeats([...carried, ...parsed.edits]);
  const faults = parsed.faults.map(({ reason, line, message }): EditFailure => ({
    reason,
    line,
    message: `Cannot read line ${line} of the answer: ${message}`,
  }));
  const lookup = makeLookup(options);
  const results = await Promise.all(edits.map((edit) => resolveEdit(edit, lookup)));
  const resolved = results.filter((result) => !isExample(result));
  const examples = results.length - resolved.length;
  if (parsed.edits.length === examples && faults.length === 0) {
    const isDone = carried.length === 0 && saysNoChanges(text);
    return refuse([isDone ? nothingToDo() : noEdit(text)], carried);
  }
  const outcome = await editAll(resolved, { ...options, carried });
  const failures = [...faults, ...outcome.failures];
  if (failures.length > 0) return refuse(failures, outcome.fitted);
  const faultsOfWhole = await checkWhole(outcome.files, options, lookup.listPaths);
  if (faultsOfWhole.length > 0) return refuse(faultsOfWhole, []);
  return toPatch(outcome.files, outcome.fitted);
}

/** A block under a word that is no file is an example with a title. */
function isExample(result: Resolved | EditFailure): boolean {
  const { edit } = result;
  return edit?.kind === "write" && edit.presence === "if there" &&
    "reason" in result && result.reason === "E_NOT_FOUND";
}

function nothingToDo(): EditFailure {
  return {
    reason: "E_NOTHING",
    message: "Cannot make patch: the answer says that nothing has to change",
  };
}

function noEdit(text: string): EditFailure {
  const asks = parseWishes(text).length > 0 ? ", it asks to see more of the repository" : "";
  return { reason: "E_NO_EDIT", message: `Cannot make patch: the answer holds no edit${asks}` };
}

/**
 * Sections of an earlier attempt must not mix with those of the new one: they get numbers below 0,
 * which they keep.
 */
function renumber(edits: readonly Edit[]): Edit[] {
  const lowest = Math.min(0, ...edits.flatMap((edit) => "section" in edit ? [edit.section] : []));
  return edits.map((edit) =>
    "section" in edit && edit.section >= 0 ? { ...edit, section: lowest - 1 - edit.section } : edit
  );
}

/** An edit that the answer gives twice is made once; hunks of one section may be alike on purpose. */
function dropRepeats(edits: readonly Edit[]): Edit[] {
  const sections = new Map<string, number | undefined>();
  return edits.filter((edit) => {
    const key = toEditKey(edit);
    const section = edit.kind === "hunk" ? edit.section : undefined;
    if (!sections.has(key)) sections.set(key, section);
    else if (section === undefined || sections.get(key) !== section) return false;
    return true;
  });
}

function makeLookup(options: ApplyOptions): Parameters<typeof resolveEdit>[1] {
  const contents = new Map<string, Promise<FileContent | undefined>>();
  let paths: Promise<readonly string[] | undefined> | undefined;
  return {
    readFile: (path) => {
      const content = contents.get(path) ?? options.readFile(path);
      contents.set(path, content);
      return content;
    },
    listPaths: () => paths ??= options.listPaths?.() ?? Promise.resolve(undefined),
  };
}

interface Edited {
  readonly files: readonly FileVersions[];
  readonly failures: readonly EditFailure[];
  readonly fitted: readonly Edit[];
}

async function editAll(
  results: readonly (Resolved | EditFailure)[],
  options: ApplyOptions & { readonly carried: readonly Edit[] },
): Promise<Edited> {
  const failures = results.filter((result) => "reason" in result)
    .map((failure) => toStale(failure, options.base));
  const resolved = results.filter((result) =>
    "path" in result && !("reason" in result)
  ) as Resolved[];
  const carried = new Set(options.carried);
  const files: FileVersions[] = [];
  const fitted: Edit[] = [];
  for (const [path, group] of Map.groupBy(resolved, (one) => one.path)) {
    const outcome = await checkBase(group[0], options.base) ??
      await editGroup(path, group, { ...options, carriedSet: carried });
    for (const failure of outcome.failures) failures.push(failure);
    for (const edit of outcome.fitted) fitted.push(edit);
    if (outcome.versions !== undefined) files.push(outcome.versions);
  }
  return { files, failures, fitted };
}

/** A file that the request showed and that is gone has changed, too. */
function toStale(failure: EditFailure, base: Base | undefined): EditFailure {
  const wasShown = base?.files.some(({ path }) => path === failure.path);
  if (failure.reason !== "E_NOT_FOUND" || !wasShown) return failure;
  const message = `Cannot edit "${failure.path}": it is gone since the request was made`;
  return { ...failure, reason: "E_STALE", message };
}

/** A file that the request showed must be as it was then. */
async function checkBase(
  { path, content, edit }: Resolved,
  base: Base | undefined,
): Promise<FileOutcome | undefined> {
  const known = base?.files.find((file) => file.path === path);
  if (known === undefined) return undefined;
  if (content !== undefined && await digest(content.bytes) === known.digest) return undefined;
  const message = `Cannot edit "${path}": it changed since the request was made`;
  return { failures: [{ reason: "E_STALE", message, path, edit }], fitted: [] };
}

async function editGroup(
  path: string,
  group: readonly Resolved[],
  options: ApplyOptions & { readonly carriedSet: ReadonlySet<Edit> },
): Promise<FileOutcome> {
  const edits = group.map(({ edit }) => edit);
  const { content } = group[0];
  const renames = edits.filter((edit) => edit.kind === "rename");
  const target = renames.length === 0
    ? undefined
    : await findTarget(path, renames, options.readFile);
  if (target !== undefined && typeof target !== "string") return { failures: [target], fitted: [] };
  return editFile({
    path,
    content,
    edits,
    carried: options.carriedSet,
    allowShrink: options.allowDelete ?? false,
    shown: toShown(path, options.base),
    ...(target === undefined ? {} : { to: target }),
  });
}

/** What the request shows of a file; a request that shows none was not made from files. */
function toShown(path: string, base: Base | undefined): FileJob["shown"] {
  if (base === undefined || base.files.length === 0) return undefined;
  const known = base.files.find((file) => file.path === path);
  if (known === undefined) return "nothing";
  return known.isPart ? "part" : "all";
}

/** The new path of a file, which must be free. */
async function findTarget(
  path: string,
  renames: readonly RenameEdit[],
  readFile: ReadFile,
): Promise<string | EditFailure> {
  const [edit] = renames;
  const to = edit.to[0];
  const fail = (reason: Reason, why: string): EditFailure => ({
    reason,
    message: `Cannot rename "${path}" to "${to}": ${why}`,
    path,
    line: edit.line,
    edit,
  });
  const fault = findPathFault(to);
  if (fault !== undefined) return fail("E_PATH", fault);
  if (renames.some((other) => other.to[0] !== to)) {
    return fail("E_CONFLICT", "there are two new names");
  }
  return await readFile(to) === undefined ? to : fail("E_EXISTS", "there is such a file already");
}

/** What only the whole patch shows: policy, collisions of names, syntax. */
async function checkWhole(
  files: readonly FileVersions[],
  options: ApplyOptions,
  listPaths: () => Promise<readonly string[] | undefined>,
): Promise<EditFailure[]> {
  const { allowPaths = [], allowDelete = false, countSyntaxErrors } = options;
  const changed = files.filter(isChanged);
  const makes = changed.some(({ before, from }) => before === undefined || from !== undefined);
  const known = makes ? await listPaths() ?? [] : [];
  const faults = [
    ...findPolicyFaults(changed, { allowPaths, allowDelete }),
    ...findCollisions(changed, known),
  ];
  if (faults.length > 0 || countSyntaxErrors === undefined) return faults;
  return await findSyntaxFaults(changed, countSyntaxErrors);
}

function isChanged({ before, after, from }: FileVersions): boolean {
  return from !== undefined || before === undefined || after === undefined ||
    before.length !== after.length || before.some((byte, at) => byte !== after[at]);
}

async function findSyntaxFaults(
  files: readonly FileVersions[],
  countSyntaxErrors: CountSyntaxErrors,
): Promise<EditFailure[]> {
  const faults: EditFailure[] = [];
  for (const { path, from = path, before, after } of files) {
    if (before === undefined || after === undefined) continue;
    if (await countSyntaxErrors(from, before) !== 0) continue;
    const count = await countSyntaxErrors(path, after);
    if (count === undefined || count === 0) continue;
    const message = `Cannot change "${path}": it parsed before and would not parse after`;
    faults.push({ reason: "E_SYNTAX", message, path });
  }
  return faults;
}

function toPatch(files: readonly FileVersions[], fitted: readonly Edit[]): PatchOutcome {
  try {
    const patch = makePatch("patch", files);
    if (patch.files.length > 0) return { ok: true, patch };
  } catch (error) {
    const { reason, message } = toFailure(error);
    if (reason === "E_BUG") throw error;
    return refuse([{ reason, message }], []);
  }
  const message = "Cannot make patch: the files are as the answer wants them already";
  return refuse([{ reason: "E_NOTHING", message }], fitted);
}

/** Reasons that say more than what does not fit, the most telling first. */
const WEIGHTY_REASONS: readonly Reason[] = ["E_CUT", "E_PATH", "E_CONTENT_POLICY", "E_STALE"];

function refuse(failures: readonly EditFailure[], fitted: readonly Edit[]): RefusedAnswer {
  const weighty = WEIGHTY_REASONS.flatMap((reason) =>
    failures.filter((one) => one.reason === reason)
  );
  const first = weighty[0] ?? failures.find(({ reason }) => reason !== "E_EXISTS") ?? failures[0];
  const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
  return { ok: false, reason: first.reason, message: first.message + more, failures, fitted };
}
