const FIRST_SLOTS = 1 << 16;
const GROWTH = 4;

/**
 * In how many files names are, by their hashes: an open table, as there are as many names as a
 * repository has words.
 */
export class NameCounts {
  #hashes = new Int32Array(FIRST_SLOTS);
  #files = new Uint32Array(FIRST_SLOTS);
  #counts = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  /**
   * Counts a name, once a file.
   *
   * @param hash As `hashName` gives it.
   * @param file Number of the file, from 1; files come one after the other.
   */
  add(hash: number, file: number): void {
    const slot = this.#find(hash);
    if (this.#files[slot] === file) return;
    this.#files[slot] = file;
    this.#counts[slot]++;
    if (this.#hashes[slot] !== 0) return;
    this.#hashes[slot] = hash;
    if (++this.#size * 2 > this.#hashes.length) this.#grow();
  }

  /** In how many files a name is. */
  count(hash: number): number {
    return this.#counts[this.#find(hash)];
  }

  /** The slot of a name, or the free one where it would be. */
  #find(hash: number): number {
    const mask = this.#hashes.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#hashes[slot] !== hash && this.#hashes[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [hashes, files, counts] = [this.#hashes, this.#files, this.#counts];
    this.#hashes = new Int32Array(hashes.length * GROWTH);
    this.#files = new Uint32Array(hashes.length * GROWTH);
    this.#counts = new Uint32Array(hashes.length * GROWTH);
    for (let old = 0; old < hashes.length; old++) {
      if (hashes[old] === 0) continue;
      const slot = this.#find(hashes[old]);
      this.#hashes[slot] = hashes[old];
      this.#files[slot] = files[old];
      this.#counts[slot] = counts[old];
    }
  }
}
