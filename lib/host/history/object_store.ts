import { resolve } from "@std/path/posix/resolve";
import { mayRead, readOrUndefined } from "../repository.ts";
import type { Allowance } from "./allowance.ts";
import { inflate } from "./inflate.ts";
import { type GitObject, OBJECT_LIMIT_BYTES, parseLoose } from "./object.ts";
import { Pack } from "./pack.ts";
import { PagedFile } from "./paged_file.ts";

/** Most folders that lend each other objects. */
const FOLDERS_LIMIT = 8;
/** Most packs that are looked into; git joins them when there are more. */
const PACKS_LIMIT = 50;

/** The objects of a repository, in packs and in files of their own. */
export class ObjectStore {
  readonly #allowance: Allowance;
  readonly #folders: readonly string[];
  readonly #files: PagedFile[] = [];
  readonly #packs: Pack[] = [];

  /**
   * Opens the packs.
   *
   * @param folder Git's folder `objects`.
   * @param allowance What may be read.
   * @throws {InputError} When the index of a pack is damaged.
   */
  constructor(folder: string, allowance: Allowance) {
    this.#allowance = allowance;
    this.#folders = findFolders(folder);
    try {
      for (const path of this.#folders.flatMap(listPacks).slice(0, PACKS_LIMIT)) {
        const [pack, index] = [this.#open(`${path}.pack`), this.#open(`${path}.idx`)];
        this.#packs.push(
          new Pack(pack.read.bind(pack), { readIndexAt: index.read.bind(index), allowance }),
        );
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Finds an object; undefined when it is not there.
   *
   * @param name Its name in hexadecimal.
   * @throws {InputError} When it is damaged, or too large.
   * @throws {AllowanceSpent} When enough was read.
   */
  find(name: string): GitObject | undefined {
    const object = this.#findPacked(name) ?? this.#findLoose(name);
    if (object !== undefined) this.#allowance.spend(object.bytes.length);
    return object;
  }

  /** Closes the packs. */
  close(): void {
    for (const file of this.#files) file.close();
  }

  #open(path: string): PagedFile {
    const file = new PagedFile(path);
    this.#files.push(file);
    return file;
  }

  #findPacked(name: string): GitObject | undefined {
    const bytes = Uint8Array.fromHex(name);
    for (const [i, pack] of this.#packs.entries()) {
      const object = pack.find(bytes);
      if (object === undefined) continue;
      if (i > 0) this.#packs.unshift(...this.#packs.splice(i, 1)); // the next is in it too
      return object;
    }
    return undefined;
  }

  #findLoose(name: string): GitObject | undefined {
    for (const folder of this.#folders) {
      const bytes = readSmall(`${folder}/${name.slice(0, 2)}/${name.slice(2)}`);
      if (bytes !== undefined) return parseLoose(inflate(bytes, OBJECT_LIMIT_BYTES));
    }
    return undefined;
  }
}

/** The folder and those that lend it objects. */
function findFolders(folder: string): string[] {
  const folders = [folder];
  for (let i = 0; i < folders.length && i < FOLDERS_LIMIT; i++) {
    const lenders = readOrUndefined(`${folders[i]}/info/alternates`) ?? "";
    for (const line of lenders.split("\n")) {
      const lender = resolve(folders[i], line);
      const isNew = line !== "" && !line.startsWith("#") && !folders.includes(lender);
      if (isNew && folders.length < FOLDERS_LIMIT && mayRead(lender)) folders.push(lender);
    }
  }
  return folders;
}

/** The packs of a folder that have an index, without their endings, in the order of their names. */
function listPacks(folder: string): string[] {
  try {
    const names = new Set(
      Array.from(Deno.readDirSync(`${folder}/pack`)).filter((file) => file.isFile)
        .map((file) => file.name),
    );
    return [...names].filter((name) => /^pack-[0-9a-f]+\.idx$/.test(name))
      .map((name) => name.slice(0, -".idx".length))
      .filter((name) => names.has(`${name}.pack`)).sort()
      .map((name) => `${folder}/pack/${name}`);
  } catch {
    return []; // nothing was packed yet, or it may not be read
  }
}

function readSmall(path: string): Uint8Array | undefined {
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile && size <= OBJECT_LIMIT_BYTES ? Deno.readFileSync(path) : undefined;
  } catch {
    return undefined; // the object is elsewhere, or nowhere
  }
}
