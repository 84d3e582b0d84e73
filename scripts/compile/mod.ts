/**
 * Executables: the bundle with a base binary and permissions that nobody can widen, made under an
 * empty environment, since some settings of the builder's would be baked in.
 *
 * @module
 */

import type { CommandRow } from "../../cli/command.ts";
import { COMMANDS } from "../../cli/commands.ts";
import { PROGRAM_NAME } from "../bundle/mod.ts";
import { digestFile } from "../digests.ts";
import { readProgram, runProgram } from "../process.ts";
import { findBaseBinary } from "./base_binary.ts";
import { bakedPermissions, LOOPBACK_HOSTS } from "./permissions.ts";
import { probeExecutable } from "./probe.ts";
import { hostTarget, type Target } from "./targets.ts";

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
  /** Whether to make one executable for each command, with its permissions alone. Default: no. */
  readonly perStage?: boolean;
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
  const { bundlePath, outPath, targets, hosts = LOOPBACK_HOSTS, perStage = false } = options;
  const cachePath = await findCache();
  const rows = perStage ? COMMANDS : [undefined];
  const executables: Executable[] = [];
  for (const target of targets) {
    const base = await findBaseBinary(target, {
      denortPath: Deno.env.get("DENORT_BIN"),
      cachePath,
      download: (missing) => downloadBaseBinary(missing, cachePath),
    });
    await Deno.mkdir(outPath, { recursive: true });
    for (const row of rows) {
      const name = executableName(row, target);
      await compileOne(
        [...compileArguments(row, { target, hosts }), "-o", `${outPath}/${name}`],
        `${bundlePath}/${row === undefined ? PROGRAM_NAME : `${row.name}.js`}`,
      );
      const isProbed = row === undefined && target === hostTarget();
      if (isProbed) await probeExecutable(`${outPath}/${name}`);
      const { digest } = await digestFile(`${outPath}/${name}`);
      executables.push({ name, digest, baseDigest: base.digest, isProbed });
    }
  }
  return executables;
}

function executableName(row: CommandRow | undefined, target: Target): string {
  const suffix = target.includes("windows") ? ".exe" : "";
  return `zerostack${row === undefined ? "" : `-${row.name}`}-${target}${suffix}`;
}

/** The arguments of `deno`, without where to write and what to compile. */
export function compileArguments(
  row: CommandRow | undefined,
  options: { readonly target: Target; readonly hosts: readonly string[] },
): string[] {
  const { target, hosts } = options;
  return [
    "compile",
    "--quiet",
    "--no-config",
    "--no-lock",
    "--no-npm",
    "--no-remote",
    "--no-check",
    `--target=${target}`,
    ...bakedPermissions(row, hosts),
  ];
}

async function compileOne(args: readonly string[], entryPath: string): Promise<void> {
  const denort = Deno.env.get("DENORT_BIN");
  await runProgram([Deno.execPath(), ...args, entryPath], {
    env: denort === undefined ? {} : { DENORT_BIN: denort },
  });
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
