/**
 * Decides which file each edit is for.
 *
 * @module
 */

import { Failure } from "../errors.ts";
import type { FileContent, ReadFile } from "../ports.ts";
import type { Edit } from "./edit.ts";
import type { EditFailure } from "./failure.ts";
import { findPathFault } from "./path_policy.ts";
import { findTwin } from "./twin.ts";

/** An edit with its file. */
export interface Resolved {
  /** The edit. */
  readonly edit: Edit;
  /** Path of the file, from the repository root. */
  readonly path: string;
  /** What is there; absent when nothing is. */
  readonly content?: FileContent;
}

/** What paths are looked up in. */
export interface Lookup {
  /** Reads a file. */
  readonly readFile: ReadFile;
  /** Paths of all files; undefined when nobody can tell. */
  readonly listPaths: () => Promise<readonly string[] | undefined>;
}

/**
 * Finds the file of an edit: the likeliest path at which there is one, else the likeliest path.
 *
 * @throws {Failure} When a file cannot be read for another reason than its path.
 */
export async function resolveEdit(edit: Edit, lookup: Lookup): Promise<Resolved | EditFailure> {
  let refused: EditFailure | undefined;
  for (const path of edit.paths) {
    const found = await look(edit, path, lookup.readFile);
    if (found !== undefined && !("reason" in found)) return found;
    refused ??= found;
  }
  if (refused !== undefined) return refused;
  if (!isCreation(edit)) return await missing(edit, lookup);
  const created = await resolveCreation(edit, lookup);
  return "reason" in created ? created : await refuseTwin(created, lookup) ?? created;
}

/** Refuses a whole file at a path where nothing is, when it is a version of a file elsewhere. */
async function refuseTwin(
  { edit, path }: Resolved,
  { readFile, listPaths }: Lookup,
): Promise<EditFailure | undefined> {
  if (edit.kind !== "write" || edit.presence !== "any") return undefined;
  const paths = await listPaths() ?? [];
  const twin = await findTwin(path, edit.lines, { readFile, paths });
  if (twin === undefined) return undefined;
  const message = `Cannot create "${path}": most of its lines are those of "${twin}", ` +
    "which it may mean as well";
  return { reason: "E_AMBIGUOUS", message, path, line: edit.line, edit };
}

/** The file at a path; undefined when nothing is there. */
async function look(
  edit: Edit,
  path: string,
  readFile: ReadFile,
): Promise<Resolved | EditFailure | undefined> {
  const fault = findPathFault(path);
  if (fault !== undefined) return refusePath(edit, path, fault);
  try {
    const content = await readFile(path);
    return content === undefined ? undefined : { edit, path, content };
  } catch (error) {
    if (!(error instanceof Failure) || error.reason !== "E_PATH") throw error;
    return { reason: "E_PATH", message: error.message, path, line: edit.line, edit };
  }
}

function refusePath(edit: Edit, path: string, fault: string): EditFailure {
  const message = `Cannot change "${path}": ${fault}`;
  return { reason: "E_PATH", message, path, line: edit.line, edit };
}

/** Whether an edit makes a file where none is: a write, or a hunk of a diff that only adds. */
function isCreation(edit: Edit): boolean {
  if (edit.kind === "hunk") {
    return edit.form === "udiff" && edit.statedLine === 0 &&
      edit.lines.every(({ sign }) => sign === "+");
  }
  return edit.kind === "write" && edit.presence !== "existing" && edit.presence !== "if there";
}

/** A hunk that makes a new file is the writing of that file. */
function toWrite(edit: Edit): Edit {
  if (edit.kind !== "hunk") return edit;
  const { paths, line, form, lines, finalNewline = true } = edit;
  const texts = lines.map(({ text }) => text);
  return { kind: "write", paths, line, form, lines: texts, finalNewline, presence: "new" };
}

/**
 * Where a file is new, a leading `a/` may be a folder or the mark of a diff: the one of the two folders
 * that is there decides.
 */
async function resolveCreation(edit: Edit, lookup: Lookup): Promise<Resolved | EditFailure> {
  const [path, other] = edit.paths;
  if (other === undefined || edit.form === "udiff" || edit.form === "json") {
    return { edit: toWrite(edit), path };
  }
  const known = await lookup.listPaths() ?? [];
  const has = (of: string) => {
    const folder = of.slice(0, of.indexOf("/") + 1);
    return folder !== "" && known.some((file) => file.startsWith(folder));
  };
  if (has(path) !== has(other)) return { edit, path: has(path) ? path : other };
  const message = `Cannot create "${path}": it may as well mean "${other}"`;
  return { reason: "E_AMBIGUOUS", message, path, line: edit.line, edit };
}

async function missing(edit: Edit, lookup: Lookup): Promise<EditFailure> {
  const [path] = edit.paths;
  const known = await lookup.listPaths() ?? [];
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const alike = known.filter((file) =>
    file.toLowerCase().endsWith("/" + name) || file.toLowerCase() === name
  );
  const hint = alike.length > 0 && alike.length < 4 ? `; there is "${alike.join('", "')}"` : "";
  const message = `Cannot edit "${path}": there is no such file${hint}`;
  return { reason: "E_NOT_FOUND", message, path, line: edit.line, edit };
}
