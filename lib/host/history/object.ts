import { InputError } from "../../errors.ts";

/** An object of git's. */
export interface GitObject {
  /** What it is. */
  readonly kind: "commit" | "tree" | "blob" | "tag";
  /** Its content. */
  readonly bytes: Uint8Array;
}

/** Largest object that is read; a person's messages and folders are smaller. */
export const OBJECT_LIMIT_BYTES = 8 * 1024 * 1024;

const HEAD_REGEXP = /^(commit|tree|blob|tag) (\d+)\0/;

/**
 * Takes an object of its own file, inflated, apart.
 *
 * @throws {InputError} When its head is wrong.
 */
export function parseLoose(bytes: Uint8Array): GitObject {
  const head = HEAD_REGEXP.exec(String.fromCharCode(...bytes.subarray(0, 32)));
  if (head === null || bytes.length - head[0].length !== Number(head[2])) {
    throw new InputError("Cannot read the object: its head is wrong");
  }
  return { kind: head[1] as GitObject["kind"], bytes: bytes.subarray(head[0].length) };
}
