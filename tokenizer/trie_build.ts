/**
 * Builds the trie of `trie.ts` from the bytes of the tokens.
 *
 * @module
 */

import { BASE_MASK, BASE_SHIFT, ENDS, LEAF, NOT_A_NODE, ROOT } from "./trie.ts";

/** The bytes of a list of tokens, one after the other. */
export interface TokenBytes {
  /** All bytes. */
  readonly bytes: Uint8Array;
  /** Where each token begins in `bytes`; one entry more than tokens. */
  readonly starts: Uint32Array;
}

/** Label of the cell that holds a token. */
const TOKEN_LABEL = 255;
/** How far behind the frontier a node with several children looks for a place, in cells. */
const WINDOW_CELLS = 512;
/** How many cells are looked at before the lowest free one is given up. */
const PATIENCE_CELLS = 64;

/**
 * Builds the trie of a list of tokens.
 *
 * Tokens with a byte 255 have no place in it, see `trie.ts`, and empty ones are left out. Of equal
 * tokens it holds one.
 *
 * @param tokens The tokens by number.
 * @returns The cells.
 * @throws {RangeError} If there are too many tokens for 21 bits.
 */
export function buildTrie(tokens: TokenBytes): Int32Array {
  return new TrieBuilder(tokens).build();
}

/** Sorts tokens by their bytes and places the nodes, both from the root down. */
class TrieBuilder {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  /** The tokens; those below a node are side by side when it is placed. */
  readonly #order: Int32Array;
  readonly #spare: Int32Array;
  readonly #space = new CellSpace();
  /** Tokens by the byte looked at; all 0 between two nodes. */
  readonly #counts = new Int32Array(256);
  readonly #next = new Int32Array(256);
  /** The labels of the node at work. */
  readonly #labels = new Uint8Array(257);
  /** Nodes to place: cell, start and end in the order, depth. */
  readonly #pending: number[] = [];

  constructor({ bytes, starts }: TokenBytes) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#order = findSearchable({ bytes, starts });
    this.#spare = new Int32Array(this.#order.length);
  }

  build(): Int32Array {
    const pending = this.#pending;
    pending.push(ROOT, 0, this.#order.length, 0);
    while (pending.length > 0) {
      const depth = pending.pop()!;
      const end = pending.pop()!;
      const start = pending.pop()!;
      const cell = pending.pop()!;
      if (end - start === 1) this.#placeTail(cell, this.#order[start], depth);
      else this.#placeNode(cell, start, end, depth);
    }
    return this.#space.finish();
  }

  /** Places the nodes of the one token below a node. */
  #placeTail(cell: number, token: number, depth: number): void {
    const end = this.#starts[token + 1];
    for (let i = this.#starts[token] + depth; i < end; i++) {
      const label = this.#bytes[i];
      const base = this.#space.placeOne(label);
      this.#space.cells[cell] |= base << BASE_SHIFT;
      cell = base ^ label;
      this.#space.cells[cell] = label;
    }
    this.#space.cells[cell] |= LEAF | (token << BASE_SHIFT);
  }

  /** Places the children of a node with several tokens below it. */
  #placeNode(cell: number, start: number, end: number, depth: number): void {
    const from = this.#moveEndingToFront(start, end, depth);
    const ending = from > start ? this.#order[start] : -1;
    if (from === end) {
      this.#space.cells[cell] |= LEAF | (ending << BASE_SHIFT);
      return;
    }
    const counts = this.#counts;
    const labels = this.#labels;
    const children = this.#countLabels(from, end, depth);
    if (children > 1) this.#sortByLabel(from, end, depth, children);
    if (ending >= 0) labels[children] = TOKEN_LABEL;
    const base = this.#space.place(labels, ending < 0 ? children : children + 1);
    const { cells } = this.#space;
    cells[cell] |= (base << BASE_SHIFT) | (ending < 0 ? 0 : ENDS);
    if (ending >= 0) cells[base ^ TOKEN_LABEL] = NOT_A_NODE | ending;
    for (let i = 0, at = from; i < children; i++) {
      const label = labels[i];
      cells[base ^ label] = label;
      this.#pending.push(base ^ label, at, at + counts[label], depth + 1);
      at += counts[label];
      counts[label] = 0;
    }
  }

  /** Swaps what ends at `depth` to the front of a range; returns where the rest begins. */
  #moveEndingToFront(start: number, end: number, depth: number): number {
    const order = this.#order;
    let rest = start;
    for (let i = start; i < end; i++) {
      const token = order[i];
      if (this.#starts[token + 1] - this.#starts[token] !== depth) continue;
      order[i] = order[rest];
      order[rest++] = token;
    }
    return rest;
  }

  /** Counts the bytes at `depth`, and lists them in order; returns how many differ. */
  #countLabels(start: number, end: number, depth: number): number {
    const counts = this.#counts;
    const labels = this.#labels;
    let count = 0;
    for (let i = start; i < end; i++) {
      const label = this.#bytes[this.#starts[this.#order[i]] + depth];
      if (counts[label]++ > 0) continue;
      let at = count++;
      for (; at > 0 && labels[at - 1] > label; at--) labels[at] = labels[at - 1];
      labels[at] = label;
    }
    return count;
  }

  /** Orders a range by the bytes at `depth`. */
  #sortByLabel(start: number, end: number, depth: number, labelCount: number): void {
    const next = this.#next;
    for (let i = 0, at = start; i < labelCount; i++) {
      next[this.#labels[i]] = at;
      at += this.#counts[this.#labels[i]];
    }
    const order = this.#order;
    const spare = this.#spare;
    for (let i = start; i < end; i++) {
      spare[next[this.#bytes[this.#starts[order[i]] + depth]]++] = order[i];
    }
    for (let i = start; i < end; i++) order[i] = spare[i];
  }
}

/** The tokens that can be in the trie. */
function findSearchable({ bytes, starts }: TokenBytes): Int32Array {
  const order = new Int32Array(starts.length - 1);
  let count = 0;
  for (let token = 0; token < order.length; token++) {
    let i = starts[token];
    while (i < starts[token + 1] && bytes[i] !== TOKEN_LABEL) i++;
    if (i === starts[token + 1] && i > starts[token]) order[count++] = token;
  }
  return order.subarray(0, count);
}

/** A growing array of cells, and where free ones are. */
class CellSpace {
  /** The cells. */
  cells = new Int32Array(1 << 18);
  /** Bit 0: the cell is taken; bit 1: the base is taken. */
  #taken = new Uint8Array(1 << 18);
  /** No cell below this one is free. */
  #lowest = ROOT + 1;
  /** All cells from here on are free. */
  #end = ROOT + 1;

  constructor() {
    this.#taken.fill(3, 0, ROOT); // these stay free of nodes, and lead nowhere
    this.#taken[ROOT] = 1;
  }

  /** Takes a base under which one label is free, and its cell. */
  placeOne(label: number): number {
    const first = this.#findLowest();
    for (let cell = first;; cell++) {
      if (cell >= this.cells.length) this.#grow();
      if ((this.#taken[cell] & 1) === 0 && (this.#taken[cell ^ label] & 2) === 0) {
        this.#take(cell ^ label, label);
        if (cell - first > PATIENCE_CELLS) this.#lowest++; // that cell fits too few to wait for
        return cell ^ label;
      }
    }
  }

  /** Takes a base under which all the labels are free, and their cells. */
  place(labels: Uint8Array, count: number): number {
    if (count === 1) return this.placeOne(labels[0]);
    for (let cell = Math.max(this.#findLowest(), this.#end - WINDOW_CELLS);; cell++) {
      if (cell >= this.cells.length) this.#grow();
      if ((this.#taken[cell] & 1) !== 0) continue;
      const base = cell ^ labels[0];
      if (!this.#fits(base, labels, count)) continue;
      for (let i = 0; i < count; i++) this.#take(base, labels[i]);
      return base;
    }
  }

  #findLowest(): number {
    while ((this.#taken[this.#lowest] & 1) !== 0) this.#lowest++;
    return this.#lowest;
  }

  #fits(base: number, labels: Uint8Array, count: number): boolean {
    if ((this.#taken[base] & 2) !== 0) return false;
    for (let i = 1; i < count; i++) if ((this.#taken[base ^ labels[i]] & 1) !== 0) return false;
    return true;
  }

  #take(base: number, label: number): void {
    const cell = base ^ label;
    this.#taken[base] |= 2;
    this.#taken[cell] |= 1;
    if (cell >= this.#end) this.#end = cell + 1;
  }

  #grow(): void {
    const cells = new Int32Array(this.cells.length * 2);
    const taken = new Uint8Array(cells.length);
    cells.set(this.cells);
    taken.set(this.#taken);
    this.cells = cells;
    this.#taken = taken;
  }

  /** The cells up to a whole block of 256, with those marked that are no node. */
  finish(): Int32Array {
    const length = (this.#end + 255) & ~255;
    if (length > BASE_MASK) throw new RangeError("Cannot build trie: there are too many tokens");
    const cells = this.cells.slice(0, length);
    for (let i = 0; i < length; i++) {
      if ((this.#taken[i] & 1) === 0 || i < ROOT) cells[i] = NOT_A_NODE;
    }
    return cells;
  }
}
