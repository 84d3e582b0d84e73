import { InputError } from "../../errors.ts";

const HASH_BYTES = 20;
const SLASH = 0x2f;
const FOLDER_MODE = 0x34; // 40000; files have 100644 and the like

/** What differs between two trees under one name. */
export interface Difference {
  /** The name. */
  readonly name: string;
  /** The folder that was there, by the name of its tree; absent when it was a file or nothing. */
  readonly before?: string;
  /** The folder that is there; absent when it is a file or nothing. */
  readonly after?: string;
  /** Whether it was or is a file. */
  readonly isFile: boolean;
}

/**
 * Compares two trees: entries that are the same in both, nearly all, are only passed over.
 *
 * @throws {InputError} When one is cut.
 */
export function compareTrees(before: Uint8Array, after: Uint8Array): Difference[] {
  const found: Difference[] = [];
  let [a, b] = [0, 0];
  for (;;) {
    const same = countSame(before.subarray(a), after.subarray(b));
    [a, b] = [a + same, b + same];
    if (a >= before.length && b >= after.length) return found;
    const old = readEntry(before, a);
    const fresh = readEntry(after, b);
    const order = compareEntries(old, fresh);
    found.push(describe(order <= 0 ? old : undefined, order >= 0 ? fresh : undefined));
    if (order <= 0) a = old!.end;
    if (order >= 0) b = fresh!.end;
  }
}

/** How many bytes both begin with that are entries, whole and the same. */
function countSame(before: Uint8Array, after: Uint8Array): number {
  const limit = Math.min(before.length, after.length);
  for (let same = 0;;) {
    let at = same;
    while (at < limit && before[at] === after[at] && before[at] !== 0) at++;
    const end = at + 1 + HASH_BYTES;
    if (end > limit || before[at] !== 0) return same;
    while (at < end && before[at] === after[at]) at++;
    if (at < end) return same;
    same = end;
  }
}

/** One entry of a tree. */
interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly object: string;
  /** What trees are sorted by: folders as if their names ended with a slash. */
  readonly key: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

const DECODER = new TextDecoder();

/** The entry that begins there; none at the end of the tree. */
function readEntry(tree: Uint8Array, start: number): Entry | undefined {
  if (start >= tree.length) return undefined;
  const blank = tree.indexOf(0x20, start);
  const nul = tree.indexOf(0, start);
  const end = nul + 1 + HASH_BYTES;
  if (nul < 0 || end > tree.length) throw new InputError("Cannot read the tree: it is cut");
  const isFolder = tree[start] === FOLDER_MODE;
  const name = tree.subarray(blank + 1, nul);
  return {
    name: DECODER.decode(name),
    isFolder,
    object: tree.subarray(nul + 1, end).toHex(),
    key: isFolder ? Uint8Array.of(...name, SLASH) : name,
    end,
  };
}

/** Negative when the first comes alone, positive when the second does, 0 for the same name. */
function compareEntries(a: Entry | undefined, b: Entry | undefined): number {
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  for (let i = 0; i < Math.min(a.key.length, b.key.length); i++) {
    if (a.key[i] !== b.key[i]) return a.key[i] - b.key[i];
  }
  return a.key.length - b.key.length;
}

function describe(old: Entry | undefined, fresh: Entry | undefined): Difference {
  const { name, isFolder } = (old ?? fresh)!;
  return {
    name,
    ...(old?.isFolder && { before: old.object }),
    ...(fresh?.isFolder && { after: fresh.object }),
    isFile: !isFolder,
  };
}
