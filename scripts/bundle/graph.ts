/**
 * What the program is made of, as the runtime sees it: which files are imported as bytes, and
 * which packages are imported only where they are used.
 *
 * @module
 */

import { readProgram } from "../process.ts";

/** What the bundle keeps apart from the code that every call loads. */
export interface Parts {
  /** Specifiers of imports of bytes, as written, to the resolved ones. */
  readonly bytes: ReadonlyMap<string, string>;
  /** Packages that are imported with `import()` and in no other way, as written. */
  readonly packages: readonly string[];
}

/** A module of `deno info --json`, as far as it is read here. */
interface GraphModule {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly specifier: string;
    readonly code?: { readonly specifier: string };
    readonly isDynamic?: boolean;
    readonly assertionType?: string;
  }[];
}

/**
 * Reads the graph of an entry point.
 *
 * @param entryPath The file.
 * @param locked The options that hold packages to the lock file.
 * @throws {Error} When bytes are imported statically, or two files go by one specifier.
 */
export async function readParts(entryPath: string, locked: readonly string[]): Promise<Parts> {
  const text = await readProgram([Deno.execPath(), "info", "--json", ...locked, entryPath]);
  return toParts((JSON.parse(text) as { readonly modules: readonly GraphModule[] }).modules);
}

/** Sorts the imports of a graph. */
export function toParts(modules: readonly GraphModule[]): Parts {
  const bytes = new Map<string, string>();
  const dynamic = new Set<string>();
  const fixed = new Set<string>();
  for (const { specifier: from, dependencies = [] } of modules) {
    for (const { specifier, code, isDynamic, assertionType } of dependencies) {
      if (code === undefined) continue; // imported for its types alone
      if (assertionType === "bytes") addBytes(bytes, { from, specifier, code, isDynamic });
      else if (code.specifier.startsWith("npm:")) (isDynamic ? dynamic : fixed).add(specifier);
    }
  }
  return { bytes, packages: [...dynamic].filter((name) => !fixed.has(name)).sort() };
}

function addBytes(
  bytes: Map<string, string>,
  found: {
    readonly from: string;
    readonly specifier: string;
    readonly code: { readonly specifier: string };
    readonly isDynamic?: boolean;
  },
): void {
  const { from, specifier, code, isDynamic } = found;
  if (!isDynamic) {
    throw new Error(
      `Cannot bundle "${from}": it imports "${specifier}" statically, and bytes must be loaded ` +
        "with import(), where they are used",
    );
  }
  const known = bytes.get(specifier) ?? code.specifier;
  if (known !== code.specifier) {
    throw new Error(
      `Cannot bundle "${from}": "${specifier}" stands for two files, "${known}" and "${code.specifier}"`,
    );
  }
  bytes.set(specifier, code.specifier);
}
