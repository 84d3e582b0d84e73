/**
 * A list of tokens that grows.
 *
 * @module
 */

/** Tokens that there is room for at first. */
const START_ROOM = 1 << 14;

/** Tokens, and how many there are. */
export class TokenList {
  /** The tokens; those from `count` on mean nothing. */
  tokens: Int32Array;
  /** How many there are. */
  count = 0;

  /** Makes an empty list, with room for some tokens. */
  constructor(room = START_ROOM) {
    this.tokens = new Int32Array(room);
  }

  /** Adds a token. */
  push(token: number): void {
    if (this.count === this.tokens.length) this.grow();
    this.tokens[this.count++] = token;
  }

  /** Adds a range of an array. */
  pushRange(from: Int32Array, start: number, end: number): void {
    while (this.count + end - start > this.tokens.length) this.grow();
    for (let i = start; i < end; i++) this.tokens[this.count++] = from[i];
  }

  /** Adds a token several times. */
  pushRepeated(token: number, times: number): void {
    this.reserve(times);
    this.tokens.fill(token, this.count, this.count += times);
  }

  /** The tokens as an array, which changes with the list. */
  toArray(): Int32Array {
    return this.tokens.subarray(0, this.count);
  }

  /** Makes room for more tokens. */
  reserve(more: number): void {
    while (this.count + more > this.tokens.length) this.grow();
  }

  /** Doubles the room; returns the new array. */
  grow(): Int32Array {
    const tokens = new Int32Array(this.tokens.length * 2);
    tokens.set(this.tokens);
    return this.tokens = tokens;
  }

  /** Empties the list, and gives back room that only an unusual input needed. */
  clear(): void {
    this.count = 0;
    if (this.tokens.length > 1 << 22) this.tokens = new Int32Array(START_ROOM);
  }
}
