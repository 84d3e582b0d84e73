/**
 * The part of the bundle that makes code of its pieces and runs each once. It runs inside the
 * bundle.
 *
 * @module
 */

import type { Loader } from "./loader.ts";

/** What a piece exports. */
export type Exports = Record<string, unknown>;

/** A piece as code; the parameters are those of `PIECE_PARAMETERS`. */
export type PieceFunction = (
  module: { exports: Exports },
  exports: Exports,
  require: (name: string) => unknown,
  loadPiece: (name: string) => Promise<unknown>,
  loadBytes: Loader["loadBytes"],
  loadPackage: Loader["loadPackage"],
) => void;

/** How to run pieces. */
export interface PieceOptions {
  /** The pieces that every call runs, by name. */
  readonly functions: Readonly<Record<string, PieceFunction>>;
  /** The texts of the others. */
  readonly texts: Readonly<Record<string, () => string>>;
  /** The names of the parameters of a piece. */
  readonly parameters: readonly string[];
  /** Gives a module of the runtime. */
  readonly requireBuiltin: (name: string) => unknown;
  /** Brings what is not a piece. */
  readonly loader: Loader;
}

/**
 * Makes the function that gives what a piece exports, and runs it when it is first asked for.
 *
 * @returns Takes the name of a piece, or of a module of the runtime.
 */
export function createRequire(options: PieceOptions): (name: string) => unknown {
  const { functions, texts, parameters, requireBuiltin, loader } = options;
  const modules = new Map<string, { exports: Exports }>();
  const require = (name: string): unknown => {
    const text = texts[name];
    if (text === undefined && functions[name] === undefined) return requireBuiltin(name);
    const known = modules.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(name, module); // before it runs, as pieces may require each other
    const run = functions[name] ?? compile(name, text(), parameters);
    run(module, module.exports, require, loadPiece, loader.loadBytes, loader.loadPackage);
    return module.exports;
  };
  const loadPiece = (name: string) => Promise.resolve().then(() => require(name));
  return require;
}

/** The text is of this very file, so that whoever can change it can change this, too. */
function compile(name: string, text: string, parameters: readonly string[]): PieceFunction {
  const named = `${text}\n//# sourceURL=zerostack/${name.slice(name.indexOf(":") + 1)}`;
  return new Function(...parameters, named) as PieceFunction;
}
