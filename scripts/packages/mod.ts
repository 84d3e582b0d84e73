/**
 * Gets the pinned files: from the vendored folder, from an earlier build, or from their registry
 * by its own client. What has another digest is never used.
 *
 * @module
 */

import { Failure } from "../../lib/errors.ts";
import { sha256 } from "../digests.ts";
import { runProgram } from "../process.ts";
import { type PinnedFile, RUNTIME_VERSION } from "./table.ts";

export { type Architecture, PINNED_FILES, type PinnedFile, RUNTIME_VERSION } from "./table.ts";

/** Where pinned files are looked for and kept. */
export interface PackageFolders {
  /** Folders to look in, in order; those that are not there are passed over. */
  readonly lookIn: readonly string[];
  /** The folder that downloads go to. */
  readonly downloadTo: string;
  /** The folder that keeps lists of packages between downloads. */
  readonly listsPath: string;
}

/** The folders of a project: the vendored one, then that of earlier builds. */
export function packageFolders(projectPath: string): PackageFolders {
  const distPath = `${projectPath}/dist`;
  return {
    lookIn: [`${projectPath}/vendor/packages`, `${distPath}/packages`],
    downloadTo: `${distPath}/packages`,
    listsPath: `${distPath}/package-lists`,
  };
}

/**
 * Gets one file.
 *
 * @returns Its path.
 * @throws {Failure} With `E_BASE_BINARY` when it is nowhere, and which file to bring to which folder.
 */
export async function getPinnedFile(file: PinnedFile, folders: PackageFolders): Promise<string> {
  for (const folder of folders.lookIn) {
    const path = `${folder}/${file.fileName}`;
    const bytes = await readOrUndefined(path);
    if (bytes === undefined) continue;
    await requireDigest(bytes, file, path);
    return path;
  }
  return await download(file, folders);
}

async function download(file: PinnedFile, folders: PackageFolders): Promise<string> {
  await Deno.mkdir(folders.downloadTo, { recursive: true });
  const workPath = await Deno.makeTempDir({ dir: folders.downloadTo, prefix: ".download-" });
  try {
    const client = file.registry === "npm" ? downloadFromNpm : downloadFromDebian;
    await client(file, workPath, folders.listsPath).catch((cause: unknown) => {
      throw missing(file, folders, cause);
    });
    const found = Array.from(Deno.readDirSync(workPath)).find((entry) => entry.isFile);
    if (found === undefined) throw missing(file, folders, "the client left no file");
    const path = `${folders.downloadTo}/${file.fileName}`;
    await requireDigest(await Deno.readFile(`${workPath}/${found.name}`), file, found.name);
    await Deno.rename(`${workPath}/${found.name}`, path);
    return path;
  } finally {
    await Deno.remove(workPath, { recursive: true });
  }
}

function missing(file: PinnedFile, folders: PackageFolders, cause: unknown): Failure {
  return new Failure(
    "E_BASE_BINARY",
    `Cannot get "${file.fileName}": it is in none of ${folders.lookIn.join(", ")} and ` +
      `${file.registry} does not give it; bring ${file.packageName} ${file.version} ` +
      `(sha256 ${file.digest}) to ${folders.lookIn[0]}`,
    { cause },
  );
}

async function requireDigest(
  bytes: Uint8Array<ArrayBuffer>,
  file: PinnedFile,
  path: string,
): Promise<void> {
  const found = await sha256(bytes);
  if (found === file.digest) return;
  throw new Failure(
    "E_BASE_BINARY",
    `Cannot use "${path}": its sha256 is ${found}, expected ${file.digest}`,
  );
}

async function downloadFromNpm(file: PinnedFile, toPath: string): Promise<void> {
  const name = `${file.packageName}@${file.version}`;
  await runProgram(["npm", "pack", "--silent", "--ignore-scripts", name], {
    cwd: toPath,
    wholeEnv: true,
  });
}

/** With package lists of its own, so that it needs no root and takes any architecture. */
async function downloadFromDebian(
  file: PinnedFile,
  toPath: string,
  listsPath: string,
): Promise<void> {
  const architecture = file.architecture === "all" ? "amd64" : file.architecture;
  const aptPath = `${listsPath}/${architecture}`;
  await Deno.mkdir(`${aptPath}/lists/partial`, { recursive: true });
  await Deno.mkdir(`${aptPath}/cache/archives/partial`, { recursive: true });
  const settings = [
    `APT::Architecture=${architecture}`,
    `APT::Architectures=${architecture}`,
    `Dir::State::lists=${aptPath}/lists`,
    `Dir::Cache=${aptPath}/cache`,
    "Dir::State::status=/dev/null",
    "APT::Sandbox::User=",
  ].flatMap((setting) => ["-o", setting]);
  const name = `${file.packageName}=${file.version}`;
  const options = { cwd: toPath, wholeEnv: true };
  const command = ["apt-get", ...settings, "-q", "download", name];
  try {
    await runProgram(command, options);
  } catch { // no lists yet, or lists from before this version
    await runProgram(["apt-get", ...settings, "-qq", "update"], options);
    await runProgram(command, options);
  }
}

async function readOrUndefined(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Holds a build to the pinned runtime, as another one makes other bytes.
 *
 * @throws {Failure} With `E_BASE_BINARY`.
 */
export function requireRuntime(version: string = Deno.version.deno): void {
  if (version === RUNTIME_VERSION) return;
  throw new Failure(
    "E_BASE_BINARY",
    `Cannot build with Deno ${version}: artefacts are made with ${RUNTIME_VERSION} alone`,
  );
}
