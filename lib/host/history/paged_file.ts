import { InputError } from "../../errors.ts";

const PAGE_BYTES = 4 * 1024;
/** Most pages of a file that are kept: 2 MiB. */
const PAGES_LIMIT = 512;

/** A file that is read in parts, as packs may be larger than memory. */
export class PagedFile {
  /** Its size, in bytes. */
  readonly sizeBytes: number;
  readonly #file: Deno.FsFile;
  readonly #pages = new Map<number, Uint8Array>();

  /** Opens a file that is known to be regular. */
  constructor(path: string) {
    this.#file = Deno.openSync(path);
    this.sizeBytes = this.#file.statSync().size;
  }

  /** Some bytes; fewer where the file ends. */
  read(start: number, length: number): Uint8Array {
    const end = Math.min(start + length, this.sizeBytes);
    if (!(start >= 0 && start <= end)) {
      throw new InputError("Cannot read the pack: a place is outside of it");
    }
    const page = Math.floor(start / PAGE_BYTES);
    const offset = start - page * PAGE_BYTES;
    if (offset + (end - start) <= PAGE_BYTES) {
      return this.#page(page).subarray(offset, offset + (end - start));
    }
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const page = Math.floor(at / PAGE_BYTES);
      const part = this.#page(page).subarray(at - page * PAGE_BYTES).subarray(0, end - at);
      if (part.length === 0) throw new InputError("Cannot read the pack: it became shorter");
      bytes.set(part, at - start);
      at += part.length;
    }
    return bytes;
  }

  #page(number: number): Uint8Array {
    const known = this.#pages.get(number);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(PAGE_BYTES);
    this.#file.seekSync(number * PAGE_BYTES, Deno.SeekMode.Start);
    const page = bytes.subarray(0, this.#file.readSync(bytes) ?? 0);
    if (this.#pages.size >= PAGES_LIMIT) this.#pages.delete(this.#pages.keys().next().value!);
    this.#pages.set(number, page);
    return page;
  }

  /** Closes it. */
  close(): void {
    this.#file.close();
  }
}
