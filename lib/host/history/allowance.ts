/** What an object costs beside its bytes: finding it takes as long as unpacking so many. */
const OBJECT_COST_BYTES = 16 * 1024;

/** Nothing more may be read. */
export class AllowanceSpent extends Error {
  /** The name of the class. */
  override readonly name = "AllowanceSpent";
}

/** How much may still be read; counted and not timed, so that all runs read the same. */
export class Allowance {
  #leftBytes: number;

  /**
   * Allows some.
   *
   * @param limitBytes What is allowed in all.
   */
  constructor(limitBytes: number) {
    this.#leftBytes = limitBytes;
  }

  /**
   * Takes the cost of an object.
   *
   * @throws {AllowanceSpent} When it is more than what is left.
   */
  spend(sizeBytes: number): void {
    this.#leftBytes -= sizeBytes + OBJECT_COST_BYTES;
    if (this.#leftBytes < 0) throw new AllowanceSpent("Cannot read on: it is enough");
  }
}
