/**
 * The part of the bundle that takes files out of its data file. It runs inside the bundle.
 *
 * @module
 */

/** Where a part of the data file lies. */
export interface Asset {
  /** Offset of its first byte, from 0. */
  readonly startByte: number;
  /** Offset after its last byte. */
  readonly endByte: number;
  /** SHA-256 of its compressed bytes, in hexadecimal. */
  readonly digest: string;
}

/** What the data file exports. */
export interface DataModule {
  /** Its memory: all the parts, one after the other. */
  readonly memory: { readonly buffer: ArrayBuffer };
}

/** What replaces the imports of the source. */
export interface Loader {
  /** Stands for `import(name, { with: { type: "bytes" } })`. */
  loadBytes(name: string): Promise<{ readonly default: Uint8Array }>;
  /** Stands for `import(name)` of a package that is too large to be loaded at every start. */
  loadPackage(name: string): Promise<unknown>;
}

/**
 * Makes the loader. The digest of the program covers the index, and the index covers the data, so
 * that one digest covers both files.
 *
 * @param index Where each part is, by name.
 * @param importData Imports the data file.
 */
export function createLoader(
  index: Readonly<Record<string, Asset>>,
  importData: () => Promise<DataModule>,
): Loader {
  const loadBytes = async (name: string) => {
    const { startByte, endByte, digest } = index[name];
    const { memory } = await importData();
    const packed = new Uint8Array(memory.buffer).slice(startByte, endByte);
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", packed)).toHex();
    if (found !== digest) {
      throw new Error(`Cannot load "${name}": the data file is not the one of this program`);
    }
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("brotli"));
    return { default: await new Response(stream).bytes() };
  };
  const packages = new Map<string, Promise<unknown>>();
  const loadPackage = (name: string) => {
    const loading = packages.get(name) ??
      loadBytes(name).then(({ default: code }) => runCode(code));
    packages.set(name, loading);
    return loading;
  };
  return { loadBytes, loadPackage };
}

/** Code that is already here is imported under a name of its own, which needs no permission. */
async function runCode(code: Uint8Array): Promise<unknown> {
  const url = URL.createObjectURL(
    new Blob([new Uint8Array(code)], { type: "text/javascript" }),
  );
  try {
    return (await import(url)).namespace;
  } finally {
    URL.revokeObjectURL(url);
  }
}
