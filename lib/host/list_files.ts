import { Failure, toFailure } from "../errors.ts";
import { type IgnoreRules, matchIgnore, parseIgnore } from "../ignore.ts";
import type { ListedFile, ListFiles, Listing, SkippedPath } from "../ports.ts";
import { FILES_LIMIT, readIndex, tooManyFiles } from "./read_index.ts";
import { sortByPath } from "../paths.ts";
import { openRepository, readCommit, readOrUndefined, type Repository } from "./repository.ts";

/** What to list. */
export interface ListFilesOptions {
  /** Names of ignore files beside `.gitignore` that hide tracked files too. Default none. */
  readonly hidingFiles?: readonly string[];
  /** Most files, with what is passed over. Default `FILES_LIMIT`. */
  readonly limitFiles?: number;
}

/**
 * Makes the port that lists the files of a repository: those in git's index that are in the tree,
 * and those that are new and not ignored; without an index, all that are not ignored. Git's own
 * configuration and programs are left alone.
 *
 * @param root The top folder, as `findRoot` gives it.
 * @param options What to list.
 */
export function createListFiles(root: string, options: ListFilesOptions = {}): ListFiles {
  return () => {
    try {
      return Promise.resolve(list(root, options));
    } catch (error) {
      return Promise.reject(toFailure(error));
    }
  };
}

function list(root: string, options: ListFilesOptions): Listing {
  const repository = openRepository(root);
  const walk = startWalk(repository, options);
  const first = {
    path: "",
    ignored: readExclude(repository),
    hidden: [],
    isIgnored: () => false,
  };
  const pending: Folder[] = [first];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    pending.push(...visit(walk, folder));
  }
  const { files, skipped } = walk;
  if (repository.isCutOff) skipped.push({ path: ".git", why: "names no folder of git's to read" });
  return {
    files: sortByPath(files),
    skipped: sortByPath(skipped),
    commit: readCommit(repository),
  };
}

/** A folder that is yet to be read. */
interface Folder {
  /** Its path with a `/` at the end; empty for the root. */
  readonly path: string;
  /** Git's rules that apply in it, weakest first. */
  readonly ignored: readonly IgnoreRules[];
  /** The rules that hide tracked files too. */
  readonly hidden: readonly IgnoreRules[];
  /** Whether it is ignored, and only read as it has tracked files. */
  readonly isIgnored: () => boolean;
}

interface Walk {
  readonly root: string;
  readonly tracked: ReadonlySet<string>;
  /** Every folder with tracked files, with a `/` at the end. */
  readonly trackedFolders: ReadonlySet<string>;
  readonly hidingFiles: readonly string[];
  readonly limitFiles: number;
  readonly files: ListedFile[];
  readonly skipped: SkippedPath[];
}

function startWalk(repository: Repository, options: ListFilesOptions): Walk {
  const { hidingFiles = [], limitFiles = FILES_LIMIT } = options;
  const entries = readIndex(repository, limitFiles);
  const tracked = new Set(entries.flatMap(({ path }) => path ?? []));
  return {
    root: repository.root,
    tracked,
    trackedFolders: toFolders(tracked),
    hidingFiles,
    limitFiles,
    files: [],
    skipped: [],
  };
}

function toFolders(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    let end = path.lastIndexOf("/") + 1;
    while (end > 0 && !folders.has(path.slice(0, end))) {
      folders.add(path.slice(0, end));
      end = path.lastIndexOf("/", end - 2) + 1;
    }
  }
  return folders;
}

/** Reads one folder; adds its files to the walk, and returns the folders in it. */
function visit(walk: Walk, folder: Folder): Folder[] {
  const entries = readFolder(walk, folder);
  const inside = withRules(walk, folder, entries);
  const folders: Folder[] = [];
  for (const entry of entries) {
    const path = folder.path + entry.name;
    if (entry.name === ".git") continue;
    if (entry.isDirectory) folders.push(...enter(walk, inside, path));
    else addFile(walk, inside, path, entry);
  }
  return folders;
}

function readFolder(walk: Walk, folder: Folder): readonly Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(`${walk.root}/${folder.path}`)];
  } catch (error) {
    if (folder.path === "") {
      throw new Failure("E_IO", `Cannot list "${walk.root}": the folder cannot be read`, {
        cause: error,
      });
    }
    walk.skipped.push({ path: folder.path, why: "unreadable" });
    return [];
  }
}

function withRules(walk: Walk, folder: Folder, entries: readonly Deno.DirEntry[]): Folder {
  const names = new Set<string>();
  for (const { name, isFile } of entries) if (isFile && name.startsWith(".")) names.add(name);
  const read = (name: string) => {
    if (!names.has(name)) return [];
    const text = readOrUndefined(`${walk.root}/${folder.path}${name}`);
    return text === undefined ? [] : [parseIgnore(text, folder.path)];
  };
  const ignored = read(".gitignore");
  const hidden = walk.hidingFiles.flatMap(read);
  if (ignored.length + hidden.length === 0) return folder;
  return {
    ...folder,
    ignored: [...folder.ignored, ...ignored],
    hidden: [...folder.hidden, ...hidden],
  };
}

/** The folder, when anything in it can be listed; a repository of its own is not a part of this one. */
function enter(walk: Walk, parent: Folder, name: string): Folder[] {
  const path = `${name}/`;
  if (matchIgnore(parent.hidden, name, true) === true) {
    walk.skipped.push({ path, why: "hidden" });
    return [];
  }
  const isIgnored = once(() =>
    parent.isIgnored() || matchIgnore(parent.ignored, name, true) === true
  );
  const isTracked = walk.trackedFolders.has(path);
  if (!isTracked && (isIgnored() || isRepository(`${walk.root}/${name}`))) return [];
  return [{ ...parent, path, isIgnored }];
}

/** Most folders hold nothing but tracked files, and then the rules need not be asked. */
function once(ask: () => boolean): () => boolean {
  let answer: boolean | undefined;
  return () => answer ??= ask();
}

function isRepository(folder: string): boolean {
  try {
    Deno.lstatSync(`${folder}/.git`);
    return true;
  } catch {
    return false; // absent, or unreadable as the folder itself will turn out to be
  }
}

function addFile(walk: Walk, folder: Folder, path: string, entry: Deno.DirEntry): void {
  if (!walk.tracked.has(path)) {
    if (folder.isIgnored() || matchIgnore(folder.ignored, path, false) === true) return;
  }
  const why = whyNot(walk, folder, { path, entry });
  if (why !== undefined) walk.skipped.push({ path, why });
  else walk.files.push({ path });
  if (walk.files.length + walk.skipped.length > walk.limitFiles) {
    throw tooManyFiles(walk.root, walk.limitFiles);
  }
}

function whyNot(
  walk: Walk,
  folder: Folder,
  { path, entry }: { readonly path: string; readonly entry: Deno.DirEntry },
): string | undefined {
  if (entry.isSymlink) return "link";
  if (!entry.isFile) return "not a regular file";
  if (entry.name.includes("\ufffd") && !walk.tracked.has(path)) return "not UTF-8";
  return matchIgnore(folder.hidden, path, false) === true ? "hidden" : undefined;
}

function readExclude({ commonFolder }: Repository): IgnoreRules[] {
  if (commonFolder === undefined) return [];
  const text = readOrUndefined(`${commonFolder}/info/exclude`);
  return text === undefined ? [] : [parseIgnore(text, "")];
}
