/**
 * TypeScript's own service, as a stage sees it.
 *
 * @module
 */

/** The compiler, and the declarations of the language's and the browser's built-ins. */
export interface TypeScriptKit {
  /** The compiler's interface; its view of the system is switched off. */
  readonly ts: typeof import("typescript");
  /** Texts of the built-in declarations, by file name such as `lib.es5.d.ts`. */
  readonly libraries: ReadonlyMap<string, string>;
}

/**
 * Loads TypeScript, once.
 *
 * @throws {Failure} With `E_CONFIG` when the runtime does not let its texts be read.
 */
export type LoadTypeScript = () => Promise<TypeScriptKit>;
