/**
 * Executables: the bundle with a base binary and permissions that nobody can widen, made under an
 * empty environment, since some settings of the builder's would be baked in.
 *
 * @module
 */

import type { CommandRow } from "../../cli/command.ts";
import { PROGRAM_NAME } from "../bundle/mod.ts";
import { digestFile } from "../digests.ts";
import { readProgram, runProgram } from "../process.ts";
import { PROJECT_PATH } from "../project.ts";
import { type BaseBinary, findBaseBinary } from "./base_binary.ts";
import { bakedNeeds, bakedPermissions, type Grants, LOOPBACK_HOSTS } from "./permissions.ts";
import { probeCommand, probePermissions, probeProgram } from "./probe.ts";
import { executableName, hostTarget, type Target } from "./targets.ts";

/** What to compile. */
export interface CompileOptions {
  /** The folder of the bundle. */
  readonly bundlePath: string;
  /** The folder to write to; it is made when it is not there. */
  readonly outPath: string;
  /** The machines to compile for. */
  readonly targets: readonly Target[];
  /** The hosts that the model may be at. Default: this machine. */
  readonly hosts?: readonly string[];
  /** Whether `run --check`, `check` and `lint` may start commands. Default: no. */
  readonly allowCheck?: boolean;
  /** The commands to make an executable for, each with its permissions alone. Default: one for all. */
  readonly rows?: readonly CommandRow[];
  /** The runtime that compiles. Default: this one. */
  readonly runtimePath?: string;
  /** The base binary for every target. Default: what `DENORT_BIN` names, if anything. */
  readonly denortPath?: string;
}

/** An executable that was made. */
export interface Executable {
  /** Its name in the folder. */
  readonly name: string;
  /** Its SHA-256, in hexadecimal. */
  readonly digest: string;
  /** The SHA-256 of the base binary that it starts from. */
  readonly baseDigest: string;
  /** Whether it was started and its permissions were tried; not for another machine's. */
  readonly isProbed: boolean;
}

/**
 * Compiles executables.
 *
 * @throws {Failure} With `E_BASE_BINARY` when a base binary is missing or wrong.
 */
export async function compile(options: CompileOptions): Promise<Executable[]> {
  const { outPath, targets, rows = [undefined] } = options;
  await forgetTimes(options.bundlePath);
  const bases = await findBases(targets, options.denortPath);
  const executables: Executable[] = [];
  for (const [at, target] of targets.entries()) {
    const base = bases[at];
    await Deno.mkdir(outPath, { recursive: true });
    for (const row of rows) {
      const { name, isProbed } = await compileRow(row, target, options);
      const { digest } = await digestFile(`${outPath}/${name}`);
      executables.push({ name, digest, baseDigest: base.digest, isProbed });
    }
  }
  return executables;
}

/**
 * Finds the base binary of each target.
 *
 * @param denortPath The one for every target. Default: what `DENORT_BIN` names, if anything.
 * @throws {Failure} With `E_BASE_BINARY` when one is missing or wrong.
 */
export async function findBases(
  targets: readonly Target[],
  denortPath: string | undefined = denortOfEnvironment(),
): Promise<BaseBinary[]> {
  const cachePath = await findCache();
  const bases: BaseBinary[] = [];
  for (const target of targets) {
    const download = (missing: Target) => downloadBaseBinary(missing, cachePath);
    bases.push(await findBaseBinary(target, { denortPath, cachePath, download }));
  }
  return bases;
}

/** The times of files get into an executable, so that all of them are the same. */
async function forgetTimes(folder: string): Promise<void> {
  for (const { name } of Array.from(Deno.readDirSync(folder))) {
    await Deno.utime(`${folder}/${name}`, 0, 0);
  }
}

/** Compiles one executable, and starts it where it can be started. */
async function compileRow(
  row: CommandRow | undefined,
  target: Target,
  options: CompileOptions,
): Promise<{ readonly name: string; readonly isProbed: boolean }> {
  const { bundlePath, outPath, hosts = LOOPBACK_HOSTS, allowCheck } = options;
  const { runtimePath = Deno.execPath(), denortPath = denortOfEnvironment() } = options;
  const grants = { hosts, allowCheck };
  const name = executableName(row?.name, target);
  const path = `${outPath}/${name}`;
  const command = [runtimePath, ...compileArguments(row, target, grants), "-o"];
  const entry = row === undefined ? PROGRAM_NAME : `${row.name}.js`;
  await compileOne([...command, path, `${bundlePath}/${entry}`], denortPath);
  const isProbed = target === hostTarget();
  if (!isProbed) return { name, isProbed };
  const needs = bakedNeeds(row, grants);
  const attemptsPath = `${path}.attempts`;
  try {
    await (row === undefined ? probeProgram(path, needs) : probeCommand(path, row));
    await compileOne([...command, attemptsPath, ATTEMPTS_PATH], denortPath);
    await probePermissions(attemptsPath, needs, hosts[0]);
  } catch (error) {
    await Deno.remove(path); // nobody shall take it for one that passed
    throw error;
  } finally {
    await Deno.remove(attemptsPath).catch(() => {}); // it may not have come that far
  }
  return { name, isProbed };
}

/** The program that is compiled beside each executable, with its permissions. */
const ATTEMPTS_PATH = `${PROJECT_PATH}/scripts/compile/attempts.ts`;

/** The arguments of `deno`, without where to write and what to compile. */
export function compileArguments(
  row: CommandRow | undefined,
  target: Target,
  grants: Grants,
): string[] {
  return [
    "compile",
    "--quiet",
    "--no-config",
    "--no-lock",
    "--no-npm",
    "--no-remote",
    "--no-check",
    // it would be a file in the folder for temporary files, whose name anybody can know beforehand
    "--no-code-cache",
    "--v8-flags=--max-semi-space-size=4", // as the launcher does
    `--target=${target}`,
    ...bakedPermissions(row, grants),
  ];
}

async function compileOne(command: readonly string[], denortPath?: string): Promise<void> {
  await runProgram(command, { env: denortPath === undefined ? {} : { DENORT_BIN: denortPath } });
}

function denortOfEnvironment(): string | undefined {
  return Deno.env.get("DENORT_BIN");
}

/** Lets the runtime fetch a base binary as it does, by compiling nothing with it. */
async function downloadBaseBinary(target: Target, cachePath: string): Promise<void> {
  const workPath = await Deno.makeTempDir({ prefix: "zerostack-compile-" });
  try {
    await Deno.writeTextFile(`${workPath}/empty.js`, "");
    const command = [Deno.execPath(), "compile", "--quiet", "--no-config", `--target=${target}`];
    await runProgram([...command, "-o", `${workPath}/empty`, `${workPath}/empty.js`], {
      wholeEnv: true,
      env: { DENO_DIR: cachePath },
    });
  } finally {
    await Deno.remove(workPath, { recursive: true });
  }
}

async function findCache(): Promise<string> {
  return JSON.parse(await readProgram([Deno.execPath(), "info", "--json"])).denoDir;
}
