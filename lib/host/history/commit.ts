import { InputError } from "../../errors.ts";

/** A commit. */
export interface Commit {
  /** Name of its tree, in hexadecimal. */
  readonly tree: string;
  /** Names of the commits that it was made from. */
  readonly parents: readonly string[];
  /** When it was committed, in seconds. */
  readonly seconds: number;
  /** What it says. */
  readonly message: string;
}

/** Longer messages are cut: they hold a log. */
const MESSAGE_LIMIT = 4000;
const TREE_REGEXP = /^tree ([0-9a-f]{40})$/m;
const PARENT_REGEXP = /^parent ([0-9a-f]{40})$/gm;
const COMMITTER_REGEXP = /^committer .*> (\d{1,12}) [+-]\d+$/m;

/**
 * Reads a commit.
 *
 * @throws {InputError} When it names no tree.
 */
export function parseCommit(bytes: Uint8Array): Commit {
  const text = new TextDecoder().decode(bytes); // an old encoding spoils single words, no more
  const end = text.indexOf("\n\n");
  const head = end < 0 ? text : text.slice(0, end);
  const tree = TREE_REGEXP.exec(head)?.[1];
  if (tree === undefined) throw new InputError("Cannot read the commit: it has no tree");
  return {
    tree,
    parents: [...head.matchAll(PARENT_REGEXP)].map(([, name]) => name),
    seconds: Number(COMMITTER_REGEXP.exec(head)?.[1] ?? 0),
    message: end < 0 ? "" : text.slice(end + 2, end + 2 + MESSAGE_LIMIT),
  };
}
