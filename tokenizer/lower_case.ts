/**
 * Runs of lower case letters, eight bytes at a time.
 *
 * A loop over the letters is left at another turn for every word, which the processor guesses wrong;
 * here a word of up to seven letters takes the same steps whatever its length.
 *
 * @module
 */

/** The highest bit of each byte of a word. */
const HIGH_BITS = 0x80808080 | 0;

/** Where bytes of four are no lower case letter: their highest bits. */
function findOthers(word: number): number {
  const low = word & ~HIGH_BITS;
  const fromA = low + 0x1f1f1f1f; // a byte of 0x61 and more reaches the highest bit
  const beyondZ = low + 0x05050505; // and one of 0x7b and more
  return (~fromA | beyondZ | word) & HIGH_BITS;
}

/** How many bytes stand below the first one whose highest bit is set; four if none is. */
function countBelow(highBits: number): number {
  return (32 - Math.clz32((highBits - 1) & ~highBits)) >>> 3;
}

/**
 * Finds the end of a run of lower case letters of ASCII.
 *
 * @param view The text, with eight bytes behind the end of the run.
 * @param start Where the run starts.
 */
export function skipLowerCase(view: DataView, start: number): number {
  for (let at = start;;) {
    const first = countBelow(findOthers(view.getInt32(at, true)));
    const second = countBelow(findOthers(view.getInt32(at + 4, true)));
    const count = first + (second & -(first >>> 2)); // the second counts if all of the first do
    at += count;
    if (count < 8) return at;
  }
}
