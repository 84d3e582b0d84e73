/**
 * What the program is made of, from the lock file: every package with its digest, its licence, and
 * whether the program itself or only its tests need it.
 *
 * @module
 */

import { PINNED_FILES, type PinnedFile } from "../packages/mod.ts";
import { lockedOptions } from "../project.ts";
import { readProgram } from "../process.ts";

/** A part that somebody else made. */
export interface Component {
  /** Its name in its registry. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Its package URL. */
  readonly purl: string;
  /** The algorithm of its digest. */
  readonly algorithm: "SHA-256" | "SHA-512";
  /** The digest of the file in the registry, in hexadecimal. */
  readonly digest: string;
  /** Its licence as SPDX writes it; absent when the package does not say. */
  readonly licence?: string;
  /** Whether the program needs it; if not, only building and testing do. */
  readonly isShipped: boolean;
  /** Package URLs of what it needs itself. */
  readonly needs: readonly string[];
}

/** The part of `deno.lock` that is read here. */
interface LockFile {
  readonly npm?: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly integrity: string;
  readonly dependencies?: readonly string[];
}

/**
 * Reads the components of a project.
 *
 * @param projectPath The folder of the project.
 * @returns The components, sorted by package URL.
 */
export async function readComponents(projectPath: string): Promise<Component[]> {
  const lock: LockFile = JSON.parse(await Deno.readTextFile(`${projectPath}/deno.lock`));
  const [cachePath, shipped] = await Promise.all([
    findNpmCache(),
    findShipped(projectPath),
  ]);
  const packages = lock.npm ?? {};
  const components: Component[] = [];
  for (const [id, { integrity, dependencies = [] }] of Object.entries(packages)) {
    const { name, version } = splitId(id);
    components.push({
      name,
      version,
      purl: toNpmUrl(name, version),
      algorithm: "SHA-512",
      digest: Uint8Array.fromBase64(integrity.replace(/^sha512-/, "")).toHex(),
      licence: await readLicence(`${cachePath}/${name}/${version}/package.json`),
      isShipped: shipped.has(`${name}@${version}`),
      needs: dependencies.map((name) => resolveDependency(name, packages)).sort(),
    });
  }
  components.push(...PINNED_FILES.map(toComponent));
  return components.sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

/** `name@version`, where the name may begin with `@`, and peers may follow after `_`. */
export function splitId(id: string): { readonly name: string; readonly version: string } {
  const at = id.indexOf("@", 1);
  return { name: id.slice(0, at), version: id.slice(at + 1).split("_", 1)[0] };
}

/** A dependency is named without its version where the lock file has only one. */
function resolveDependency(id: string, packages: Readonly<Record<string, LockedPackage>>): string {
  const found = packages[id] ? id : Object.keys(packages).find((key) => key.startsWith(`${id}@`));
  const { name, version } = splitId(found ?? id);
  return toNpmUrl(name, version);
}

/** As the package URL specification has it: the `@` of a scope is escaped. */
export function toNpmUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
}

function toComponent(file: PinnedFile): Component {
  const { packageName, version, architecture, registry, digest, licence } = file;
  const purl = registry === "npm"
    ? toNpmUrl(packageName, version)
    : `pkg:deb/debian/${packageName}@${encodeURIComponent(version)}?arch=${architecture}`;
  return {
    name: packageName,
    version,
    purl,
    algorithm: "SHA-256",
    digest,
    licence,
    isShipped: true,
    needs: [],
  };
}

async function findNpmCache(): Promise<string> {
  const info = JSON.parse(await readProgram([Deno.execPath(), "info", "--json"]));
  for await (const entry of Deno.readDir(info.npmCache)) {
    if (entry.isDirectory) return `${info.npmCache}/${entry.name}`; // one registry, one folder
  }
  return info.npmCache;
}

/** The part of `deno info --json` that is read here. */
interface ModuleGraph {
  readonly modules: readonly { readonly specifier: string; readonly npmPackage?: string }[];
  readonly npmPackages?: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

/** The packages that the program's own module graph reaches, as `name@version`. */
async function findShipped(projectPath: string): Promise<ReadonlySet<string>> {
  const command = [Deno.execPath(), "info", "--json", ...lockedOptions(projectPath)];
  return toShipped(JSON.parse(await readProgram([...command, `${projectPath}/cli/main.ts`])));
}

/**
 * A package of which only data is taken comes without what its code would need; with code comes
 * everything below it.
 */
export function toShipped({ modules, npmPackages = {} }: ModuleGraph): ReadonlySet<string> {
  const shipped = new Set<string>();
  const add = (id: string) => {
    if (shipped.has(id)) return;
    shipped.add(id);
    npmPackages[id]?.dependencies.forEach(add);
  };
  const packages = modules.filter((module) => module.npmPackage !== undefined);
  const isData = (specifier: string) => specifier.endsWith(".wasm");
  packages.filter((module) => !isData(module.specifier)).forEach((module) =>
    add(module.npmPackage!)
  );
  packages.forEach((module) => shipped.add(module.npmPackage!));
  return shipped;
}

async function readLicence(path: string): Promise<string | undefined> {
  const { license } = JSON.parse(await Deno.readTextFile(path));
  return typeof license === "string" ? license : undefined;
}
