/**
 * How a file is read without being held.
 *
 * @module
 */

/**
 * Reads a part of a file.
 *
 * @param start Offset of its first byte, from 0.
 * @param end Offset after its last byte.
 * @returns The bytes; fewer where the file ends earlier.
 */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;
