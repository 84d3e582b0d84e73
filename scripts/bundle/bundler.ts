/**
 * The runtime's bundler, as it is called here: minified, in an environment of its own.
 *
 * @module
 */

import { runProgram } from "../process.ts";

/** How to bundle. */
export interface BundlerOptions {
  /** What stays an import; `*` stands for anything. Default: nothing. */
  readonly external?: readonly string[];
  /** The form of modules inside. Default: the newer one, `esm`. */
  readonly format?: "esm" | "cjs";
}

function toArguments({ external = [], format = "esm" }: BundlerOptions): string[] {
  return [
    "bundle",
    "--quiet",
    "--minify",
    `--format=${format}`,
    ...external.map((specifier) => `--external=${specifier}`),
  ];
}

/** Bundles one file, and gives what comes out. */
export async function bundle(entryPath: string, options: BundlerOptions = {}): Promise<string> {
  const bytes = await runProgram([Deno.execPath(), ...toArguments(options), entryPath]);
  if (bytes.length === 0) throw new Error(`Cannot bundle "${entryPath}": nothing came out`);
  return new TextDecoder().decode(bytes);
}

/**
 * Bundles files into a folder, each by itself or in pieces that they share.
 *
 * @returns What is in the folder afterwards, by name, sorted.
 */
export async function bundleTo(
  outPath: string,
  entryPaths: readonly string[],
  options: BundlerOptions & { readonly inPieces?: boolean } = {},
): Promise<Map<string, string>> {
  const folder = [`--outdir=${outPath}`, ...(options.inPieces ? ["--code-splitting"] : [])];
  await runProgram([Deno.execPath(), ...toArguments(options), ...folder, ...entryPaths]);
  const files = new Map<string, string>();
  for (const name of Array.from(Deno.readDirSync(outPath), (entry) => entry.name).sort()) {
    files.set(name, await Deno.readTextFile(`${outPath}/${name}`));
  }
  return files;
}

/** The bundler fetches its own program at its first use, which needs the caller's environment. */
export async function primeBundler(workPath: string): Promise<void> {
  await Deno.writeTextFile(`${workPath}/empty.js`, "");
  await runProgram([Deno.execPath(), "bundle", "--quiet", `${workPath}/empty.js`], {
    wholeEnv: true,
  });
}
