/**
 * Archives in the form ustar (POSIX.1-1988), the same bytes for the same entries: sorted, owned by
 * root, all of one time.
 *
 * @module
 */

/** What an archive can hold here. */
export type TarEntry =
  | { readonly kind: "folder"; readonly mode?: number }
  | { readonly kind: "file"; readonly bytes: Uint8Array; readonly mode?: number }
  | { readonly kind: "link"; readonly target: string };

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const TYPE_FLAGS = { file: "0", link: "2", folder: "5" } as const;
const DEFAULT_MODES = { file: 0o644, link: 0o777, folder: 0o755 } as const;

/**
 * Makes an archive.
 *
 * @param entries What is in it, by path, relative and without a slash at its end. The folders
 * above each are added.
 * @param epochSeconds The time of everything in it.
 */
export function makeTar(
  entries: ReadonlyMap<string, TarEntry>,
  epochSeconds: number,
): Uint8Array<ArrayBuffer> {
  const whole = new Map<string, TarEntry>(entries);
  for (const path of entries.keys()) {
    for (const folder of foldersAbove(path)) {
      if (!whole.has(folder)) whole.set(folder, { kind: "folder" });
    }
  }
  const blocks: Uint8Array[] = [];
  for (const path of [...whole.keys()].sort()) {
    const entry = whole.get(path)!;
    blocks.push(makeHeader(path, entry, epochSeconds));
    if (entry.kind === "file") blocks.push(entry.bytes, padding(entry.bytes.length));
  }
  blocks.push(new Uint8Array(2 * BLOCK_BYTES)); // the end
  return join(blocks);
}

function foldersAbove(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join("/"));
}

function makeHeader(path: string, entry: TarEntry, epochSeconds: number): Uint8Array {
  const name = entry.kind === "folder" ? `${path}/` : path;
  const mode = (entry.kind === "link" ? undefined : entry.mode) ?? DEFAULT_MODES[entry.kind];
  const size = entry.kind === "file" ? entry.bytes.length : 0;
  const header = new Uint8Array(BLOCK_BYTES);
  const put = (offset: number, text: string) => header.set(new TextEncoder().encode(text), offset);
  put(0, fit(name));
  put(100, octal(mode, 7));
  put(108, octal(0, 7)); // owner
  put(116, octal(0, 7)); // group
  put(124, octal(size, 11));
  put(136, octal(epochSeconds, 11));
  put(148, " ".repeat(8)); // the checksum counts as blanks
  put(156, TYPE_FLAGS[entry.kind]);
  if (entry.kind === "link") put(157, fit(entry.target));
  put(257, "ustar\x0000");
  put(148, octal(header.reduce((sum, byte) => sum + byte, 0), 6) + "\0 ");
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function fit(name: string): string {
  if (new TextEncoder().encode(name).length <= NAME_BYTES) return name;
  throw new RangeError(`Cannot archive "${name}": a name has at most ${NAME_BYTES} bytes`);
}

function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK_BYTES - size % BLOCK_BYTES) % BLOCK_BYTES);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
