/**
 * A release: every artefact in one folder, with what says what is in it and how it was made. The
 * same commit gives the same bytes.
 *
 * @module
 */

import { COMMANDS, GLOBAL_FLAGS } from "../../cli/commands.ts";
import { printBashCompletions } from "../../cli/completions_bash.ts";
import { printFishCompletions } from "../../cli/completions_fish.ts";
import { printZshCompletions } from "../../cli/completions_zsh.ts";
import { Failure } from "../../lib/errors.ts";
import { buildBundle } from "../bundle/mod.ts";
import { compile } from "../compile/mod.ts";
import { TARGETS } from "../compile/targets.ts";
import { buildImages } from "../image/mod.ts";
import { writeManual } from "../manual.ts";
import { packageFolders } from "../packages/mod.ts";
import { BILL_NAMES, writeBills } from "../sbom/mod.ts";
import { writeDigestList } from "./digest_list.ts";
import { writeProvenance } from "./provenance.ts";

/** What to put into a release. */
export interface ReleaseOptions {
  /** The folder of the project. */
  readonly projectPath: string;
  /** The folder to write to; it must be empty or absent. */
  readonly outPath: string;
  /** The time that artefacts state, in seconds since 1970. */
  readonly epochSeconds: number;
  /** Whether to leave out the images. Default: no. */
  readonly withoutImages?: boolean;
  /** Whether to leave out the executables. Default: no, where their base binaries can be had. */
  readonly withoutExecutables?: boolean;
}

/**
 * Assembles a release, not signed yet.
 *
 * @returns What was left out and why, one line each.
 */
export async function assembleRelease(options: ReleaseOptions): Promise<string[]> {
  const { projectPath, outPath, epochSeconds } = options;
  await Deno.mkdir(outPath, { recursive: true });
  await buildBundle({ projectPath, outPath });
  const notes = options.withoutExecutables ? [] : await addExecutables(projectPath, outPath);
  const components = await writeBills(outPath, { projectPath, epochSeconds });
  if (!options.withoutImages) await addImages(options);
  await copyFiles(projectPath, outPath);
  await writeManual(`${outPath}/man`);
  await writeCompletions(`${outPath}/completions`);
  await writeProvenance(outPath, { projectPath, components });
  await writeDigestList(outPath);
  return notes;
}

/** The scripts and texts that are in a release as they are in the source. */
async function copyFiles(projectPath: string, outPath: string): Promise<void> {
  for (const name of ["LICENSE", "CHANGELOG.md"]) {
    await Deno.copyFile(`${projectPath}/${name}`, `${outPath}/${name}`);
  }
  for (const name of ["zerostack", "verify-release", "install.sh"]) {
    await Deno.copyFile(`${projectPath}/scripts/${name}`, `${outPath}/${name}`);
    await Deno.chmod(`${outPath}/${name}`, 0o755);
  }
}

/** The names under which each shell looks for completions. */
async function writeCompletions(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true });
  const files = new Map([
    ["zerostack.bash", printBashCompletions],
    ["_zerostack", printZshCompletions],
    ["zerostack.fish", printFishCompletions],
  ]);
  for (const [name, print] of files) {
    await Deno.writeTextFile(`${path}/${name}`, print(COMMANDS, GLOBAL_FLAGS));
  }
}

async function addImages(options: ReleaseOptions): Promise<void> {
  const { projectPath, outPath, epochSeconds } = options;
  const documents = new Map<string, string>();
  for (const name of BILL_NAMES) {
    documents.set(name, await Deno.readTextFile(`${outPath}/${name}`));
  }
  documents.set("LICENSE", await Deno.readTextFile(`${projectPath}/LICENSE`));
  const bundlePath = await Deno.makeTempDir({ prefix: "zerostack-bundle-" });
  try {
    for (const entry of Array.from(Deno.readDirSync(outPath))) {
      if (!/\.(js|wasm)$/.test(entry.name)) continue;
      await Deno.copyFile(`${outPath}/${entry.name}`, `${bundlePath}/${entry.name}`);
    }
    await buildImages({
      bundlePath,
      outPath,
      documents,
      epochSeconds,
      folders: packageFolders(projectPath),
      layerCachePath: `${projectPath}/dist/layers`,
    });
  } finally {
    await Deno.remove(bundlePath, { recursive: true });
  }
}

/** Executables for each machine whose base binary can be had; the others are named. */
async function addExecutables(projectPath: string, outPath: string): Promise<string[]> {
  const notes: string[] = [];
  const bundlePath = await Deno.makeTempDir({ prefix: "zerostack-bundle-" });
  try {
    await buildBundle({ projectPath, outPath: bundlePath, holdsData: true });
    for (const target of TARGETS) {
      try {
        await compile({ bundlePath, outPath: `${outPath}/bin`, targets: [target] });
      } catch (error) {
        if (!(error instanceof Failure) || error.reason !== "E_BASE_BINARY") throw error;
        notes.push(error.message);
      }
    }
  } finally {
    await Deno.remove(bundlePath, { recursive: true });
  }
  return notes;
}
