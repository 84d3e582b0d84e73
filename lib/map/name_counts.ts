const FIRST_SLOTS = 1 << 16;
const LOAD = 3 / 4;
const COUNT_LIMIT = 0xffff;

/**
 * In how many files names are, and in how many they are defined, by their hashes: an open table in
 * flat arrays, as there are as many names as a repository has words. Counts end at 65 535.
 */
export class NameCounts {
  #hashes = new Int32Array(FIRST_SLOTS);
  #files = new Uint32Array(FIRST_SLOTS);
  #counts = new Uint16Array(FIRST_SLOTS);
  #definers = new Uint16Array(FIRST_SLOTS);
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
    if (this.#counts[slot] < COUNT_LIMIT) this.#counts[slot]++;
    if (this.#hashes[slot] !== 0) return;
    this.#hashes[slot] = hash;
    if (++this.#size > LOAD * this.#hashes.length) this.#grow();
  }

  /** Counts a file that defines a name; the name was added before. */
  addDefiner(hash: number): void {
    const slot = this.#find(hash);
    if (this.#definers[slot] < COUNT_LIMIT) this.#definers[slot]++;
  }

  /** Lets go of what only counting needs: nothing is added after this. */
  finish(): void {
    this.#files.buffer.transfer(0);
  }

  /** In how many files a name is. */
  count(hash: number): number {
    return this.#counts[this.#find(hash)];
  }

  /** In how many files a name is defined. */
  countDefiners(hash: number): number {
    return this.#definers[this.#find(hash)];
  }

  /** The slot of a name, or the free one where it would be. */
  #find(hash: number): number {
    const mask = this.#hashes.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.#hashes[slot] !== hash && this.#hashes[slot] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [hashes, files, counts, definers] = [
      this.#hashes,
      this.#files,
      this.#counts,
      this.#definers,
    ];
    const slots = 2 * hashes.length;
    this.#hashes = new Int32Array(slots);
    this.#files = new Uint32Array(slots);
    this.#counts = new Uint16Array(slots);
    this.#definers = new Uint16Array(slots);
    for (let old = 0; old < hashes.length; old++) {
      if (hashes[old] === 0) continue;
      const slot = this.#find(hashes[old]);
      this.#hashes[slot] = hashes[old];
      this.#files[slot] = files[old];
      this.#counts[slot] = counts[old];
      this.#definers[slot] = definers[old];
    }
    for (const old of [hashes, files, counts, definers]) old.buffer.transfer(0); // free at once
  }
}
