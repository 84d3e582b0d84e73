/**
 * The program in pieces: what every call runs is code, the rest is text that becomes code when it
 * is called for. The runtime looks through all code of a file before it runs any, twice: for what
 * it imports, a tenth of a second for all of ours, and to compile it.
 *
 * @module
 */

import { basename } from "@std/path/posix/basename";
import { bundleTo } from "./bundler.ts";

/** The program in pieces: the code of each by its name, in the older form of modules. */
export type Pieces = ReadonlyMap<string, string>;

/** What is imported in other ways than the rest, as written. */
export interface LateImports {
  /** Imports of bytes. */
  readonly bytes: readonly string[];
  /** Imports of packages. */
  readonly packages: readonly string[];
}

/** What makes a name in a `require` or an import that of a piece. */
const PREFIX = "piece:";

/**
 * Cuts a program into pieces, so that what is imported with `import()` is a piece of its own and
 * what several need is there once.
 *
 * @param entryPath The file that begins it; its piece is `0.js`.
 * @param late What the loader of the bundle brings.
 * @param workPath A folder for what lies in between.
 */
export async function cutIntoPieces(
  entryPath: string,
  late: LateImports,
  workPath: string,
): Promise<Pieces> {
  const external = [...late.bytes, ...late.packages];
  const cut = await bundleTo(`${workPath}/cut`, [entryPath], { external, inPieces: true });
  requireAll(cut, late);
  await Deno.mkdir(`${workPath}/marked`);
  const paths: string[] = [];
  const names = namePieces(cut, `${basename(entryPath, ".ts")}.js`);
  for (const [name, number] of names) {
    const code = cut.get(name)!;
    const place = PLACE_REGEXP.exec(code)?.[0];
    if (place !== undefined) {
      throw new Error(`Cannot bundle "${name}": ${place} has no meaning in a piece`);
    }
    const path = `${workPath}/marked/${number}.js`;
    await Deno.writeTextFile(path, replaceImports(code, names, late));
    paths.push(path);
  }
  // In the newer form all modules of the runtime would be loaded at every start, which costs 30 ms.
  return await bundleTo(`${workPath}/pieces`, paths, { format: "cjs", external: [`${PREFIX}*`] });
}

/** In a piece `import.meta` is empty, which only its `filename` may be: the source does without. */
const PLACE_REGEXP = /import\.meta(?!\.filename\b)[.\w]*/;

/**
 * Numbers pieces in the order in which they are met from the entry on, which is 0: the bundler's
 * names depend on the folder that it works in.
 */
export function namePieces(cut: Pieces, entry: string): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const visit = (name: string) => {
    if (names.has(name) || !cut.has(name)) return;
    names.set(name, names.size);
    for (const [, next] of cut.get(name)!.matchAll(/"\.\/([^"/]+\.js)"/g)) visit(next);
  };
  visit(entry);
  return names;
}

/** A loader for something that is imported nowhere would hide that the bundler writes otherwise. */
function requireAll(cut: Pieces, { bytes, packages }: LateImports): void {
  const code = [...cut.values()].join("\n");
  const wanted = [...bytes.map(importOfBytes), ...packages.map(importOf)];
  for (const text of wanted) {
    if (!code.includes(text)) throw new Error(`Cannot bundle: ${text} is in no piece`);
  }
}

const importOf = (name: string) => `import(${JSON.stringify(name)})`;
const importOfBytes = (name: string) => `import(${JSON.stringify(name)},{with:{type:"bytes"}})`;

/**
 * Puts calls of the loaders in the place of imports.
 *
 * @param code The code of a piece, as the bundler writes it.
 * @param names The number of each piece, by the name that the bundler gave it.
 * @param late What is imported in other ways.
 */
export function replaceImports(
  code: string,
  names: ReadonlyMap<string, number>,
  late: LateImports,
): string {
  for (const name of late.bytes) {
    code = code.replaceAll(importOfBytes(name), `loadBytes(${JSON.stringify(name)})`);
  }
  for (const name of late.packages) {
    code = code.replaceAll(importOf(name), `loadPackage(${JSON.stringify(name)})`);
  }
  for (const [name, number] of names) {
    const literal = JSON.stringify(`./${name}`);
    const piece = JSON.stringify(`${PREFIX}${number}.js`);
    code = code.replaceAll(`import(${literal})`, `loadPiece(${piece})`).replaceAll(literal, piece);
  }
  return code;
}

/** Pieces and all that they require, in the order in which they are met. */
export function closureOf(pieces: Pieces, names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, required] of pieces.get(name)!.matchAll(REQUIRE_REGEXP)) visit(required);
  };
  names.forEach(visit);
  return found;
}

const REQUIRE_REGEXP = new RegExp(`require\\("${PREFIX}([^"]+)"\\)`, "g");

/**
 * Prints pieces as JavaScript: those that every call runs as functions, the others as functions
 * that return their text, so that the runtime keeps only the texts in memory that are asked for.
 */
export function printPieces(pieces: Pieces, everyCall: ReadonlySet<string>): string {
  const print = (isWanted: (name: string) => boolean, toValue: (code: string) => string) =>
    Array.from(pieces).filter(([name]) => isWanted(name)).map(([name, code]) =>
      `${JSON.stringify(PREFIX + name)}: ${toValue(code)},\n`
    ).join("");
  const parameters = PIECE_PARAMETERS.join(", ");
  return `functions: {${
    print((name) => everyCall.has(name), (code) => `function (${parameters}) {\n${code}\n}`)
  }},\ntexts: {${
    print((name) => !everyCall.has(name), (code) => `() => ${JSON.stringify(code)}`)
  }}`;
}

/** What a piece refers to without declaring it, in the order in which it gets it. */
export const PIECE_PARAMETERS: readonly string[] = [
  "module",
  "exports",
  "require",
  "loadPiece",
  "loadBytes",
  "loadPackage",
];
