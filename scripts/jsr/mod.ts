/**
 * The package for JSR. It takes no imports of bytes, so these files go along as modules that hold
 * them, compressed; everything else is the source as it is.
 *
 * @module
 */

import { dirname } from "@std/path/posix/dirname";
import { relative } from "@std/path/posix/relative";
import { compress } from "../bundle/data.ts";
import { readParts } from "../bundle/graph.ts";
import { lockedOptions } from "../project.ts";
import { listFiles } from "../release/digest_list.ts";

const FOLDERS = ["cli", "lib", "tokenizer"];
const FILES = ["mod.ts", "import_map.json", "LICENSE", "README.md"];
/** An import of bytes, however it was formatted. */
const BYTES_IMPORT_REGEXP =
  /import\(\s*("[^"]+"),\s*\{\s*with:\s*\{\s*type:\s*"bytes"\s*\},?\s*\},?\s*\)/g;

/**
 * Makes the package.
 *
 * @param projectPath The folder of the project.
 * @param outPath The folder to write to; it must be empty or absent, and inside the project's
 * `dist/`, as the package finds the stand-ins for `@std` from there.
 */
export async function makeJsrPackage(projectPath: string, outPath: string): Promise<void> {
  const { bytes } = await readParts(`${projectPath}/cli/main.ts`, lockedOptions(projectPath));
  const modules = new Map<string, string>(); // by specifier
  for (const [specifier, resolved] of bytes) {
    const path = `data/${toModuleName(resolved)}`;
    const { default: content } = await import(resolved, { with: { type: "bytes" } });
    await write(`${outPath}/${path}`, printModule(content));
    modules.set(specifier, path);
  }
  for (const path of listSources(projectPath)) {
    const text = await Deno.readTextFile(`${projectPath}/${path}`);
    await write(
      `${outPath}/${path}`,
      path.endsWith(".ts") ? replaceBytes(text, path, modules) : text,
    );
  }
  const config = JSON.parse(await Deno.readTextFile(`${projectPath}/deno.json`));
  await write(`${outPath}/deno.json`, printConfig(config, relative(outPath, projectPath)));
}

function listSources(projectPath: string): string[] {
  const below = FOLDERS.flatMap((folder) =>
    listFiles(`${projectPath}/${folder}`).map((path) => `${folder}/${path}`)
  );
  const isPublished = (path: string) =>
    !/_test(ing)?\.ts$|\.bin$/.test(path) && !path.includes("/_");
  return [...below.filter(isPublished), ...FILES].sort();
}

/** The end of a path, as the name of a module. */
export function toModuleName(resolved: string): string {
  return `${resolved.split("/").slice(-1)[0].replaceAll(/[^A-Za-z0-9]+/g, "_").toLowerCase()}.ts`;
}

/** A module whose default export is the bytes, as that of an import of bytes is. */
export function printModule(content: Uint8Array): string {
  const packed = compress(content).toBase64();
  return `// Made by scripts/jsr: a file of data, compressed.
const packed = Uint8Array.fromBase64(
  "${packed}",
);
const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("brotli"));
const bytes: Uint8Array = new Uint8Array(await new Response(stream).arrayBuffer());
export default bytes;
`;
}

/**
 * Puts imports of modules in the place of imports of bytes.
 *
 * @param text The source of a module.
 * @param path Its path in the package.
 * @param modules The modules that hold bytes, by the specifier that they were imported by.
 */
export function replaceBytes(
  text: string,
  path: string,
  modules: ReadonlyMap<string, string>,
): string {
  return text.replaceAll(BYTES_IMPORT_REGEXP, (_, literal: string) => {
    const target = modules.get(JSON.parse(literal));
    if (target === undefined) throw new Error(`Cannot package "${path}": ${literal} is not known`);
    const toTarget = relative(dirname(`/${path}`), `/${target}`);
    return `import(${JSON.stringify(toTarget.startsWith(".") ? toTarget : `./${toTarget}`)})`;
  });
}

function printConfig(config: Readonly<Record<string, unknown>>, toProject: string): string {
  const { name, version, license, exports, importMap, links } = config;
  return JSON.stringify(
    {
      name,
      version,
      license,
      exports,
      importMap,
      links: (links as readonly string[]).map((path) => `${toProject}/${path}`),
      publish: { include: ["**/*.ts", "**/*.sh", "import_map.json", "LICENSE", "README.md"] },
    },
    null,
    2,
  ) + "\n";
}

async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}
