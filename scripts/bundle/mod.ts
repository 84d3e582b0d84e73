/**
 * The bundle: the whole program as `zerostack.js`, the files and large packages that not every
 * call needs as `zerostack.data.wasm` beside it, and one small entry for each command.
 *
 * @module
 */

import { COMMANDS } from "../../cli/commands.ts";
import { lockedOptions } from "../project.ts";
import { bundle, primeBundler } from "./bundler.ts";
import { packData } from "./data.ts";
import { type Parts, readParts } from "./graph.ts";
import { closureOf, cutIntoPieces, PIECE_PARAMETERS, printPieces } from "./pieces.ts";

/** How to bundle. */
export interface BundleOptions {
  /** The folder of the project. */
  readonly projectPath: string;
  /** The folder to write to; it is made when it is not there. */
  readonly outPath: string;
  /**
   * Whether the data file is loaded at every start, as a part of the program that needs no
   * permission of its own: what executables need. Default: no.
   */
  readonly holdsData?: boolean;
  /** Packages that are larger than this, minified, go into the data file. Default: 64 KiB. */
  readonly inlineLimitBytes?: number;
}

/** The name of the program's file. */
export const PROGRAM_NAME = "zerostack.js";
/** The name of the data file. */
export const DATA_NAME = "zerostack.data.wasm";

const INLINE_LIMIT_BYTES = 64 * 1024;

/**
 * Makes the bundle. The same source gives the same bytes, wherever it is built.
 *
 * @returns The names of the files that were written, sorted.
 */
export async function buildBundle(options: BundleOptions): Promise<string[]> {
  const { projectPath, outPath, inlineLimitBytes = INLINE_LIMIT_BYTES } = options;
  // Inside the project, so that its deno.json holds for what is generated.
  const distPath = `${projectPath}/dist`;
  await Deno.mkdir(distPath, { recursive: true });
  const workPath = await Deno.makeTempDir({ dir: distPath, prefix: ".bundle-" });
  try {
    await primeBundler(workPath);
    const parts = await readParts(`${projectPath}/cli/main.ts`, lockedOptions(projectPath));
    const packages = await bundlePackages(parts.packages, { workPath, inlineLimitBytes });
    const files = new Map([...await readBytes(parts), ...packages]);
    const { module, index, offsetBytes } = await packData(files);
    const reader = options.holdsData ? IMPORT_HELD_DATA : printReader(offsetBytes);
    const program = await bundleProgram({ parts, packages, index, reader }, workPath);
    await Deno.mkdir(outPath, { recursive: true });
    await Deno.writeFile(`${outPath}/${DATA_NAME}`, module);
    await Deno.writeFile(`${outPath}/${PROGRAM_NAME}`, program);
    await writeEntries(outPath);
  } finally {
    await Deno.remove(workPath, { recursive: true });
  }
  return [PROGRAM_NAME, DATA_NAME, ...COMMANDS.map((row) => `${row.name}.js`)].sort();
}

/** Imports the data file under a name that makes it a part of the program. */
const IMPORT_HELD_DATA = `readByImport(() => import("./${DATA_NAME}"))`;

/**
 * Reads the data file when it is needed. A literal name would make it a part of what is read at
 * every start, 1.3 ms a megabyte. From a server it needs no permission; on a disk, to read it.
 */
function printReader(offsetBytes: number): string {
  return `DATA_URL.startsWith("file:")
    ? readFromFile(DATA_URL, ${offsetBytes})
    : readByImport(() => import(DATA_URL))`;
}

/** What packages ask for inside a `try`, to go on without it. */
const UNUSED_PACKAGES = ["source-map-support"];

/** The packages that are worth loading only where they are used, each as a module of its own. */
async function bundlePackages(
  names: readonly string[],
  options: { readonly workPath: string; readonly inlineLimitBytes: number },
): Promise<Map<string, Uint8Array>> {
  const { workPath, inlineLimitBytes } = options;
  const large = new Map<string, Uint8Array>();
  for (const name of names) {
    const entryPath = `${workPath}/package.ts`;
    const source = `import * as namespace from ${JSON.stringify(name)};\nexport { namespace };\n`;
    await Deno.writeTextFile(entryPath, source);
    // It will run under a name of its own, next to which nothing can be found.
    const placeless = (await bundle(entryPath, { external: UNUSED_PACKAGES })).replaceAll(
      "import.meta.url",
      '"file:///"',
    );
    const code = new TextEncoder().encode(placeless);
    if (code.length > inlineLimitBytes) large.set(name, code);
  }
  return large;
}

async function readBytes({ bytes }: Parts): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [specifier, resolved] of bytes) {
    const loaded = await import(resolved, { with: { type: "bytes" } });
    files.set(specifier, loaded.default);
  }
  return files;
}

/** The program: its pieces, what runs them, and what brings what is not in this file. */
async function bundleProgram(
  content: {
    readonly parts: Parts;
    readonly packages: ReadonlyMap<string, Uint8Array>;
    readonly index: Readonly<Record<string, unknown>>;
    readonly reader: string;
  },
  workPath: string,
): Promise<Uint8Array> {
  const { parts, packages, index, reader } = content;
  const late = { bytes: [...parts.bytes.keys()], packages: [...packages.keys()] };
  const pieces = await cutIntoPieces(`${workPath}/../../cli/dispatch.ts`, late, workPath);
  const everyCall = closureOf(pieces, ["0.js"]);
  await Deno.writeTextFile(
    `${workPath}/program.ts`,
    `import { createLoader, readByImport, readFromFile } from "../../scripts/bundle/loader.ts";
import { createRequire } from "../../scripts/bundle/piece_loader.ts";
const DATA_URL = new URL("./${DATA_NAME}", import.meta.url).href;
const require = createRequire({
  ${printPieces(pieces, everyCall)},
  parameters: ${JSON.stringify(PIECE_PARAMETERS)},
  requireBuiltin: (name) => globalThis.process.getBuiltinModule(name),
  loader: createLoader(${JSON.stringify(index)}, ${reader}),
});
export const { dispatch } = require("piece:0.js");
if (import.meta.main) Deno.exit(await dispatch(Deno.args));
`,
  );
  const program = await bundle(`${workPath}/program.ts`, { external: [`./${DATA_NAME}`] });
  return new TextEncoder().encode(program);
}

async function writeEntries(outPath: string): Promise<void> {
  for (const { name } of COMMANDS) {
    await Deno.writeTextFile(
      `${outPath}/${name}.js`,
      `import { dispatch } from "./${PROGRAM_NAME}";\n` +
        `Deno.exit(await dispatch([${JSON.stringify(name)}, ...Deno.args]));\n`,
    );
  }
}
