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
  /** SHA-256 of its bytes as they lie there, in hexadecimal. */
  readonly digest: string;
  /** Whether it lies there as it is, because compressing would save little. */
  readonly isPlain?: true;
}

/** Reads a part of the data file. */
export type ReadPart = (asset: Asset) => Promise<Uint8Array<ArrayBuffer>>;

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
 * Reads parts by importing the data file as a whole: from a server, which needs no permission, or
 * as a part of an executable.
 */
export function readByImport(importData: () => Promise<DataModule>): ReadPart {
  return async ({ startByte, endByte }) => {
    const { memory } = await importData();
    return new Uint8Array(memory.buffer).slice(startByte, endByte);
  };
}

/**
 * Reads parts of a data file on a disk, and no more of it than is needed.
 *
 * @param url The file.
 * @param offsetBytes Where in the file the first part begins.
 */
export function readFromFile(url: string, offsetBytes: number): ReadPart {
  return async ({ startByte, endByte }) => {
    using file = await Deno.open(new URL(url));
    await file.seek(offsetBytes + startByte, Deno.SeekMode.Start);
    const bytes = new Uint8Array(endByte - startByte);
    for (let at = 0; at < bytes.length;) {
      const count = await file.read(bytes.subarray(at));
      if (count === null) break; // the digest will tell
      at += count;
    }
    return bytes;
  };
}

/**
 * Makes the loader. The digest of the program covers the index, and the index covers the data, so
 * that one digest covers both files.
 *
 * @param index Where each part is, by name.
 * @param readPart Reads a part.
 */
export function createLoader(
  index: Readonly<Record<string, Asset>>,
  readPart: ReadPart,
): Loader {
  const loadBytes = async (name: string) => {
    const asset = index[name];
    const packed = await readPart(asset);
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", packed)).toHex();
    if (found !== asset.digest) {
      throw new Error(`Cannot load "${name}": the data file is not the one of this program`);
    }
    if (asset.isPlain) return { default: packed };
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
